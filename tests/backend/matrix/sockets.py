"""One cell of the sockets: a kind of event, whose it is, and somebody whose socket is open."""

from __future__ import annotations

from dataclasses import dataclass

from mendly.accounts.actors import actor_of_user
from mendly.live import kinds
from tests.backend.matrix.oracle import CARING, WEAK, has_rights, lacks_second_factor
from tests.backend.matrix.world import ACTORS, World

CATEGORIES = {
    "message": "messages",
    "receipt": "messages",
    "intake": "medicines",
    "medicine": "medicines",
    "course": "medicines",
    "side_effect": "medicines",
    "insight": "genes",
    "genome": "genes",
    "tumour": "tumours",
    "finding": "genes",
    "samples": "readings",
    "observation": "readings",
    "alert": "readings",
    "relationship": "sharing",
    "consent": "sharing",
    "emergency": "access_log",
    "sync": "profile",
}
"""What one must be allowed to see, to hear that something about a patient changed."""
OF_THE_CLINIC = "worklist"
NEVER_SIGNED_IN = frozenset({"anonymous"})


@dataclass(frozen=True)
class SocketCell:
    kind: str
    actor: str
    target: str

    @property
    def expected(self) -> bool:
        if self.target != "amara" or self.actor == "disabled provider":
            return False
        if self.kind == OF_THE_CLINIC:
            return self.actor in CARING - WEAK
        rights = (("view", CATEGORIES[self.kind]),)
        return has_rights(self.actor, rights) and not lacks_second_factor(self.actor, rights)

    def may_see(self, world: World) -> bool:
        """What the socket decides for one frame at the moment it is delivered."""
        user = world.users[self.actor]
        assert user is not None
        things = {"amara": world.amara, "carmen": world.carmen, "absent": world.amara.absent()}[self.target]
        actor = actor_of_user(user, second_factor=self.actor not in WEAK, via="portal")
        ids = {name: str(things.ids[name]) for name in ("patient", "item")}
        return kinds.may_see(actor, self.kind, ids)


def socket_cells() -> list[SocketCell]:
    return [
        SocketCell(kind, actor, target)
        for kind in (*CATEGORIES, OF_THE_CLINIC)
        for actor in ACTORS
        if actor not in NEVER_SIGNED_IN
        for target in ("amara", "carmen", "absent")
    ]
