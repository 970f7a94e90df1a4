"""Whatever network and power do: once all is quiet, phone and server hold the same, each thing once."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from mendly_app.devices.fakes import FakeClock, MemoryVault
from mendly_app.sync.engine import Link
from mendly_app.sync.outbox import Event
from mendly_app.sync.records import RecordState
from tests.mobile.world import SUNDAY_NOON, TALK, FakeServer, Phone, ident, make_phone

FAULTS = st.lists(st.sampled_from(["", "drop", "lose", "twice", "500", "429"]), max_size=5)


class Killed(BaseException):
    """The phone's power went away: nothing may catch this."""


class SyncModel(RuleBasedStateMachine):
    """Acts, faults, kills, server changes and lost cursors in any order; at the end, quiet."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.vault = MemoryVault()
        self.clock = FakeClock(SUNDAY_NOON)
        self.server = FakeServer(self.clock)
        self.made: list[str] = []
        self.phone = self._boot(paired=True)

    def _boot(self, *, paired: bool = False) -> Phone:
        return make_phone(Path(self.folder.name), self.clock, self.server, paired=paired, vault=self.vault)

    @rule(kind=st.sampled_from(["intake", "message"]))
    def act(self, kind: str) -> None:
        identifier = ident(f"event {len(self.made)}")
        body = {"id": identifier, "conversation": TALK, "body": identifier}
        with self.phone.store.transaction():
            self.phone.store.records.put(kind, identifier, body, RecordState.PENDING)
            self.phone.store.outbox.add(Event(identifier, kind, "2026-11-22T12:00:00Z", body))
        self.made.append(identifier)

    @rule(faults=FAULTS)
    def sync(self, faults: list[str]) -> None:
        self.server.faults = faults
        self._sync()

    @rule(requests=st.integers(0, 4))
    def be_killed_between_commit_and_answer(self, requests: int) -> None:
        """The server has taken a request; the phone dies before it hears of it, and starts again."""
        left = requests
        answer = self.server._answer

        def then_die(*request: Any) -> Any:
            nonlocal left
            result = answer(*request)
            left -= 1
            if left < 0:
                raise Killed
            return result

        self.server.faults = []
        self.server._answer = then_die  # type: ignore[method-assign]
        try:
            self._sync()
        except Killed:
            pass
        finally:
            del self.server._answer
        self.phone.store.close()
        self.phone = self._boot()

    @rule(number=st.integers(0, 5), gone=st.booleans())
    def change_on_the_server(self, number: int, gone: bool) -> None:
        body = None if gone else {"name": f"version {self.server.seq}"}
        self.server.document("medicine", ident(f"medicine {number}"), body)

    @rule()
    def forget_cursors(self) -> None:
        self.server.changes = [change for change in self.server.changes if not change["deleted"]]
        self.server.forget_cursors()

    def teardown(self) -> None:
        if not hasattr(self, "phone"):
            return
        self.server.faults = []
        assert self._sync() is Link.ONLINE
        self._check()
        self.phone.store.close()
        self.folder.cleanup()

    def _check(self) -> None:
        assert self.server.arrivals == self.made
        assert self.phone.store.outbox.waiting() == 0
        documents = {
            (change["kind"], change["id"]): change["body"]
            for change in self.server.changes
            if not change["deleted"]
        }
        for kind in ("medicine", "message", "intake"):
            here = {record.id: record.body for record in self.phone.store.records.all(kind)}
            there = {key: body for (kind_there, key), body in documents.items() if kind_there == kind}
            assert here == there
            assert {r.state for r in self.phone.store.records.all(kind)} <= {RecordState.SYNCED}

    def _sync(self) -> Link:
        return asyncio.run(self.phone.companion.engine.sync_once())


TestSyncModel = SyncModel.TestCase
TestSyncModel.settings = settings(
    max_examples=40,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
