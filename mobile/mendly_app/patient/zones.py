"""By which clock the plan goes: that of the person's account, until they say that it follows the clock here."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from mendly_app.devices.ports import Clock
from mendly_app.patient.acts import enqueue, new_id, put_pending
from mendly_app.sync.records import RecordState
from mendly_app.sync.session import SessionKeeper
from mendly_app.sync.store import Store
from mendly_core.doses import UnknownZone
from mendly_core.doses.zones import zone_named

ZONE = "zone"
_FOLLOWED, _STAYED = "followed_zone", "stayed_home"
_HALF_A_YEAR = timedelta(days=182)
"""Two zones whose clocks agree now and then agree always, for what a plan needs."""


class PlanZone:
    """The zone of the plan, and the choice to change it. A choice holds on this phone at once."""

    def __init__(self, store: Store, clock: Clock, session: SessionKeeper) -> None:
        self._store = store
        self._clock = clock
        self._session = session

    def name(self) -> str:
        """The zone whose wall clock the plan follows."""
        account = self._account()
        followed = self._followed(account)
        for zone in (followed, account):
            if zone and _is_known(zone):
                return zone
        return self._clock.zone()

    def differs_here(self) -> bool:
        """Whether the clock on the wall here is another than that of the plan."""
        home, here, now = self.name(), self._clock.zone(), self._clock.now()
        if home == here or not _is_known(here):
            return False
        return any(
            moment.astimezone(zone_named(home)).utcoffset() != moment.astimezone(zone_named(here)).utcoffset()
            for moment in (now, now + _HALF_A_YEAR)
        )

    def is_settled(self) -> bool:
        """Whether the person said already that the plan stays with its clock while they are here."""
        return bool(self._store.kept(_STAYED) == [self.name(), self._clock.zone()])

    def stay(self) -> None:
        """The plan keeps its clock for now; who goes on to a third place is asked again."""
        with self._store.transaction():
            self._store.keep(_STAYED, [self.name(), self._clock.zone()])

    def follow(self) -> None:
        """The plan goes by the clock here from now on, and so does the person's account."""
        here, identifier = self._clock.zone(), new_id(self._clock)
        body = {"zone": here, "was": self.name()}
        followed = {"zone": here, "was": self._account(), "event": str(identifier)}
        with self._store.transaction():
            put_pending(self._store, ZONE, identifier, body)
            self._store.keep(_FOLLOWED, followed)
            self._store.keep(_STAYED, None)
            enqueue(self._store, self._clock, ZONE, identifier, body)

    def note_account(self) -> None:
        """The account came from the server: a choice that it tells itself by now needs no memory here."""
        followed: dict[str, Any] | None = self._store.kept(_FOLLOWED)
        if followed is not None and self._account() != followed["was"]:
            with self._store.transaction():
                self._store.keep(_FOLLOWED, None)

    def _followed(self, account: str) -> str:
        """The zone of a choice that the account does not tell yet; empty once it was refused or removed."""
        followed: dict[str, Any] | None = self._store.kept(_FOLLOWED)
        if followed is None or account != followed["was"]:
            return ""
        record = self._store.records.get(ZONE, followed["event"])
        stands = record is not None and record.state is not RecordState.REFUSED
        return str(followed["zone"]) if stands else ""

    def _account(self) -> str:
        records = self._store.records.all("profile")
        zone = records[0].body.get("zone") if records else None
        if isinstance(zone, str) and zone:
            return zone
        session = self._session.load()
        return session.zone if session else ""


def _is_known(zone: str) -> bool:
    try:
        zone_named(zone)
    except UnknownZone:
        return False
    return True
