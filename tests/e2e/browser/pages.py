"""Every page of the portal, as who sees it: the list that checks of look and weight walk through.

`{…}` stands for an id or a token of the running clinic (see world.py). A page of one's own record is listed with
data (Amara, Carmen, Bo), as a proxy (Dario) and empty (Sam, and `settled`: a new person without a second step).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

OWNER = re.compile(r"^/(p|patients)/\{\w+\}")
ANYONE = (
    "/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/{reset_key}/",
    "/accounts/password/reset/key/1-x/",
    "/accounts/password/reset/key/done/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/{confirm_key}/",
    "/accounts/confirm-email/unknown/",
    "/accounts/inactive/",
    "/offline/{language}/",
    "/transparency/",
    "/accessibility/",
    "/safety/",
    "/receipt/nobody-has-this-link/",
    "/no-such-page/",
)
NEWCOMER = (
    "/start/",
    "/second-factor/",
    "/join/{join}/",
    "/helping/",
    "/helping/child/",
    "/your-record/{key}/",
    "/settings/",
    "/devices/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/logout/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
)
GUARDED = (
    "/accounts/2fa/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/reauthenticate/",
)
OWN_RECORD = (
    "/p/{me}/today/",
    "/p/{me}/medicines/",
    "/p/{me}/genes/",
    "/p/{me}/health/",
    "/p/{me}/messages/",
    "/p/{me}/sharing/",
    "/p/{me}/sharing/looks/",
    "/p/{me}/emergencies/",
    "/p/{me}/leaving/",
)
AMARA = (
    *OWN_RECORD,
    "/p/{me}/medicines/add/",
    "/p/{me}/medicines/{medicine}/",
    "/p/{me}/medicines/{medicine}/change/",
    "/p/{me}/medicines/{medicine}/plan/",
    "/p/{me}/medicines/{medicine}/plan/{schedule}/",
    "/p/{me}/medicines/{medicine}/plan/{schedule}/?kind=cycle",
    "/p/{me}/medicines/{medicine}/plan/{schedule}/?kind=hours",
    "/p/{me}/medicines/{medicine}/plan/{schedule}/?kind=taper",
    "/p/{me}/medicines/{medicine}/plan/{schedule}/rest/",
    "/p/{me}/medicines/{medicine}/end/",
    "/p/{me}/medicines/reminders/",
    "/p/{me}/medicines/{medicine}/stock/",
    "/p/{me}/medicines/{medicine}/stock/counted/",
    "/p/{me}/medicines/{medicine}/stock/refilled/",
    "/p/{me}/medicines/{medicine}/stock/lost/",
    "/p/{me}/medicines/warnings/{warning}/hide/",
    "/p/{me}/course/",
    "/p/{me}/course/?days=90",
    "/p/{me}/effects/",
    "/p/{me}/effects/add/",
    "/p/{me}/effects/{effect}/",
    "/p/{me}/genes/{insight}/",
    "/p/{me}/check/",
    "/p/{me}/reports/",
    "/p/{me}/reports/add/",
    "/p/{me}/papers/card/",
    "/p/{me}/papers/report/",
    "/p/{me}/insurance/",
    "/p/{me}/genes/gene/{gene}/",
    "/p/{me}/genes/beyond/",
    "/p/{me}/genes/beyond/{shown}/",
    "/p/{me}/genes/beyond/{asked}/",
    "/p/{me}/genes/beyond/{open}/",
    "/p/{me}/genes/letters/",
    "/p/{me}/genes/letters/{letter}/",
    "/p/{me}/genes/letters/{letter}/print/",
    "/p/{me}/health/add/blood-pressure/",
    "/p/{me}/health/add/weight/",
    "/p/{me}/messages/new/",
    "/p/{me}/messages/new/?insight={insight}",
    "/p/{me}/messages/{conversation}/",
    "/p/{me}/sharing/helper/",
    "/p/{me}/sharing/calendar/",
    "/p/{me}/sharing/{care_of_imani}/sees/",
    "/p/{me}/sharing/helper/{help_of_dario}/sees/",
    "/devices/",
    "/accounts/sessions/",
)
CARMEN = (
    "/p/{me}/reports/",
    "/p/{me}/reports/{report}/",
    *OWN_RECORD,
    "/p/{me}/insurance/?country=GB",
    "/p/{me}/genes/beyond/",
    "/p/{me}/genes/letters/",
    "/p/{me}/medicines/{medicine}/",
    "/p/{me}/genes/{insight}/",
)
DARIO = (
    "/p/{amara}/today/",
    "/p/{amara}/medicines/",
    "/p/{amara}/medicines/{medicine}/",
    "/p/{amara}/medicines/{medicine}/stock/",
    "/p/{amara}/course/",
    "/p/{amara}/effects/",
    "/p/{amara}/health/",
    "/p/{amara}/messages/",
    "/p/{amara}/messages/{conversation}/",
    "/helping/",
    "/helping/{child}/key/",
    "/p/{child}/today/",
    "/p/{child}/sharing/",
    "/p/{child}/sharing/guardian/",
    "/leaving/",
)
BO = (
    "/p/{me}/course/",
    "/safety/",
    "/p/{me}/today/",
    "/p/{me}/genes/",
    "/p/{me}/genes/{insight}/",
    "/help-invitation/{help}/",
)
SAM = (*OWN_RECORD, "/p/{me}/course/", "/p/{me}/effects/", "/invitation/{care}/")
SETTLED = ("/p/{me}/today/", "/p/{me}/messages/", "/p/{me}/sharing/")
IMANI = (
    "/leaving/",
    "/queue/",
    "/panel/",
    "/panel/?q=nobody",
    "/team/",
    "/team/{colleague}/end/",
    "/emergency/",
    "/emergencies/",
    "/signing/",
    "/changed-answers/{changes}/",
    "/patients/{amara}/",
    "/patients/{bo}/",
    "/patients/{bo}/alerts/{alert}/",
    "/patients/{amara}/messages/",
    "/patients/{amara}/messages/{conversation}/",
    "/patients/{amara}/genes/",
    "/patients/{amara}/check/",
    "/patients/{carmen}/reports/",
    "/patients/{bo}/papers/card/",
    "/patients/{bo}/papers/report/",
    "/patients/{amara}/course/",
    "/patients/{bo}/course/?days=90",
    "/patients/{amara}/medicines/add/",
    "/patients/{amara}/medicines/{medicine}/plans/",
    "/patients/{amara}/medicines/{medicine}/plans/{schedule}/",
    "/settings/",
    "/transparency/",
)
QUILL = (
    "/queue/",
    "/emergencies/",
    "/patients/{carmen}/",
    "/patients/{sam}/",
    "/patients/{sam}/messages/",
    "/patients/{sam}/genes/",
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, who looks at it and in which language."""

    who: str
    language: str
    address: str

    @property
    def route(self) -> str:
        """The address, whosever record it opens."""
        return OWNER.sub(r"/\1/someone", self.address.partition("?")[0])

    def __str__(self) -> str:
        return f"{self.who or 'anyone'} {self.language} {self.address}"


PAGES: dict[str, tuple[str, ...]] = {
    "": ANYONE,
    "pending": ("/accounts/2fa/authenticate/",),
    "arriving": ("/new-browser/",),
    "newcomer": NEWCOMER,
    "guarded": GUARDED,
    "amara": AMARA,
    "carmen": CARMEN,
    "dario": DARIO,
    "bo": BO,
    "sam": SAM,
    "imani": IMANI,
    "quill": QUILL,
    "settled": SETTLED,
}
"""By person; nobody's name for somebody who is not signed in, `pending` between the two steps of
signing in, `arriving` between the password and the code of a new browser."""

LANGUAGES = ("en", "es")
EVERY_PAGE = tuple(
    Shown(who, language, address)
    for who, addresses in PAGES.items()
    for language in LANGUAGES
    for address in addresses
)
"""In an order in which a browser changes person and language seldom."""

FIRST_STATES = frozenset({(shown.route, shown.language): shown for shown in reversed(EVERY_PAGE)}.values())
"""Each page once a language. The other entries show the same page in another state, such as empty."""

REFUSED = (
    Shown("", "en", "/accounts/login/"),
    Shown("", "en", "/accounts/signup/"),
    Shown("arriving", "en", "/new-browser/"),
    Shown("newcomer", "es", "/start/"),
    Shown("amara", "en", "/p/{me}/medicines/add/"),
    Shown("amara", "en", "/p/{me}/health/add/blood-pressure/"),
    Shown("amara", "en", "/p/{me}/messages/new/"),
    Shown("amara", "es", "/p/{me}/genes/beyond/{open}/"),
    Shown("imani", "es", "/patients/{bo}/alerts/{alert}/"),
    Shown("imani", "es", "/patients/{amara}/genes/"),
    Shown("imani", "es", "/team/"),
    Shown("imani", "en", "/emergency/"),
    Shown("amara", "es", "/p/{me}/reports/add/"),
    Shown("amara", "en", "/p/{me}/effects/add/"),
    Shown("amara", "es", "/p/{me}/medicines/{medicine}/stock/refilled/"),
    Shown("amara", "en", "/p/{me}/check/"),
    Shown("imani", "en", "/patients/{carmen}/reports/"),
)
"""Pages whose form comes back with errors when it is sent empty."""

ANSWERED = (
    (Shown("bo", "en", "/p/{me}/check/"), {"name": "codeine and paroxetine"}),
    (Shown("bo", "es", "/p/{me}/check/"), {"name": "Plavix"}),
    (Shown("amara", "en", "/p/{me}/check/"), {"name": "simva"}),
    (Shown("imani", "en", "/patients/{bo}/check/"), {"name": "paroxetine"}),
)
"""Pages whose form answers on the page itself, with what is typed."""

NOT_PAGES = {
    "portal:home": "sends everyone to their own first page",
    "portal:today_part": "a fragment of Today",
    "portal:genes_part": "a fragment of Genes",
    "portal:travel": "a fragment of Today; see test_travel_note.py",
    "portal:calendar_feed": "a file for programs",
    "portal:paper_file": "a file to keep",
    "portal:patient_paper_file": "a file to keep",
    "portal:thread_news": "a fragment of a talk",
    "portal:hazard_log": "a file for professionals",
    "portal:security_txt": "a file for programs",
    "portal:manifest": "a file for the browser",
    "portal:service_worker": "a file for the browser",
    "account_set_password": "sends people with a password to its change; everyone has one",
    "account_confirm_login_code": "codes by e-mail are switched off",
    "mfa_download_recovery_codes": "a file to keep",
    "mfa_list_webauthn": "needs a device; walked through in test_ten_tasks.py",
    "mfa_add_webauthn": "needs a device; walked through in test_ten_tasks.py",
    "mfa_edit_webauthn": "needs a device; walked through in test_ten_tasks.py",
    "mfa_remove_webauthn": "needs a device; walked through in test_ten_tasks.py",
    "mfa_reauthenticate_webauthn": "needs a device; walked through in test_ten_tasks.py",
    "mfa_login_webauthn": "what a script of the sign-in page asks",
}
