"""The declared table: each route and method, what it needs, and a body that would be right. Written by hand.

It says nothing of how the product decides; `oracle.py` says, apart from the product, who may do what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from mendly.clock import new_id, now
from tests.backend.matrix.world import Things

Body = Callable[[Things], Any]


@dataclass(frozen=True)
class Need:
    """`rights`: all of these (action, category) on the patient of the address. `who`: for addresses without one.

    `door`: pages are of patients or of the clinic, and hidden from the others; some acts
    only of who treats. `words`: what stands in the
    address where it is not the thing of that name. `clashes`: even the right person may hear that the state
    forbids it (409 and the like).
    """

    rights: tuple[tuple[str, str], ...] = ()
    who: str = ""
    body: Body | None = None
    raw: bool = False
    clashes: bool = False
    door: str = ""
    words: Mapping[str, str] = field(default_factory=dict)


def on(action: str, *categories: str, body: Body | None = None, **more: Any) -> Need:
    return Need(tuple((action, category) for category in categories), body=body, **more)


def for_all(who: str, body: Body | None = None, **more: Any) -> Need:
    return Need(who=who, body=body, **more)


P = "api/v1/patients/<uuid:patient>/"
Routes = dict[str, dict[str, Need]]


def _at() -> str:
    return now().isoformat()


def _intake(things: Things) -> dict[str, Any]:
    at = _at().replace("+00:00", "Z")
    unplanned = dict.fromkeys(
        ("occurrence", "schedule", "local_date", "slot", "amount", "reason", "supersedes")
    )
    return {
        **unplanned,
        "id": str(new_id()),
        "kind": "taken",
        "medicine": str(things.ids["medicine"]),
        "taken_at": at,
        "logged_at": at,
        "device_zone": "Europe/Madrid",
        "hlc": f"{int(now().timestamp() * 1000):016x}-0000-test",
    }


def _proposal(things: Things) -> dict[str, Any]:
    return {**_plan(things), "proposal": str(uuid4()), "words": "So that you sleep better."}


def _taper(things: Things) -> dict[str, Any]:
    phases = [{"days": 3, "amount": "2"}, {"days": 3, "amount": "1"}]
    rule = {"kind": "daily", "times": [{"slot": 1, "at": "08:00"}]}
    return {"id": str(uuid4()), "rule": rule, "unit": "tablet", "phases": phases}


def _plan(things: Things) -> dict[str, Any]:
    rule = {"kind": "daily", "times": [{"slot": 1, "at": "08:00"}]}
    return {"id": str(uuid4()), "rule": rule, "amount": "1", "unit": "tablet"}


def _reading(things: Things) -> dict[str, Any]:
    values = {"systolic": 120, "diastolic": 80}
    return {"id": str(new_id()), "type": "blood_pressure", "taken_at": _at(), "values": values}


def _samples(things: Things) -> dict[str, Any]:
    points = [[int(now().timestamp() * 1000), 60]]
    batch = {"type": "heart_rate", "source": "w", "unit": "/min", "zone_offset_min": 0, "points": points}
    return {"batches": [batch]}


def _lab(things: Things) -> dict[str, Any]:
    return {"gene": "CYP2C19", "diplotype": "*1/*2", "laboratory": "Lab", "reported_on": "2026-01-01"}


def _map(things: Things) -> dict[str, Any]:
    return {"answer": "37"}


def _span(things: Things) -> dict[str, Any]:
    return {"from": "2026-11-01", "to": "2026-11-08"}


def _instants(things: Things) -> dict[str, Any]:
    return {"from": "2026-11-01T00:00:00Z", "to": "2026-11-08T00:00:00Z"}


def _proxy(things: Things) -> dict[str, Any]:
    ends = now().replace(year=now().year).isoformat()
    return {"email": "x@example.test", "name": "X", "scopes": ["view"], "ends_at": ends}


def guardian(things: Things) -> dict[str, Any]:
    return {"email": "x@example.test", "name": "X"}


def child(things: Things) -> dict[str, Any]:
    born = now().date() - timedelta(days=3000)
    return {"name": "Nia", "birth_date": born.isoformat(), "called": "Mum"}


def _emergency(things: Things) -> dict[str, Any]:
    return {"who": things.ids["number"], "reason": "cannot_answer", "words": "Found asleep, cannot answer"}


def _row(things: Things) -> dict[str, Any]:
    return {"checksum": things.ids["row"]}


def _effect(things: Things) -> dict[str, Any]:
    return {"id": str(new_id()), "what": "rash", "severity": "mild", "since": "2026-01-01"}


REMINDERS = {
    "quiet_from": "22:00",
    "quiet_to": "07:00",
    "again_times": 1,
    "again_after": 15,
    "by_email": True,
    "proxies_after": None,
}


def _stock(things: Things) -> dict[str, Any]:
    return {"id": str(new_id()), "kind": "refilled", "amount": "28"}


def _barrier(things: Things) -> dict[str, Any]:
    return {"medicine": str(things.ids["medicine"]), "answer": "forgot"}


def _version(things: Things) -> dict[str, Any]:
    return {"version": 1, "until": "2030-01-01T00:00:00Z", "to": str(uuid4())}


def _tumour(things: Things) -> dict[str, Any]:
    return {"id": str(new_id()), "findings": "EGFR L858R"}


def _answers(things: Things) -> dict[str, Any]:
    return {"answers": {"coeliac": "show"}}


MEDICINES, READINGS, GENES, MESSAGES = "medicines", "readings", "genes", "messages"
TUMOURS, CHOICES = "tumours", "choices"
API: Routes = {
    "healthz": {"GET": for_all("everyone")},
    "readyz": {"GET": for_all("everyone", clashes=True)},
    "metrics": {"GET": for_all("everyone")},
    "api/v1/me/": {
        "GET": for_all("signed in"),
        "PATCH": for_all("signed in", lambda t: {"language": "en", "zone": "UTC"}),
    },
    "api/v1/devices/": {"GET": for_all("signed in")},
    "api/v1/devices/pair/": {"POST": for_all("everyone", lambda t: {"code": "22222222"}, clashes=True)},
    "api/v1/devices/refresh/": {"POST": for_all("nobody", lambda t: {"refresh_token": "x"})},
    "api/v1/devices/pairing-codes/": {"POST": for_all("signed in just now")},
    "api/v1/devices/<uuid:device>/": {"DELETE": for_all("owner of the phone")},
    "api/v1/clinic/colleagues/": {
        "POST": for_all(
            "clinic admin just now", lambda t: {"email": "n@example.test", "name": "N", "profession": "nurse"}
        )
    },
    "api/v1/invitations/": {"POST": for_all("clinic", lambda t: {"email": "n@example.test"})},
    "api/v1/invitations/accept/": {
        "POST": for_all("invited into care", lambda t: {"token": t.ids["care_token"]}, clashes=True)
    },
    f"{P}erasure/": {
        "GET": on("view", "everything"),
        "POST": on("erase", "everything"),
        "DELETE": on("withdraw", "everything"),
    },
    f"{P}exports/": {"GET": on("view", "everything"), "POST": on("export", "everything", clashes=True)},
    f"{P}exports/<uuid:export>/": {"DELETE": on("withdraw", "everything")},
    f"{P}exports/<uuid:export>/file/": {"POST": on("export", "everything", clashes=True)},
    "api/v1/push/public-key/": {"GET": for_all("signed in")},
    "api/v1/push/subscriptions/": {
        "POST": for_all("signed in", lambda t: {"endpoint": "https://x", "keys": {}}, clashes=True),
        "DELETE": for_all("signed in", lambda t: {"endpoint": "https://x"}, clashes=True),
    },
    P: {
        "GET": on("view", "profile"),
        "PUT": on("change", "profile", body=lambda t: {"name": "New Name", "birth_date": None}),
    },
    f"{P}relationships/": {"GET": on("view", "sharing")},
    f"{P}relationships/<uuid:relationship>/end/": {"POST": Need(who="either side of the care")},
    f"{P}proxies/": {"GET": on("view", "sharing"), "POST": on("share", "sharing", body=_proxy, clashes=True)},
    f"{P}proxies/<uuid:proxy>/": {"DELETE": on("withdraw", "sharing")},
    f"{P}proxy-invitations/": {"GET": on("view", "sharing")},
    f"{P}proxy-invitations/<uuid:invitation>/": {"DELETE": on("withdraw", "sharing")},
    "api/v1/children/": {"POST": for_all("signed in", child, clashes=True)},
    f"{P}guardians/": {"POST": on("share", "sharing", body=guardian, clashes=True)},
    f"{P}hand-over/": {"POST": for_all("guardian of a child", lambda t: {"email": "n@example.test"})},
    "api/v1/hand-overs/accept/": {"POST": for_all("guardian of a child", lambda t: {"token": "x" * 43})},
    f"{P}access-log/": {"GET": on("view", "access_log")},
    f"{P}consents/": {
        "GET": on("view", "sharing"),
        "POST": on(
            "share",
            "sharing",
            body=lambda t: {"provider": str(t.ids["provider"]), "answers": {"medicines": "permit"}},
        ),
    },
    f"{P}consents/research/": {"POST": on("share", "sharing", body=lambda t: {"answer": "permit"})},
    f"{P}emergencies/": {"GET": on("view", "access_log")},
    f"{P}emergencies/<uuid:opening>/end/": {"POST": on("withdraw", "sharing")},
    "api/v1/emergencies/": {"POST": for_all("provider in an emergency", _emergency, clashes=True)},
    f"{P}genome/files/": {"GET": on("view", GENES)},
    f"{P}genome/uploads/": {"POST": on("add", GENES, body=lambda t: b"rs1\t1\t1\tAA\n", raw=True)},
    f"{P}genome/files/<uuid:file>/": {"GET": on("view", GENES), "DELETE": on("change", GENES)},
    f"{P}genome/results/": {"GET": on("view", GENES)},
    f"{P}genome/lab-results/": {"POST": on("add", GENES, body=_lab)},
    f"{P}genome/files/<uuid:asking>/answer/": {"POST": on("change", GENES, body=_map)},
    f"{P}genome/lab-results/<uuid:lab_result>/withdraw/": {"POST": on("add", GENES)},
    f"{P}tumour-reports/": {"GET": on("view", TUMOURS), "POST": on("add", TUMOURS, body=_tumour)},
    f"{P}tumour-reports/<uuid:report>/": {"GET": on("view", TUMOURS), "DELETE": on("change", TUMOURS)},
    f"{P}choices/": {"GET": on("view", CHOICES), "POST": on("change", CHOICES, body=_answers)},
    f"{P}findings/": {"GET": on("view", GENES)},
    f"{P}findings/look/": {
        "POST": on("view", CHOICES, body=lambda t: {"category": str(t.ids["asked_topic"])})
    },
    f"{P}letters/": {
        "GET": on("view", CHOICES),
        "POST": on("change", CHOICES, body=lambda t: {"gene": "SLCO1B1"}),
    },
    f"{P}letters/<uuid:letter>/": {
        "GET": on("view", CHOICES),
        "PUT": on("change", CHOICES, body=lambda t: {"text": "My words"}),
        "DELETE": on("change", CHOICES),
    },
    f"{P}medicines/": {
        "GET": on("view", MEDICINES),
        "POST": on("add", MEDICINES, body=lambda t: {"name": "Aspirin"}),
    },
    f"{P}medicines/<uuid:medicine>/": {
        "GET": on("view", MEDICINES),
        "PATCH": on("change", MEDICINES, body=lambda t: {"notes": "x"}),
    },
    f"{P}medicines/<uuid:medicine>/end/": {"POST": on("change", MEDICINES, body=lambda t: {})},
    f"{P}medicines/<uuid:medicine>/schedules/": {"POST": on("change", MEDICINES, body=_plan)},
    f"{P}medicines/<uuid:medicine>/tapers/": {"POST": on("change", MEDICINES, body=_taper)},
    f"{P}schedules/<uuid:schedule>/pause/": {"POST": on("change", MEDICINES, body=lambda t: {})},
    f"{P}schedules/<uuid:schedule>/resume/": {"POST": on("change", MEDICINES, body=lambda t: {})},
    f"{P}medicines/<uuid:medicine>/stock/": {
        "GET": on("view", MEDICINES),
        "POST": on("record", MEDICINES, body=_stock),
    },
    f"{P}medicines/<uuid:medicine>/stock/<uuid:entry>/undo/": {"POST": on("change", MEDICINES)},
    f"{P}medicines/<uuid:medicine>/stock/reminder/": {
        "PUT": on("change", MEDICINES, body=lambda t: {"days_before": 14})
    },
    f"{P}doses/as-needed/": {"GET": on("view", MEDICINES)},
    f"{P}proposals/": {"GET": on("view", MEDICINES)},
    f"{P}medicines/<uuid:medicine>/proposals/": {
        "POST": on("change", MEDICINES, body=_proposal, door="treatment")
    },
    f"{P}proposals/<uuid:proposal>/answer/": {
        "POST": on("change", MEDICINES, body=lambda t: {"accept": True}, door="patients")
    },
    f"{P}proposals/<uuid:proposal>/withdraw/": {"POST": on("change", MEDICINES, door="treatment")},
    f"{P}medicine-warnings/": {"GET": on("view", MEDICINES)},
    f"{P}medicine-warnings/<uuid:warning>/hide/": {
        "POST": on("change", MEDICINES, body=lambda t: {"reason": "asked_pharmacist"})
    },
    f"{P}medicine-warnings/<uuid:warning>/show/": {"POST": on("change", MEDICINES)},
    "api/v1/medicine-names/": {"POST": for_all("signed in", lambda t: {"q": "asp"})},
    f"{P}intakes/": {"GET": on("view", MEDICINES, body=_span), "POST": on("record", MEDICINES, body=_intake)},
    f"{P}doses/": {"GET": on("view", MEDICINES, body=_span)},
    f"{P}adherence/": {"GET": on("view", MEDICINES)},
    f"{P}barrier-questions/": {"GET": on("view", MEDICINES)},
    f"{P}barrier-answers/": {
        "GET": on("view", MEDICINES),
        "POST": on("record", MEDICINES, body=_barrier),
    },
    "api/v1/side-effect-signs/": {"GET": for_all("signed in")},
    f"{P}side-effects/": {"GET": on("view", MEDICINES), "POST": on("record", MEDICINES, body=_effect)},
    f"{P}side-effects/<uuid:effect>/": {"DELETE": on("change", MEDICINES)},
    f"{P}weekly-summaries/": {"GET": on("view", MEDICINES)},
    f"{P}weekly-summaries/choice/": {
        "GET": on("view", "sharing"),
        "PUT": on("withdraw", "sharing", body=lambda t: {"mine": True, "team": False}),
    },
    f"{P}reminders/": {
        "GET": on("view", MEDICINES),
        "PUT": on("change", MEDICINES, body=lambda t: REMINDERS, door="patients"),
    },
    f"{P}calendar/": {
        "GET": on("view", "sharing"),
        "POST": on("share", "sharing", body=lambda t: {"rings": True}),
        "DELETE": on("withdraw", "sharing"),
    },
    f"{P}travel/": {"POST": on("view", MEDICINES, body=lambda t: {"zone": "Asia/Tokyo"})},
    f"{P}samples/": {"POST": on("record", READINGS, body=_samples)},
    f"{P}series/": {"GET": on("view", READINGS)},
    f"{P}series/<slug:type>/": {
        "GET": on("view", READINGS, body=_instants, words={"type": "heart_rate"}),
    },
    f"{P}observations/": {"GET": on("view", READINGS), "POST": on("record", READINGS, body=_reading)},
    f"{P}observations/<uuid:observation>/": {"DELETE": on("change", READINGS)},
    f"{P}conversations/": {
        "GET": on("view", MESSAGES),
        "POST": on("add", MESSAGES, body=lambda t: {"subject": "S", "body": "B"}),
    },
    f"{P}conversations/<uuid:conversation>/messages/": {
        "GET": on("view", MESSAGES),
        "POST": on("add", MESSAGES, body=lambda t: {"id": str(new_id()), "body": "B"}),
    },
    f"{P}conversations/<uuid:conversation>/read/": {
        "POST": on("view", MESSAGES, body=lambda t: {"message": str(t.ids["message"])})
    },
    f"{P}insights/": {"GET": on("view", GENES, MEDICINES)},
    f"{P}insights/<uuid:insight>/": {"GET": on("view", GENES, MEDICINES)},
    f"{P}insights/<uuid:insight>/dismiss/": {"POST": on("change", GENES)},
    f"{P}medicine-checks/": {"POST": on("view", GENES, MEDICINES, body=lambda t: {"name": "codeine"})},
    f"{P}alerts/": {"GET": on("view", READINGS)},
    f"{P}alerts/<uuid:alert>/": {"GET": on("view", READINGS)},
    f"{P}alerts/<uuid:alert>/acknowledge/": {
        "POST": Need(
            who="provider who may change readings", body=lambda t: {"answer": "called"}, clashes=True
        )
    },
    "api/v1/clinic/guideline-rows/": {"GET": for_all("clinic")},
    "api/v1/clinic/guideline-rows/sign/": {"POST": for_all("caring clinic", _row)},
    "api/v1/clinic/guideline-rows/withdraw/": {"POST": for_all("nobody's signature", _row)},
    "api/v1/clinic/rules/": {
        "GET": for_all("clinic"),
        "PUT": for_all("clinic admin", lambda t: {"signature_required": False}),
    },
    "api/v1/worklist/": {"GET": for_all("clinic")},
    "api/v1/worklist/counts/": {"GET": for_all("clinic")},
    "api/v1/worklist/<uuid:item>/claim/": {"POST": for_all("item", _version, clashes=True)},
    "api/v1/worklist/<uuid:item>/assign/": {"POST": for_all("item", _version, clashes=True)},
    "api/v1/worklist/<uuid:item>/snooze/": {"POST": for_all("item", _version, clashes=True)},
    "api/v1/worklist/<uuid:item>/done/": {"POST": for_all("item", _version, clashes=True)},
    "api/v1/worklist/<uuid:item>/reopen/": {"POST": for_all("item", _version, clashes=True)},
    "api/v1/panel/": {"GET": for_all("clinic")},
    "api/v1/sync/events/": {"POST": for_all("a patient", lambda t: {"events": []})},
    "api/v1/sync/changes/": {"GET": for_all("a patient")},
}
