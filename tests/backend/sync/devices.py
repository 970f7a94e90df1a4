"""Phones that log without a network, with wrong clocks, over a network that shuffles, repeats and delays."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from mendly.clock import now
from mendly_core.doses import HybridClock, Intake, IntakeKind, Occurrence
from mendly_core.doses.intakes import PUT_OFF, SWALLOWED, answer_among, standing
from mendly_core.ids import uuid7

EVENTS, CHANGES = "/api/v1/sync/events/", "/api/v1/sync/changes/"
MINUTE = timedelta(minutes=1)
NEVER = datetime.min.replace(tzinfo=UTC)
EXTRA = "extra"
KINDS = (*(kind.value for kind in IntakeKind), EXTRA)


@dataclass
class Phone:
    """One paired phone. `off` is how far its clock is wrong; `log` all that it knows, by id."""

    name: str
    pair: Callable[[], APIClient]
    off: timedelta
    chance: random.Random
    zone: str = "Europe/Madrid"
    log: dict[UUID, Intake] = field(default_factory=dict)
    made: list[Intake] = field(default_factory=list)
    unsent: list[Intake] = field(default_factory=list)
    cursor: str = ""
    clock: HybridClock = field(init=False)
    _by_dose: defaultdict[str, list[Intake]] = field(default_factory=lambda: defaultdict(list))
    _client: APIClient | None = None
    _paired_at: datetime = NEVER

    def __post_init__(self) -> None:
        self.clock = HybridClock(self.name)

    @property
    def client(self) -> APIClient:
        """Signed in; an access token lives for minutes only."""
        if self._client is None or now() - self._paired_at > 4 * MINUTE:
            self._client, self._paired_at = self.pair(), now()
        return self._client

    @property
    def time(self) -> datetime:
        return now() + self.off

    def act(self, kind: str, dose: Occurrence) -> bool:
        """Log something of this kind, by what this phone knows; False where there is nothing to take back."""
        known = list(self._by_dose[dose.key])
        replaces: UUID | None = None
        if kind == IntakeKind.UNDONE:
            last = [entry for entry in standing(known) if entry.kind is not IntakeKind.UNDONE]
            if not last:
                return False
            replaces = last[-1].id
        elif kind in {*SWALLOWED, IntakeKind.SKIPPED}:
            answer = answer_among(known)
            replaces = answer.id if answer else None
        self._keep(kind, dose, replaces)
        return True

    def _keep(self, kind: str, dose: Occurrence, replaces: UUID | None) -> None:
        at, extra = self.time, kind == EXTRA
        milliseconds = int(at.timestamp() * 1000)
        self.clock = self.clock.tick(milliseconds)
        real_kind = IntakeKind.TAKEN if extra else IntakeKind(kind)
        named: dict[str, Any] = {
            "occurrence": dose.key,
            "schedule": dose.schedule_id,
            "local_date": dose.local_date,
            "slot": dose.slot,
            "rev": dose.rev if dose.step is not None else None,
            "step": dose.step,
        }
        entry = Intake(
            id=uuid7(milliseconds),
            kind=real_kind,
            medicine=dose.schedule.medicine,
            logged_at=at,
            device_zone=self.zone,
            hlc=str(self.clock),
            taken_at=at - self.chance.randrange(600) * MINUTE if real_kind in SWALLOWED else None,
            put_to=self._put_to(real_kind, dose, at) if real_kind in PUT_OFF else None,
            amount=Decimal("0.5") if real_kind is IntakeKind.PARTIAL else None,
            supersedes=replaces,
            **({} if extra else named),
        )
        self._note(entry)
        self.made.append(entry)
        self.unsent.append(entry)

    def _note(self, entry: Intake) -> None:
        self.log[entry.id] = entry
        if entry.occurrence is not None:
            self._by_dose[entry.occurrence].append(entry)

    def _put_to(self, kind: IntakeKind, dose: Occurrence, at: datetime) -> datetime:
        if kind is IntakeKind.SNOOZED:
            return at + self.chance.randrange(5, 120) * MINUTE
        return dose.instant + self.chance.randrange(-600, 600) * MINUTE

    def send(self, entries: Iterable[Intake]) -> list[str]:
        """One batch; gives the server's word on each."""
        batch = [
            {"id": str(each.id), "kind": "intake", "at": each.to_json()["logged_at"], "body": each.to_json()}
            for each in entries
        ]
        answer = self.client.post(EVENTS, {"events": batch}, format="json")
        assert answer.status_code == 200, answer.content
        results = answer.json()["results"]
        assert [r for r in results if r["status"] == "rejected"] == []
        return [result["status"] for result in results]

    def receive(self, cursor: str | None = None) -> None:
        """All that is new since the cursor; from an older one some comes again."""
        self.cursor = self.cursor if cursor is None else cursor
        while True:
            page = self.client.get(CHANGES, {"cursor": self.cursor, "limit": 500}).json()
            for change in page["changes"]:
                if change["kind"] == "intake":
                    self._learn(Intake.from_json(change["body"]))
            self.cursor = page["cursor"]
            if not page["has_more"]:
                return

    def _learn(self, entry: Intake) -> None:
        if entry.id in self.log:
            assert self.log[entry.id] == entry
        else:
            self._note(entry)
        self.clock = self.clock.observe(entry.hlc)
