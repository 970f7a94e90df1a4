"""Opening the record to someone asks for a proof of the last five minutes; closing it never does."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from mendly.accounts.actors import PROOFS_OF_SESSION_KEY
from mendly.accounts.models import PairingCode
from mendly.accounts.tokens import hash_of
from mendly.care.models import CareInvitation, CareRelationship, ProxyInvitation
from mendly.care.services import end_care
from mendly.clock import now
from mendly.consent.models import Answer
from mendly.consent.selectors import sharing_with
from mendly.consent.services import decide_sharing
from mendly.policy import Category
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of

CONFIRM = "/accounts/reauthenticate/?next="
HELPER = {"name": "Eva, my sister", "email": "eva@example.test", "scopes": ["view"], "until": "2026-12-24"}
PASSWORD = "a long enough password"


def imanis_care(people: People) -> CareRelationship:
    return CareRelationship.objects.get(
        provider=people.imani.provider, patient=people.amara.patient, ended_at=None
    )


def sees(people: People, category: Category) -> bool:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    return sharing_with(people.amara.actor, people.amara.patient.id, people.imani.provider.id)[category]


def close_genes(people: People) -> None:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    answers = {Category.GENES: Answer.DENY}
    decide_sharing(
        people.amara.actor, people.amara.patient.id, people.imani.provider.id, answers, language="en"
    )


def decide(browser: Client, people: People, *categories: str) -> str:
    """Send the form as the page would; gives where it leads."""
    page = page_of(people.amara, "sharing/")
    answer = browser.post(
        f"{page}{imanis_care(people).id}/",
        {"category": categories},
        headers={"referer": f"http://testserver{page}"},
    )
    assert answer.status_code == 302
    return str(answer["Location"])


ALL_BUT_MESSAGES = ("profile", "medicines", "readings", "genes", "tumours")


def test_more_is_opened_only_after_a_recent_proof_and_the_form_is_kept_nowhere(people: People) -> None:
    close_genes(people)
    browser, page = browser_of(people.amara, fresh=False), page_of(people.amara, "sharing/")
    assert decide(browser, people, *ALL_BUT_MESSAGES, "messages") == CONFIRM + quote(page)
    assert not sees(people, Category.GENES)
    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    assert "medicines" not in kept
    confirming = browser.get(CONFIRM + quote(page))
    assert "Please confirm it is you, then try again." in confirming.content.decode()
    confirmed = browser.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": page})
    assert confirmed["Location"] == page
    assert decide(browser, people, *ALL_BUT_MESSAGES, "messages") == page
    assert sees(people, Category.GENES)


def test_closing_asks_for_no_proof(people: People) -> None:
    browser = browser_of(people.amara, fresh=False)
    assert decide(browser, people, *ALL_BUT_MESSAGES) == page_of(people.amara, "sharing/")
    assert not sees(people, Category.MESSAGES)
    ended = browser.post(page_of(people.amara, f"sharing/{imanis_care(people).id}/end/"))
    assert ended["Location"] == page_of(people.amara, "sharing/")


def test_without_a_recent_proof_the_page_closes_and_offers_to_confirm(people: People) -> None:
    close_genes(people)
    stale = browser_of(people.amara, fresh=False).get(page_of(people.amara, "sharing/")).content.decode()
    assert "Confirm it is you" in stale
    assert 'value="genes" disabled' in stale
    assert 'value="medicines" checked' in stale
    fresh = browser_of(people.amara).get(page_of(people.amara, "sharing/")).content.decode()
    assert "Confirm it is you" not in fresh
    assert "disabled" not in fresh


def test_a_proof_is_recent_for_five_minutes(people: People) -> None:
    browser, page = browser_of(people.amara), page_of(people.amara, "sharing/helper/")
    for seconds, recent in ((299, True), (301, False)):
        with time_machine.travel(now() + timedelta(seconds=seconds), tick=False):
            html = browser.get(page).content.decode()
            assert ("Confirm it is you" in html) is not recent
            assert ('name="email"' in html) is recent


@pytest.mark.parametrize(
    "proofs",
    [
        [],
        [{"method": "password", "at": 0}],
        [{"method": "password"}],
        [{"method": "password", "at": 99_999_999_999}],
    ],
)
def test_no_proof_an_old_one_and_one_of_the_future_are_none(people: People, proofs: list[object]) -> None:
    browser = browser_of(people.amara)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = proofs
    session.save()
    assert "Confirm it is you" in browser.get(page_of(people.amara, "sharing/helper/")).content.decode()


def test_proofs_of_another_person_in_this_browser_count_for_nothing(people: People) -> None:
    browser = browser_of(people.amara)
    session = browser.session
    session[PROOFS_OF_SESSION_KEY] = str(people.bo.user.pk)
    session.save()
    assert "Confirm it is you" in browser.get(page_of(people.amara, "sharing/helper/")).content.decode()
    assert browser.get(page_of(people.amara, "genes/"))["Location"].startswith("/second-factor/")


def test_a_helper_is_asked_and_a_phone_paired_only_with_a_recent_proof(people: People) -> None:
    page = page_of(people.amara, "sharing/helper/")
    for fresh in (False, True):
        browser = browser_of(people.amara, fresh=fresh)
        asked, paired = browser.post(page, HELPER), browser.post("/devices/")
        assert ProxyInvitation.objects.exists() is fresh
        assert PairingCode.objects.exists() is fresh
        assert asked["Location"].startswith(CONFIRM) is not fresh
        assert (paired.status_code == 200) is fresh


def test_an_invitation_is_accepted_only_with_a_recent_proof(people: People) -> None:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    end_care(people.amara.actor, people.amara.patient.id, imanis_care(people).id)
    CareInvitation.objects.create(
        provider=people.imani.provider,
        email=people.amara.user.email,
        token_hash=hash_of("letter"),
        expires_at=now() + timedelta(days=1),
    )
    stale = browser_of(people.amara, fresh=False)
    assert "Confirm it is you" in stale.get("/invitation/letter/").content.decode()
    assert stale.post("/invitation/letter/", {"categories": ["medicines"]}).status_code == 302
    assert not CareRelationship.objects.filter(provider=people.imani.provider, ended_at=None).filter(
        patient=people.amara.patient
    )
    fresh = browser_of(people.amara)
    fresh.post("/invitation/letter/", {"categories": ["medicines"]})
    assert imanis_care(people)


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("https://evil.example/p/1/", "/home/"),
        ("//evil.example/", "/home/"),
        ("javascript:alert(1)", "/home/"),
        ("", "/home/"),
        ("http://testserver/devices/?x=1", "/devices/?x=1"),
    ],
)
def test_the_way_back_stays_in_the_house(people: People, referer: str, back: str) -> None:
    answer = browser_of(people.amara, fresh=False).post("/devices/", headers={"referer": referer})
    assert answer["Location"] == CONFIRM + quote(back, safe="/")


def test_a_phone_has_never_proved_it_lately(people: People) -> None:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    consents = f"/api/v1/patients/{people.amara.patient.id}/consents/"
    body = {"provider": str(people.imani.provider.id), "answers": {"genes": "permit"}}
    answer = people.amara.phone().post(consents, body, format="json")
    assert (answer.status_code, answer.json()["type"]) == (403, "about:blank#step-up")
    assert answer.json()["detail"] == "Please confirm it is you, then try again."
    closing = body | {"answers": {"genes": "deny"}}
    assert people.amara.phone().post(consents, closing, format="json").status_code == 201


@pytest.mark.parametrize(
    "address", ["/accounts/2fa/totp/activate/", "/accounts/2fa/recovery-codes/generate/"]
)
def test_a_change_of_the_second_step_asks_for_a_recent_proof(people: People, address: str) -> None:
    answer = browser_of(people.amara, fresh=False).get(address)
    assert answer["Location"] == CONFIRM + quote(address)


def test_a_change_of_the_address_asks_for_a_recent_proof_and_keeps_no_form(people: People) -> None:
    browser = browser_of(people.amara, fresh=False)
    assert "Confirm it is you" in browser.get("/accounts/email/").content.decode()
    answer = browser.post("/accounts/email/", {"action_add": "", "email": "thief@example.test"})
    assert answer["Location"].startswith(CONFIRM)
    kept = " ".join(str(session.get_decoded()) for session in Session.objects.all())
    assert "thief@example.test" not in kept


def test_pages_that_only_show_ask_for_no_proof(people: People) -> None:
    browser = browser_of(people.amara, fresh=False)
    for path in ("today/", "medicines/", "genes/", "sharing/"):
        assert browser.get(page_of(people.amara, path)).status_code == 200
