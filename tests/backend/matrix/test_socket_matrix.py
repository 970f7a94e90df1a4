"""Every kind of event x everybody with a socket x own, foreign or absent patient, asked at delivery."""

from __future__ import annotations

from mendly.live import kinds
from tests.backend.conftest import People
from tests.backend.matrix.sockets import CATEGORIES, OF_THE_CLINIC, socket_cells
from tests.backend.matrix.world import make_world


def test_every_kind_of_event_is_declared() -> None:
    assert kinds.registered_kinds() == {*CATEGORIES, OF_THE_CLINIC}


def test_a_frame_reaches_those_who_may_see_what_it_is_about_and_nobody_else(people: People) -> None:
    world, cells = make_world(people), socket_cells()
    wrong = [cell for cell in cells if cell.may_see(world) != cell.expected]
    assert not wrong, f"{len(wrong)} wrong, first: {wrong[:12]}"
    print(f"\nsockets: {len(CATEGORIES) + 1} kinds, {len(cells)} cells, 0 wrong")


def test_a_kind_that_no_room_registered_is_never_sent(people: People) -> None:
    assert people.amara.patient is not None
    ids = {"patient": str(people.amara.patient.id)}
    assert kinds.may_see(people.amara.actor, "sync", ids)
    assert not kinds.may_see(people.amara.actor, "unheard_of", ids)
