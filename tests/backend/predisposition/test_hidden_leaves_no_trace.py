"""Findings in categories that the patient hides, is asked about, or left open: every answer to everyone is searched.

Stronger still: each answer is the same, byte for byte, as if the findings were not in the file at all.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Container, Iterator, Mapping
from urllib.parse import urlencode
from uuid import UUID

import pytest
import time_machine
from django.db import transaction

from mendly.clock import now
from mendly.genome.models import StoredCalls
from mendly.live.models import Event
from mendly.predisposition.models import Letter
from mendly.predisposition.places import category_place, finding_place
from mendly.predisposition.services import write_letter
from mendly_core.stored_calls import packed, read_all_places
from tests.backend.conftest import People
from tests.backend.matrix.cells import DECLARED, address_of
from tests.backend.matrix.world import World, make_world
from tests.backend.predisposition.files import COELIAC, NO_E4, ONE_E4, ONE_F5, dna, give_file
from tests.backend.predisposition.test_choices import pick

WHO = {"owner": "amara", "provider": "imani", "proxy": "dario"}
UNSEEN = {"memory": "hide", "clots": "ask", "coeliac": ""}
"""Each holds a finding: the first hidden, the second asked about, the third without an answer."""
RESULT = (
    *("APOE", "rs429358", "rs7412", "45411941", "44908684", "45412079", "e4 form", "one_e4", "C130R"),
    *("rs6025", "Leiden", "169549811", "169519049", "in F5", "one_f5"),
    *("HLA-DQA1", "rs2187668", "32638107", "32605884", "DQ2.5", "coeliac.marker"),
)
NAMES = ("Alzheimer", "memory", "lood clots", "eliac")
FINDINGS = (
    ("memory", "memory", "memory.one_e4"),
    ("clots", "clots", "clots.one_f5"),
    ("coeliac", "coeliac", "coeliac.marker"),
)
NOTHING_FOUND = {**NO_E4, "rs6025": "CC", "rs2187668": "CC"}
NEW_EACH_TIME = re.compile(
    r'name="(?:csrfmiddlewaretoken|entry|id)" value="[^"]*"|"X-CSRFToken":"[^"]*"|term-\w+-[0-9a-f]{8}'
    r'|/plans?/[0-9a-f-]{36}/|value="[^"]*" id="id_entry"|name="entry"[^>]*'
)
OWN_TO_EACH_ANSWER = {"X-Request-Id"}
PARTS = ("why", "genes", "talk", "chart", "doses", "readings")


@pytest.fixture
def world(people: People, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The number beside the menu tells nothing of genes and would cost a fifth of the time."""
    monkeypatch.setattr("portal.context.open_count", lambda actor: 0)
    with time_machine.travel(now(), tick=False):
        world = make_world(people)
        give_file(people.amara, {**ONE_E4, **ONE_F5, **COELIAC})
        yield world


def patient_of(world: World) -> UUID:
    assert world.people.amara.patient is not None
    return world.people.amara.patient.id


def addresses(world: World) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address that answers a GET, with Amara's things in it, whole and as a fragment."""
    for route, methods in DECLARED.items():
        if "GET" in methods and route != "metrics":  # which counts what everyone asks
            need = methods["GET"]
            query = urlencode(need.body(world.amara) if need.body else {})
            address = address_of(route, need, world.amara)
            yield f"{address}?{query}" if query else address, {}
            if "/genes/" in route:
                yield address, {"HX-Request": "true"}
    for category in UNSEEN:
        own = f"/p/{patient_of(world)}/genes/beyond/{category_place(patient_of(world), category)}/"
        yield own, {}
        yield own, {"HX-Request": "true"}
    for part in PARTS:
        yield f"/patients/{patient_of(world)}/?part={part}", {"HX-Request": "true"}
    yield f"/patients/{patient_of(world)}/genes/?part=beyond", {"HX-Request": "true"}


def crawl(world: World, who: str, only: Container[str] | None = None) -> dict[str, str]:
    """What this person gets from every address, headers and all, and their events. Leaves nothing behind.

    `only`: of these addresses and no others.
    """
    client, found = world.clients[who], {}
    with transaction.atomic():
        for address, headers in addresses(world):
            if only is not None and address not in only:
                continue
            answer = client.get(address, headers=headers)
            kept = sorted(item for item in answer.headers.items() if item[0] not in OWN_TO_EACH_ANSWER)
            text = f"{answer.status_code} {kept} {answer.content.decode(errors='replace')}"
            found[f"{address} {headers}"] = NEW_EACH_TIME.sub("", text)
        transaction.set_rollback(True)
    user = getattr(world.people, WHO[who]).user.id
    events = Event.objects.filter(user=user).order_by("seq").values_list("seq", "kind", "ids")
    found["events"] = json.dumps(list(events), default=str)
    return found


def traces(world: World, who: str, answers: Mapping[str, str]) -> set[str]:
    """Addresses whose answer tells a result; a name counts too, but where the patient chooses by name."""
    patient = patient_of(world)
    ids = [str(finding_place(patient, *finding)) for finding in FINDINGS]
    choosing = (f"/p/{patient}/genes/beyond/", f"/api/v1/patients/{patient}/choices/")
    found = set()
    for address, text in answers.items():
        names = () if who == "owner" and address.startswith(choosing) else NAMES
        if any(word in text for word in (*RESULT, *ids, *names)):
            found.add(address.split()[0])
    return found


def traces_for_everyone(world: World, only: Container[str] | None = None) -> dict[str, set[str]]:
    return {who: traces(world, who, crawl(world, who, only)) for who in WHO}


def everyone_without_it(world: World) -> Mapping[str, dict[str, str]]:
    """The same crawl, with the kept places of a file that shows no such change."""
    with transaction.atomic():
        row = StoredCalls.objects.get(patient=patient_of(world))
        row.calls = packed(read_all_places(io.BytesIO(dna(NOTHING_FOUND))))
        row.save(update_fields=["calls"])
        found = {who: crawl(world, who) for who in WHO}
        transaction.set_rollback(True)
    return found


def test_what_is_not_shown_leaves_no_trace_for_anyone(world: World) -> None:
    pick(world.people.amara, **{category: choice for category, choice in UNSEEN.items() if choice})
    answers, without = {who: crawl(world, who) for who in WHO}, everyone_without_it(world)
    assert all(len(found) > 80 for found in answers.values())
    assert {who: traces(world, who, answers[who]) for who in WHO} == {who: set() for who in WHO}
    for who in WHO:
        assert {each for each in answers[who] if answers[who][each] != without[who][each]} == set(), who


def test_shown_it_is_there_and_hidden_it_is_gone_again(world: World) -> None:
    amara, patient = world.people.amara, patient_of(world)
    topic = f"/p/{patient}/genes/beyond/{category_place(patient, 'memory')}/"
    pick(amara, memory="show")
    letter = write_letter(
        amara.actor, patient, finding=finding_place(patient, *FINDINGS[0]), confirmed=False, language="en"
    )
    findings, letters = f"/api/v1/patients/{patient}/findings/", f"/api/v1/patients/{patient}/letters/"
    shown = traces_for_everyone(world)
    assert shown["owner"] == {topic, findings, letters, f"/p/{patient}/genes/letters/"}
    clinic = f"/patients/{patient}/genes/"
    assert shown["provider"] == {findings, clinic, f"{clinic}?part=beyond"}
    assert shown["proxy"] == set()
    pick(amara, memory="hide")
    assert traces_for_everyone(world, set.union(*shown.values())) == {who: set() for who in WHO}
    assert not Letter.objects.filter(id=letter.id).exists()
    assert world.clients["owner"].get(f"/p/{patient}/genes/letters/{letter.id}/").status_code == 404
