"""The app without its screens: the store, the patient's rooms, syncing, reminders. Screens are given one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from mendly_app.devices.ports import Devices, KeyVault
from mendly_app.locale import Catalogue, catalogue
from mendly_app.patient.account import ERASED, PROFILE, Account
from mendly_app.patient.adding import Adding
from mendly_app.patient.alerts import Alerts
from mendly_app.patient.beyond import Beyond
from mendly_app.patient.days import day_of_change
from mendly_app.patient.doses import Doses
from mendly_app.patient.entries import Entries
from mendly_app.patient.extras import Extras
from mendly_app.patient.insights import Insights
from mendly_app.patient.intakes import INTAKE
from mendly_app.patient.medicines import MEDICINE, OWN_PLAN, SCHEDULE, Medicines
from mendly_app.patient.messages import Messages
from mendly_app.patient.preferences import LANGUAGES, Preferences, load_preferences, save_preferences
from mendly_app.patient.readings import Readings
from mendly_app.patient.reminders import Reminders
from mendly_app.patient.travel import Travel
from mendly_app.patient.walking import Walking
from mendly_app.patient.zones import ZONE, PlanZone
from mendly_app.sync.api import Api
from mendly_app.sync.engine import LIVE_SEQ, RECORD_OF_EVENT, Engine, Link, Status
from mendly_app.sync.live import Connect, Live, live_address, open_socket
from mendly_app.sync.outbox import CHANGED as OUTBOX_CHANGED
from mendly_app.sync.outbox import SetAside
from mendly_app.sync.records import RecordState
from mendly_app.sync.session import StoredSession
from mendly_app.sync.store import KeyLost, Store, WrongSchema, discard_store, open_store

REMINDER_SECONDS = 5.0
"""How often due reminders are looked for while the app runs."""
CLOCK_WRONG_FROM = timedelta(minutes=5)
PLANNING_KINDS = frozenset({SCHEDULE, MEDICINE, OWN_PLAN, INTAKE, PROFILE, ZONE})
VIBRATE_SECONDS = 0.6
LOOP_PAUSE_SECONDS = 5.0

log = logging.getLogger("mendly.phone")


@dataclass(frozen=True, slots=True)
class Opened:
    """A store, and how many unsent entries were lost with a lost key (None: no key was lost)."""

    store: Store
    lost: int | None = None


def open_phone(folder: Path, vault: KeyVault) -> Opened:
    """Open this phone's store. Unreadable or signed-out ones are replaced by an empty one with a new key."""
    try:
        store = open_store(folder, vault.key())
    except (KeyLost, WrongSchema) as problem:
        lost = problem.unsent if isinstance(problem, KeyLost) else 0
        return Opened(_fresh_store(folder, vault), lost)
    if not store.kept(ERASED, False):
        return Opened(store)
    preferences = load_preferences(store)
    store.close()
    store = _fresh_store(folder, vault)
    save_preferences(store, preferences)
    return Opened(store)


def _fresh_store(folder: Path, vault: KeyVault) -> Store:
    discard_store(folder)
    vault.forget()
    return open_store(folder, vault.key())


async def _kept_up(loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a loop for ever: a mistake in one round must not silence syncing or reminders."""
    while True:
        try:
            await loop()
        except Exception as problem:
            log.error("a loop failed: %s in %s", type(problem).__name__, loop.__name__)
        await asyncio.sleep(LOOP_PAUSE_SECONDS)


class Companion:
    """Everything that screens ask and tell. `transport` and `connect` are the ways out to the network."""

    def __init__(
        self,
        opened: Opened,
        devices: Devices,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        connect: Connect = open_socket,
    ) -> None:
        store, clock = opened.store, devices.clock
        session = StoredSession(store)
        self.store = store
        self.devices = devices
        self.lost = opened.lost
        self._connect = connect
        self.api = Api(session, now=clock.now, transport=transport)
        self.account = Account(store, session, self.api, devices.identity)
        self.zone = PlanZone(store, clock, session)
        self.medicines = Medicines(store, clock)
        self.adding = Adding(store, clock, self.zone)
        entries = Entries(store, clock, session)
        self.doses = Doses(clock, self.medicines, entries, self.zone)
        self.extras = Extras(store, clock, self.medicines, entries, self.zone)
        self.travel = Travel(clock, self.medicines, self.doses, self.zone)
        self.insights = Insights(store)
        self.beyond = Beyond(self.api)
        self.alerts = Alerts(store)
        self.messages = Messages(store, clock, session)
        self.readings = Readings(store, clock)
        self.reminders = Reminders(store, clock, self.doses)
        self.engine = Engine(store, self.api, clock.now, on_status=self._on_status, day_of=day_of_change)
        self._status_listeners: list[Callable[[], None]] = []
        self._kind_listeners: list[Callable[[str], None]] = []
        self._paired = asyncio.Event()
        self._listen_again = asyncio.Event()
        self._waiting = store.outbox.waiting()
        self._steps_wanted = asyncio.Event()
        self._in_front = True
        self._live: Live | None = None
        store.subscribe(self._on_change)

    # What screens ask

    @property
    def preferences(self) -> Preferences:
        return load_preferences(self.store)

    @property
    def language(self) -> str:
        """The person's choice, else that of the account, else that of the phone."""
        for language in (
            self.preferences.language,
            self.account.profile().language,
            self.devices.identity.language,
        ):
            if language in LANGUAGES:
                return language
        return LANGUAGES[0]

    @property
    def words(self) -> Catalogue:
        return catalogue(self.language)

    @property
    def status(self) -> Status:
        return self.engine.status

    @property
    def clock_is_wrong(self) -> bool:
        """Whether this phone's clock is so far off that logged times would be wrong."""
        return abs(self.engine.status.skew) > CLOCK_WRONG_FROM

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each change of status. The answer ends it."""
        self._status_listeners.append(listener)
        return lambda: self._status_listeners.remove(listener)

    @property
    def in_front(self) -> bool:
        """Whether the person has the app before them."""
        return self._in_front

    def hear(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call `listener` with the kind of each live frame. The answer ends it."""
        self._kind_listeners.append(listener)
        return lambda: self._kind_listeners.remove(listener)

    # What screens tell

    def prefer(self, preferences: Preferences) -> None:
        save_preferences(self.store, preferences)
        self._mind_steps()

    def send_again(self, item: SetAside) -> None:
        """Queue an event once more that the server refused."""
        with self.store.transaction():
            for one in self._with_what_hangs_on(item):
                self.store.outbox.queue_again(one.event)
                self._mark(one, RecordState.PENDING)
        self.engine.kick()

    def give_up(self, item: SetAside) -> None:
        """Drop an event that the server refused, and what it showed."""
        with self.store.transaction():
            for one in self._with_what_hangs_on(item):
                self.store.outbox.remove(one.event.id)
                if kind := RECORD_OF_EVENT.get(one.event.kind):
                    self.store.records.delete(kind, one.event.id)

    async def pair(self, address: str, code: str) -> None:
        """Raises `PairingFailed`."""
        await self.account.pair(address, code)
        self.lost = None
        self._paired.set()
        self._listen_again.set()
        self.engine.kick()

    async def sign_out(self) -> None:
        await self.account.sign_out()
        self.devices.alarms.plan([])
        self._paired.clear()
        await self.engine.sync_once()

    def pause(self) -> None:
        """The app leaves the front."""
        self._in_front = False
        self._mind_steps()

    def resume(self) -> None:
        """The app is in front again: take up what happened meanwhile."""
        self._in_front = True
        self._mind_steps()
        self.take_up_alarms()
        self.network_is_back()

    def network_is_back(self) -> None:
        """Do not wait out the pauses that failures have made long."""
        self._listen_again.set()
        if self._live is not None:
            self._live.retry_now()
        self.engine.backoff.reset()
        self.engine.kick()

    # What runs by itself

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Sync, listen, remind and count while the block runs."""
        if self.account.is_signed_in():
            self._paired.set()
        self._mind_steps()
        self.take_up_alarms()
        self.engine.kick()
        loops = (self.engine.run, self._listen_live, self._remind, self._count_steps)
        tasks = [asyncio.create_task(_kept_up(loop)) for loop in loops]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.api.close()

    def take_up_alarms(self) -> None:
        """Log what was answered on notifications, and plan the phone's own alarms anew."""
        self.reminders.log_answers(self.devices.alarms.answers())
        self._plan_alarms()

    def remind(self) -> int:
        """Ring for the doses that are due; how many. The text is fixed: it shows on the lock screen."""
        due = self.reminders.ring_due()
        if due and not self.devices.alarms.ring_by_themselves():
            words = self.words
            self.devices.notifier.show(words("app.name"), words("reminder.text"))
            self.devices.vibrator.vibrate(VIBRATE_SECONDS)
        return len(due)

    async def _listen_live(self) -> None:
        while True:
            await self._paired.wait()
            session = self.account.session()
            if session is not None:
                self._live = self._listener(session.server)
                await self._live.run()
                self._live = None
            if self.account.is_signed_in():
                self._listen_again.clear()
                await self._listen_again.wait()
            else:
                self._paired.clear()
                await self.engine.sync_once()

    def _listener(self, server: str) -> Live:
        return Live(
            live_address(server),
            token=self.api.access_token,
            renew=self.api.renew,
            last_seq=lambda: self.store.kept(LIVE_SEQ, 0),
            on_hint=self.engine.kick,
            connect=self._connect,
            on_kind=self._on_kind,
        )

    async def _remind(self) -> None:
        while True:
            self.remind()
            await asyncio.sleep(REMINDER_SECONDS)

    async def _count_steps(self) -> None:
        while True:
            await self._steps_wanted.wait()
            walking = Walking(self.devices.accelerometer, self.devices.clock, self.readings)
            counting = asyncio.create_task(walking.run())
            try:
                while self._steps_wanted.is_set():
                    await asyncio.sleep(1.0)
            finally:
                counting.cancel()
                with suppress(asyncio.CancelledError):
                    await counting

    def _mind_steps(self) -> None:
        if self._in_front and self.preferences.count_steps:
            self._steps_wanted.set()
        else:
            self._steps_wanted.clear()

    def _plan_alarms(self) -> None:
        words = self.words
        buttons = (words("reminder.taken"), words("reminder.later"), words("reminder.skip"))
        self.devices.alarms.plan(
            self.reminders.alarms(words("reminder.text"), buttons, words("reminder.renew"))
        )

    def _on_change(self, kinds: frozenset[str]) -> None:
        if SCHEDULE in kinds:
            self.medicines.forget_told_plans()
        if PROFILE in kinds:
            self.zone.note_account()
        if kinds & PLANNING_KINDS:
            self._plan_alarms()
        if OUTBOX_CHANGED in kinds:
            before, self._waiting = self._waiting, self.store.outbox.waiting()
            if self._waiting > before:
                self.engine.kick()

    def _on_status(self, status: Status) -> None:
        if status.link is Link.SIGNED_OUT and not self.account.is_signed_in():
            self._paired.clear()
        for listener in tuple(self._status_listeners):
            listener()

    def _on_kind(self, kind: str) -> None:
        for listener in tuple(self._kind_listeners):
            listener(kind)

    def _with_what_hangs_on(self, item: SetAside) -> list[SetAside]:
        """The entry, and for a medicine what was refused about it: its plan and its doses."""
        if item.event.kind != MEDICINE:
            return [item]
        others = (one for one in self.store.outbox.set_aside() if one.event.id != item.event.id)
        return [item, *(one for one in others if one.event.body.get("medicine") == item.event.id)]

    def _mark(self, item: SetAside, state: RecordState) -> None:
        if kind := RECORD_OF_EVENT.get(item.event.kind):
            self.store.records.set_state(kind, item.event.id, state)
