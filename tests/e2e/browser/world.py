"""The ids and tokens of a running clinic that addresses need, and the people who are new to it."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.e2e.browser.visitors import Mailbox, Visitor
from tests.e2e.servers import ROOT, Server
from tests.planted_packs import pack_with, setting

NEW_PEOPLE = ("newcomer", "settled", "guarded")
RUN = secrets.token_hex(4)
"""Makes the new people's addresses new on a server that runs for longer."""


@dataclass
class World:
    """`ids` fills addresses for everyone, `own` for one person; `cookies` are those of new people."""

    ids: dict[str, str] = field(default_factory=dict)
    own: dict[str, dict[str, str]] = field(default_factory=dict)
    cookies: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def fill(self, who: str, address: str, language: str) -> str:
        return address.format(**{**self.ids, **self.own.get(who, {}), "language": language})


def look_around(server: Server) -> World:
    """Ask the clinic for its ids, let three people sign up, and send one of each kind of invitation."""
    world = World(ids={key: login.patient for key, login in server.people.items() if login.patient})
    for who in ("amara", "bo", "carmen", "sam"):
        world.own[who] = {"me": world.ids[who], **_ids_of(server, who)}
    world.own["amara"] |= {
        "care_of_imani": _all(server, "amara", "relationships/")[0]["id"],
        "help_of_dario": _all(server, "amara", "proxies/")[0]["id"],
    }
    world.own["amara"] |= _beyond_medicines(server, "amara")
    world.own["amara"]["warning"] = _warning(server, "amara")
    world.ids |= {name: world.own["amara"][name] for name in ("medicine", "schedule", "conversation")}
    world.ids["alert"] = _all(server, "bo", "alerts/")[0]["id"]
    world.ids["changes"] = _changed_answers(server)
    _let_people_in(server, world)
    _break_glass(server, "quill", "carmen")
    _break_glass(server, "jules", "sam")
    return world


def _break_glass(server: Server, who: str, patient: str) -> None:
    """A red line on this patient's pages, a line on the provider's, and something for a clinic to judge."""
    provider = server.people[who]
    visitor = Visitor(server.url)
    visitor.sign_in(provider.email, provider.password)
    why = {"reason": "cannot_answer", "words": "Found on the street, does not answer."}
    landed = visitor.fill("/emergency/", who=server.people[patient].email, **why)
    assert landed == f"/patients/{server.people[patient].patient}/", landed


def _changed_answers(server: Server) -> str:
    """Everyone goes to a pack that advises Amara otherwise, and back: the clinic has an item about it."""
    row = {"ingredient": "simvastatin", "gene1": "SLCO1B1"}
    with tempfile.TemporaryDirectory() as folder:
        pack = pack_with(
            Path(folder, "pack"), {"genes/recommendations": setting(row, {"strength": "optional"})}
        )
        for target in (str(pack), "shipped"):
            command = "import sys; from mendly.cli import main; sys.exit(main())"
            words = [sys.executable, "-c", command, "knowledge", "upgrade", "--to", target]
            paths = os.pathsep.join(str(ROOT / part) for part in ("backend", "web"))
            environment = {**server.environment, "PYTHONPATH": paths}
            subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)
    with server.client("imani") as client:
        rows = client.get("/api/v1/worklist/").json()
    return next(str(row["id"]) for row in rows if row["kind"] == "knowledge")


def _ids_of(server: Server, who: str) -> dict[str, str]:
    """Of the medicine that genes speak to (else the first), its plan, its card, and the first talk."""
    found: dict[str, str] = {}
    insights, medicines = _all(server, who, "insights/"), _all(server, who, "medicines/")
    if insights:
        found["insight"] = insights[0]["id"]
    if medicines:
        wanted = insights[0]["medicine"] if insights else None
        medicine = next((row for row in medicines if row["id"] == wanted), medicines[0])
        found["medicine"] = medicine["id"]
        if medicine["schedules"]:
            found["schedule"] = medicine["schedules"][0]["id"]
    reports = _all(server, who, "tumour-reports/")
    if reports:
        found["report"] = reports[0]["id"]
    effects = _all(server, who, "side-effects/")
    if effects:
        found["effect"] = effects[0]["id"]
    talks = _all(server, who, "conversations/")
    if talks:
        found["conversation"] = talks[0]["id"]
    return found


def _warning(server: Server, who: str) -> str:
    """One that the list of medicines raises."""
    with server.client(who) as client:
        answer = client.get(f"/api/v1/patients/{server.people[who].patient}/medicine-warnings/").json()
    return str(answer["shown"][0]["id"])


def _beyond_medicines(server: Server, who: str) -> dict[str, str]:
    """Let the person show, ask about and leave open a topic each, and write a letter; the ids of all that."""
    base = f"/api/v1/patients/{server.people[who].patient}/"
    with server.client(who) as client:
        answers = {"clots": "show", "cholesterol": "show", "iron": "ask", "movement": "hide"}
        made = client.post(f"{base}choices/", json={"answers": answers}).json()
        place = {line["category"]: line["id"] for line in made["categories"]}
        letter = client.post(f"{base}letters/", json={"gene": "CYP2C19"}).json()
    return {
        "shown": place["clots"],
        "asked": place["iron"],
        "open": place["memory"],
        "letter": letter["id"],
        "gene": letter["about"],
    }


def _all(server: Server, who: str, what: str) -> list[dict[str, Any]]:
    with server.client(who) as client:
        answer = client.get(f"/api/v1/patients/{server.people[who].patient}/{what}")
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()
    return rows


def _let_people_in(server: Server, world: World) -> None:
    mailbox = Mailbox(server.log)
    new = {who: _signed_up(server, mailbox, who) for who in NEW_PEOPLE}
    settled = new["settled"].fill("/start/", name="Noor Haddad", birth_date="1990-04-01")
    world.own["settled"] = {"me": settled.split("/")[2]}
    new["guarded"].turn_second_step_on()
    pending = Visitor(server.url)
    pending.sign_in(_email("guarded"))
    arriving = Visitor(server.url)
    arriving.sign_in(_email("settled"))
    stranger = Visitor(server.url)
    stranger.sign_up(_email("stranger"))
    world.ids["confirm_key"] = _last(mailbox.address("/accounts/confirm-email/"))
    stranger.fill("/accounts/password/reset/", email=server.people["sam"].email)
    world.ids["reset_key"] = _last(mailbox.address("/accounts/password/reset/key/"))
    _invite(server, world, mailbox)
    on_the_way = {**new, "pending": pending, "arriving": arriving}
    world.cookies = {who: visitor.cookies(server.url) for who, visitor in on_the_way.items()}


def _signed_up(server: Server, mailbox: Mailbox, who: str) -> Visitor:
    visitor = Visitor(server.url)
    visitor.sign_up(_email(who))
    visitor.fill(mailbox.address("/accounts/confirm-email/"))
    visitor.sign_in(_email(who))
    return visitor


def _invite(server: Server, world: World, mailbox: Mailbox) -> None:
    imani, amara = server.people["imani"], server.people["amara"]
    doctor, patient = Visitor(server.url), Visitor(server.url)
    doctor.sign_in(imani.email, imani.password)
    doctor.fill("/team/", email=server.people["sam"].email)
    world.ids["care"] = _last(mailbox.address("/invitation/"))
    world.ids["colleague"] = re.findall(r"/team/([0-9a-f-]{36})/end/", doctor.get("/team/"))[-1]
    doctor.fill("/team/", email=_email("newcomer"), name="Nurse Noor", profession="nurse")
    world.ids["join"] = _last(mailbox.address("/join/"))
    patient.sign_in(amara.email, amara.password)
    until = datetime.now(UTC).date() + timedelta(days=30)
    patient.fill(
        f"/p/{amara.patient}/sharing/helper/",
        name="Bo, my neighbour",
        email=server.people["bo"].email,
        scopes="view",
        until=until.isoformat(),
    )
    world.ids["help"] = _last(mailbox.address("/help-invitation/"))
    _raise_a_child(server, world, mailbox)


def _raise_a_child(server: Server, world: World, mailbox: Mailbox) -> None:
    """Dario makes the record of a child, and a new person may take it over."""
    dario = server.people["dario"]
    guardian = Visitor(server.url)
    guardian.sign_in(dario.email, dario.password)
    born = datetime.now(UTC).date() - timedelta(days=16 * 366)
    made = guardian.fill(
        "/helping/child/", name="Alba Rey", birth_date=born.isoformat(), called="Dario, my dad"
    )
    world.ids["child"] = made.split("/")[2]
    guardian.fill(f"/helping/{world.ids['child']}/key/", email=_email("newcomer"))
    world.ids["key"] = _last(mailbox.address("/your-record/"))


def _email(who: str) -> str:
    return f"{who}.{RUN}@example.org"


def _last(address: str) -> str:
    return address.rstrip("/").rsplit("/", 1)[1]
