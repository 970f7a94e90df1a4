"""The declared table of the portal's pages, and the list of addresses that the sign-in library answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile

from mendly.clock import new_id, now
from tests.backend.matrix.expectations import (
    CHOICES,
    GENES,
    MEDICINES,
    MESSAGES,
    READINGS,
    TUMOURS,
    Body,
    Need,
    Routes,
    child,
    for_all,
    guardian,
    on,
)
from tests.backend.matrix.world import CALENDAR, Things

Form = dict[str, Any]
ZONE = ZoneInfo("Europe/Madrid")


def get(need: Callable[..., Need], *rights: str, **more: Any) -> dict[str, Need]:
    return {"GET": need(*rights, **more)}


def form(need: Callable[..., Need], *rights: str, body: Body, **more: Any) -> dict[str, Need]:
    """A page with a form: who may see it may send it."""
    return {"GET": need(*rights, **more), "POST": need(*rights, body=body, **more)}


def post(need: Callable[..., Need], *rights: str, body: Body | None = None, **more: Any) -> dict[str, Need]:
    return {"POST": need(*rights, body=body, **more)}


def _nothing(things: Things) -> Form:
    return {}


def _map(things: Things) -> Form:
    return {"answer": "37"}


def _dose(things: Things) -> Form:
    at = now().astimezone(ZONE) - timedelta(minutes=1)
    dose = {"schedule": things.ids["schedule"], "day": at.date(), "slot": 1, "entry": new_id(), "sure": "1"}
    return dose | {"on": at.date(), "at": f"{at:%H:%M}", "minutes": "15", "amount": "1"}


def _extra(things: Things) -> Form:
    return {"medicine": things.ids["medicine"], "entry": new_id(), "sure": "1"}


def _plan(things: Things) -> Form:
    return {"amount": "1", "unit": "tablet", "kind": "daily", "time_1": "08:00"}


def _medicine(things: Things) -> Form:
    return {**_plan(things), "entry": uuid4(), "name": "Aspirin", "kind": "needed"}


def _zone(things: Things) -> Form:
    return {"zone": "Europe/Madrid"}


def _reading(things: Things) -> Form:
    at = now().astimezone(ZONE) - timedelta(minutes=1)
    numbers = {"systolic": 121, "diastolic": 79}
    return {**numbers, "entry": new_id(), "on": at.date(), "at": f"{at:%H:%M}"}


def _said(things: Things) -> Form:
    return {"entry": new_id(), "subject": "A question", "body": "Words"}


def _helper(things: Things) -> Form:
    until = now().date() + timedelta(days=30)
    return {"name": "Nia", "email": "nia@example.test", "scopes": ["view"], "until": until}


def _dna(things: Things) -> Form:
    return {"file": SimpleUploadedFile("dna.txt", b"rs1\t1\t1\tAA\n")}


def _lab(things: Things) -> Form:
    return {"gene": "CYP2C19", "diplotype": "*1/*2", "laboratory": "Lab", "reported_on": "2026-01-01"}


def _emergency(things: Things) -> Form:
    return {"who": things.ids["number"], "reason": "cannot_answer", "words": "Found asleep, cannot answer"}


def _judgement(things: Things) -> Form:
    return {"judgement": "right", "note": "Nobody else could answer."}


def _tumour(things: Things) -> Form:
    return {"entry": new_id(), "findings": "EGFR L858R"}


PATIENTS, CLINIC = "patients", "clinic"
SEES_SOMETHING = "someone who may open the record"
P = "p/<uuid:patient>/"


def _why(things: Things) -> dict[str, Any]:
    return {"entry": str(new_id()), "medicine": str(things.ids["medicine"]), "answer": "forgot"}


def _effect(things: Things) -> dict[str, Any]:
    told = {"what": "rash", "severity": "mild", "since": "2026-01-01"}
    return {"entry": str(new_id()), "number": "1", **told}


def _stock(things: Things) -> Form:
    return {"entry": new_id(), "amount": "12", "on": now().date() - timedelta(days=1)}


MEDICINE_PAGES: Routes = {
    f"{P}medicines/reminders/": form(
        on,
        "change",
        MEDICINES,
        body=lambda t: {"again": "1", "again_after": "15", "helpers": "0"},
        door=PATIENTS,
    ),
    f"{P}medicines/<uuid:medicine>/stock/": get(on, "view", MEDICINES, door=PATIENTS),
    **{
        f"{P}medicines/<uuid:medicine>/stock/{kind}/": form(
            on, "record", MEDICINES, body=_stock, door=PATIENTS
        )
        for kind in ("counted", "refilled", "lost")
    },
    f"{P}medicines/<uuid:medicine>/stock/reminder/": post(
        on, "change", MEDICINES, body=lambda t: {"days_before": "14"}, door=PATIENTS
    ),
    f"{P}medicines/<uuid:medicine>/stock/<uuid:entry>/undo/": post(on, "change", MEDICINES, door=PATIENTS),
    f"{P}leaving/": get(on, "view", "everything", door=PATIENTS),
    f"{P}leaving/file/": post(on, "export", "everything", clashes=True, door=PATIENTS),
    f"{P}leaving/file/<uuid:export>/save/": post(on, "export", "everything", clashes=True, door=PATIENTS),
    f"{P}leaving/file/<uuid:export>/stop/": post(on, "withdraw", "everything", door=PATIENTS),
    f"{P}leaving/erase/": post(on, "erase", "everything", door=PATIENTS),
    f"{P}leaving/keep/": post(on, "withdraw", "everything", door=PATIENTS),
    f"{P}today/": get(for_all, SEES_SOMETHING, door=PATIENTS),
    f"{P}travel/": get(for_all, SEES_SOMETHING, door=PATIENTS),
    f"{P}travel/follow/": post(for_all, "owner of the phone", body=_zone, door=PATIENTS),
    f"{P}travel/stay/": post(for_all, "owner of the phone", body=_zone, door=PATIENTS),
    f"{P}today/<slug:part>/": get(for_all, SEES_SOMETHING, door=PATIENTS, words={"part": "doses"}),
    f"{P}doses/take/": post(on, "record", MEDICINES, body=_dose, door=PATIENTS),
    f"{P}doses/skip/": post(on, "record", MEDICINES, body=_dose, door=PATIENTS),
    f"{P}doses/backdate/": post(on, "record", MEDICINES, body=_dose, door=PATIENTS),
    f"{P}doses/undo/": post(
        on, "change", MEDICINES, body=lambda t: {"intake": t.ids["intake"]}, door=PATIENTS
    ),
    f"{P}course/": get(on, "view", MEDICINES, door=PATIENTS),
    f"{P}course/why/": post(on, "record", MEDICINES, body=_why, door=PATIENTS),
    f"{P}course/summary/": post(on, "withdraw", "sharing", body=lambda t: {"for": ["mine"]}, door=PATIENTS),
    f"{P}effects/": get(on, "view", MEDICINES, door=PATIENTS),
    f"{P}effects/add/": form(on, "record", MEDICINES, body=_effect, door=PATIENTS),
    f"{P}effects/<uuid:effect>/": form(
        on, "change", MEDICINES, body=lambda t: _effect(t) | {"number": "2"}, door=PATIENTS
    ),
    f"{P}effects/<uuid:effect>/withdraw/": post(on, "change", MEDICINES, door=PATIENTS),
    f"{P}doses/take-all/": post(on, "record", MEDICINES, body=lambda t: {"dose": []}, door=PATIENTS),
    f"{P}doses/part/": post(on, "record", MEDICINES, body=_dose, door=PATIENTS),
    f"{P}doses/later/": post(on, "record", MEDICINES, body=_dose, door=PATIENTS),
    f"{P}doses/move/": post(on, "record", MEDICINES, body=_dose, door=PATIENTS),
    f"{P}doses/extra/": post(on, "record", MEDICINES, body=_extra, door=PATIENTS),
    f"{P}medicines/": get(on, "view", MEDICINES, door=PATIENTS),
    f"{P}medicines/add/": form(on, "add", MEDICINES, body=_medicine, door=PATIENTS),
    f"{P}medicines/<uuid:medicine>/": get(on, "view", MEDICINES, door=PATIENTS),
    f"{P}medicines/<uuid:medicine>/change/": form(
        on, "change", MEDICINES, body=lambda t: {"name": "Mine"}, door=PATIENTS
    ),
    f"{P}medicines/<uuid:medicine>/plan/": get(on, "change", MEDICINES, door=PATIENTS),
    f"{P}medicines/<uuid:medicine>/plan/<uuid:schedule>/": form(
        on, "change", MEDICINES, body=_plan, door=PATIENTS
    ),
    f"{P}medicines/<uuid:medicine>/plan/<uuid:schedule>/rest/": form(
        on, "change", MEDICINES, body=lambda t: {"until": ""}, door=PATIENTS
    ),
    f"{P}medicines/<uuid:medicine>/plan/<uuid:schedule>/go-on/": post(on, "change", MEDICINES, door=PATIENTS),
    f"{P}proposals/<uuid:proposal>/answer/": post(
        on, "change", MEDICINES, body=lambda t: {"answer": "accept"}, door=PATIENTS
    ),
    f"{P}medicines/warnings/<uuid:warning>/hide/": form(
        on, "change", MEDICINES, body=lambda t: {"reason": "asked_pharmacist"}, door=PATIENTS
    ),
    f"{P}medicines/warnings/<uuid:warning>/show/": post(on, "change", MEDICINES, door=PATIENTS),
    f"{P}medicines/<uuid:medicine>/end/": form(
        on, "change", MEDICINES, body=lambda t: {"on": now().astimezone(ZONE).date()}, door=PATIENTS
    ),
}
PATIENT_PAGES: Routes = {
    f"{P}genes/": get(on, "view", GENES, door=PATIENTS),
    f"{P}genes/part/<slug:part>/": get(on, "view", GENES, door=PATIENTS, words={"part": "files"}),
    f"{P}genes/file/": post(on, "add", GENES, body=_dna, door=PATIENTS),
    f"{P}genes/file/<uuid:asking>/answer/": post(on, "change", GENES, body=_map, door=PATIENTS),
    f"{P}genes/file/<uuid:file>/remove/": post(on, "change", GENES, door=PATIENTS),
    f"{P}genes/gene/<uuid:gene>/": get(on, "view", GENES, CHOICES, door=PATIENTS),
    f"{P}genes/beyond/": get(on, "view", GENES, CHOICES, door=PATIENTS),
    f"{P}genes/beyond/birth-date/": post(
        on, "change", CHOICES, body=lambda t: {"birth_date": "1960-01-01"}, door=PATIENTS
    ),
    f"{P}genes/beyond/<uuid:category>/": form(
        on, "change", CHOICES, body=lambda t: {"choice": "show"}, door=PATIENTS, words={"category": "topic"}
    ),
    f"{P}genes/beyond/<uuid:category>/look/": post(
        on, "view", CHOICES, door=PATIENTS, words={"category": "asked_topic"}
    ),
    f"{P}genes/letters/": get(on, "view", CHOICES, door=PATIENTS),
    f"{P}genes/letters/write/": post(
        on, "change", CHOICES, body=lambda t: {"gene": str(t.ids["gene"])}, door=PATIENTS
    ),
    f"{P}genes/letters/<uuid:letter>/": form(
        on, "change", CHOICES, body=lambda t: {"text": "My words"}, door=PATIENTS
    ),
    f"{P}genes/letters/<uuid:letter>/print/": get(on, "view", CHOICES, door=PATIENTS),
    f"{P}genes/letters/<uuid:letter>/delete/": post(on, "change", CHOICES, door=PATIENTS),
    f"{P}genes/<uuid:insight>/": get(on, "view", GENES, door=PATIENTS),
    f"{P}genes/<uuid:insight>/dismiss/": post(on, "change", GENES, door=PATIENTS),
    f"{P}check/": form(on, "view", GENES, MEDICINES, body=lambda t: {"name": "codeine"}, door=PATIENTS),
    f"{P}papers/<slug:paper>/": get(on, "view", GENES, door=PATIENTS, words={"paper": "card"}),
    f"{P}papers/<slug:paper>/file/": get(on, "view", GENES, door=PATIENTS, words={"paper": "card"}),
    f"{P}reports/": get(on, "view", TUMOURS, door=PATIENTS),
    f"{P}reports/add/": form(on, "add", TUMOURS, body=_tumour, door=PATIENTS),
    f"{P}reports/<uuid:report>/": get(on, "view", TUMOURS, door=PATIENTS),
    f"{P}reports/<uuid:report>/withdraw/": post(on, "change", TUMOURS, door=PATIENTS),
    f"{P}insurance/": get(for_all, SEES_SOMETHING, door=PATIENTS),
    f"{P}health/": get(on, "view", READINGS, door=PATIENTS),
    f"{P}health/add/<slug:kind>/": form(
        on, "record", READINGS, body=_reading, door=PATIENTS, words={"kind": "blood-pressure"}
    ),
    f"{P}health/<uuid:observation>/withdraw/": post(on, "change", READINGS, door=PATIENTS),
    f"{P}messages/": get(on, "view", MESSAGES, door=PATIENTS),
    f"{P}messages/new/": form(on, "add", MESSAGES, body=_said, door=PATIENTS),
    f"{P}messages/<uuid:conversation>/": get(on, "view", MESSAGES, door=PATIENTS),
    f"{P}messages/<uuid:conversation>/news/": get(on, "view", MESSAGES, door=PATIENTS),
    f"{P}messages/<uuid:conversation>/say/": post(on, "add", MESSAGES, body=_said, door=PATIENTS),
    f"{P}messages/<uuid:conversation>/read/": post(
        on, "view", MESSAGES, body=lambda t: {"message": t.ids["message"]}, door=PATIENTS
    ),
    f"{P}emergencies/": get(on, "view", "access_log", door=PATIENTS),
    f"{P}emergencies/<uuid:opening>/read/": post(on, "view", "access_log", door=PATIENTS),
    f"{P}emergencies/<uuid:opening>/end/": post(on, "withdraw", "sharing", door=PATIENTS),
    f"{P}sharing/": get(on, "view", "sharing", door=PATIENTS),
    f"{P}sharing/research/": post(on, "share", "sharing", body=lambda t: {"answer": "yes"}, door=PATIENTS),
    f"{P}sharing/looks/": get(on, "view", "access_log", door=PATIENTS),
    f"{P}sharing/calendar/": get(on, "view", "sharing", door=PATIENTS)
    | post(on, "share", "sharing", door=PATIENTS),
    f"{P}sharing/calendar/end/": post(on, "withdraw", "sharing", door=PATIENTS),
    f"{P}sharing/guardian/": form(for_all, "guardian of a child", body=guardian, door=PATIENTS),
    f"{P}sharing/helper/": get(on, "view", "sharing", door=PATIENTS)
    | post(on, "share", "sharing", body=_helper, door=PATIENTS),
    f"{P}sharing/helper/<uuid:proxy>/end/": post(on, "withdraw", "sharing", door=PATIENTS),
    f"{P}sharing/helper/invitation/<uuid:invitation>/withdraw/": post(
        on, "withdraw", "sharing", door=PATIENTS
    ),
    f"{P}sharing/<uuid:relationship>/": post(
        on, "withdraw", "sharing", body=lambda t: {"category": ["medicines"]}, door=PATIENTS
    ),
    f"{P}sharing/<uuid:relationship>/sees/": get(on, "view", "sharing", door=PATIENTS),
    f"{P}sharing/helper/<uuid:proxy>/sees/": get(on, "view", "sharing", door=PATIENTS),
    f"{P}sharing/<uuid:relationship>/end/": post(on, "withdraw", "sharing", door=PATIENTS),
}

C = "patients/<uuid:patient>/"
CLINIC_PAGES: Routes = {
    "queue/": get(for_all, "clinic", door=CLINIC),
    "queue/<uuid:item>/<slug:act>/": post(
        for_all, "item", body=lambda t: {"version": 1}, door=CLINIC, words={"act": "done"}
    ),
    "changed-answers/<uuid:item>/": get(for_all, "item", door=CLINIC, words={"item": "changes"}),
    "signing/": get(for_all, "clinic", door=CLINIC),
    "signing/rule/": post(for_all, "clinic admin", body=lambda t: {"required": "no"}, door=CLINIC),
    "signing/<slug:act>/": post(
        for_all,
        "caring clinic",
        body=lambda t: {"checksum": t.ids["row"]},
        door=CLINIC,
        words={"act": "sign"},
    ),
    "panel/": get(for_all, "clinic", door=CLINIC),
    "team/": form(for_all, "clinic", body=lambda t: {"email": "n@example.test"}, door=CLINIC),
    "emergency/": get(for_all, "clinic", door=CLINIC)
    | post(for_all, "provider in an emergency", body=_emergency, clashes=True, door=CLINIC),
    "team/<uuid:colleague>/end/": get(for_all, "colleague", door=CLINIC)
    | post(for_all, "colleague just now", door=CLINIC),
    "emergencies/": get(for_all, "clinic admin", door=CLINIC),
    "emergencies/<uuid:opening>/": post(for_all, "judge", body=_judgement, door=CLINIC),
    f"{C}emergency/<uuid:opening>/end/": post(on, "withdraw", "sharing", door=CLINIC),
    C: get(on, "view", "profile", door=CLINIC),
    f"{C}messages/": form(on, "add", MESSAGES, body=_said, door=CLINIC),
    f"{C}messages/<uuid:conversation>/": form(on, "add", MESSAGES, body=_said, door=CLINIC),
    f"{C}genes/": form(on, "add", GENES, body=_lab, door=CLINIC),
    f"{C}check/": form(on, "view", GENES, MEDICINES, body=lambda t: {"name": "codeine"}, door=CLINIC),
    f"{C}papers/<slug:paper>/": get(on, "view", GENES, door=CLINIC, words={"paper": "card"}),
    f"{C}papers/<slug:paper>/file/": get(on, "view", GENES, door=CLINIC, words={"paper": "card"}),
    f"{C}genes/lab/<uuid:lab_result>/withdraw/": post(on, "add", GENES, door=CLINIC),
    f"{C}reports/": form(on, "add", TUMOURS, body=_tumour, door=CLINIC),
    f"{C}reports/<uuid:report>/withdraw/": post(on, "change", TUMOURS, door=CLINIC),
    f"{C}alerts/<uuid:alert>/": form(
        on, "change", READINGS, body=lambda t: {"answer": "called"}, door=CLINIC, clashes=True
    ),
    f"{C}course/": get(on, "view", MEDICINES, door=CLINIC),
    f"{C}medicines/add/": form(on, "add", MEDICINES, body=_medicine, door=CLINIC),
    f"{C}medicines/<uuid:medicine>/plans/": get(on, "change", MEDICINES, door=CLINIC),
    f"{C}medicines/<uuid:medicine>/plans/<uuid:schedule>/": form(
        on, "change", MEDICINES, body=lambda t: {**_plan(t), "entry": uuid4()}, door=CLINIC
    ),
    f"{C}medicines/<uuid:medicine>/proposals/<uuid:proposal>/withdraw/": post(
        on, "change", MEDICINES, door=CLINIC
    ),
}

ACCOUNT_PAGES: Routes = {
    "": get(for_all, "everyone"),
    "receipt/<str:token>/": get(for_all, "everyone"),
    "calendar/<str:secret>.ics": get(for_all, "everyone", words={"secret": CALENDAR}),
    "leaving/": get(for_all, "signed in"),
    "leaving/erase/": post(for_all, "without a record", clashes=True),
    "leaving/keep/": post(for_all, "without a record"),
    "transparency/": get(for_all, "everyone"),
    "accessibility/": get(for_all, "everyone"),
    "safety/": get(for_all, "everyone"),
    "safety/hazard-log.txt": get(for_all, "everyone"),
    ".well-known/security.txt": get(for_all, "everyone"),
    "manifest.webmanifest": get(for_all, "everyone"),
    "sw.js": get(for_all, "everyone"),
    "offline/<slug:language>/": get(for_all, "everyone", words={"language": "en"}),
    "language/setlang/": post(for_all, "everyone", body=lambda t: {"language": "es"}),
    "home/": get(for_all, "signed in"),
    "start/": form(for_all, "signed in", body=lambda t: {"name": "New Name"}, clashes=True),
    "second-factor/": get(for_all, "signed in"),
    "new-browser/": form(for_all, "signed in", body=lambda t: {"code": "2345 6789"}),
    "helping/": get(for_all, "signed in"),
    "helping/child/": form(for_all, "signed in", body=child, clashes=True),
    "helping/<uuid:patient>/key/": form(
        for_all, "guardian of a child", body=lambda t: {"email": "n@example.test"}
    ),
    "your-record/<str:token>/": form(
        for_all, "guardian of a child", body=_nothing, words={"token": "x" * 43}
    ),
    "settings/": form(
        for_all, "signed in", body=lambda t: {"language": "en", "zone": "Europe/Madrid", "theme": "auto"}
    ),
    "devices/": get(for_all, "signed in") | post(for_all, "signed in just now", body=_nothing),
    "devices/<uuid:device>/remove/": post(for_all, "owner of the phone"),
    "join/<str:token>/": form(
        for_all, "invited", body=_nothing, clashes=True, words={"token": "staff_token"}
    ),
    "invitation/<str:token>/": form(
        for_all,
        "invited into care",
        body=lambda t: {"categories": ["medicines"]},
        words={"token": "care_token"},
    ),
    "help-invitation/<str:token>/": form(for_all, "invited", body=_nothing, words={"token": "proxy_token"}),
}
PAGES: Routes = MEDICINE_PAGES | PATIENT_PAGES | CLINIC_PAGES | ACCOUNT_PAGES

ALLAUTH: set[str] = {
    f"accounts/{path}"
    for path in (
        "login/",
        "login/code/confirm/",
        "logout/",
        "inactive/",
        "signup/",
        "reauthenticate/",
        "email/",
        "confirm-email/",
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        "password/change/",
        "password/set/",
        "password/reset/",
        "password/reset/done/",
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        "password/reset/key/done/",
        "sessions/",
        "2fa/",
        "2fa/authenticate/",
        "2fa/reauthenticate/",
        "2fa/totp/activate/",
        "2fa/totp/deactivate/",
        "2fa/recovery-codes/",
        "2fa/recovery-codes/download/",
        "2fa/recovery-codes/generate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/webauthn/reauthenticate/",
        "2fa/webauthn/login/",
        "2fa/webauthn/keys/<int:pk>/remove/",
        "2fa/webauthn/keys/<int:pk>/edit/",
    )
}
