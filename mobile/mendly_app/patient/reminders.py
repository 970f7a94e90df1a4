"""Reminders: when to ring for which dose. One ring when due, one more if nothing was logged, and "later"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mendly_app.devices.ports import Alarm, AlarmAnswer, Clock
from mendly_app.patient.acts import instant_of, instant_text
from mendly_app.patient.doses import Dose, Doses
from mendly_app.sync.store import Store

FOLLOW_UP = timedelta(minutes=30)
CATCH_UP = timedelta(minutes=30)
"""A ring that could not happen in time still makes sense for this long."""
ALARM_DAYS = 60
RENEW_DAYS = 7
RENEW = "renew"
"""The id of the alarm that asks to open the app."""
_RUNG = "rung"


@dataclass(frozen=True, slots=True)
class Ring:
    """One planned ring. `id` tells first, second and "later" rings of a dose apart."""

    id: str
    key: str
    at: datetime


class Reminders:
    """Plans rings from the doses that are still open. What has rung is remembered on disk."""

    def __init__(self, store: Store, clock: Clock, doses: Doses) -> None:
        self._store = store
        self._clock = clock
        self._doses = doses

    def coming(self) -> list[Ring]:
        """Rings of the next day or so that have not happened, those that are due now included."""
        now = self._clock.now()
        rung: dict[str, str] = self._store.kept(_RUNG, {})
        rings = [ring for ring in self._rings(now) if ring.id not in rung and ring.at >= now - CATCH_UP]
        return sorted(rings, key=lambda ring: (ring.at, ring.id))

    def ring_due(self) -> list[Ring]:
        """Take the rings that are due, once: they are noted as rung before the answer is given."""
        now = self._clock.now()
        due = [ring for ring in self.coming() if ring.at <= now]
        if due:
            known: dict[str, str] = self._store.kept(_RUNG, {})
            recent = {name: at for name, at in known.items() if _is_recent(at, now)}
            with self._store.transaction():
                self._store.keep(_RUNG, recent | {ring.id: instant_text(now) for ring in due})
        return due

    def alarms(self, text: str, buttons: tuple[str, str, str], renew: str) -> list[Alarm]:
        """The plan of the next 60 days, for the phone's own alarms; a dose rings only where it lies now.

        When a week of the plan is left, an alarm with the text `renew` asks to open the app, which plans anew.
        """
        now = self._clock.now()
        doses = self._doses.open_between(
            now.date() - timedelta(days=1), now.date() + timedelta(days=ALARM_DAYS)
        )
        times = ((dose.key, _rings_at(dose)) for dose in doses)
        alarms = [Alarm(at, key, text, buttons) for key, at in times if at > now]
        if alarms:
            alarms.append(Alarm(now + timedelta(days=ALARM_DAYS - RENEW_DAYS), RENEW, renew))
        return alarms

    def log_answers(self, answers: list[AlarmAnswer]) -> None:
        """Log what was answered on notifications. An answer to a dose that was logged already is dropped."""
        for answer in answers:
            if answer.act == "taken":
                self._doses.take(answer.id, answer.at)
            elif answer.act == "skipped":
                self._doses.skip(answer.id)

    def _rings(self, now: datetime) -> list[Ring]:
        rings: list[Ring] = []
        for dose in self._doses.open_between(now.date() - timedelta(days=1), now.date() + timedelta(days=1)):
            due, key = _rings_at(dose), dose.key
            is_snoozed = dose.state.rings_at is not None
            put_off = dose.moved or is_snoozed
            rings.append(Ring(f"{key}:{instant_text(due)}" if put_off else f"{key}:first", key, due))
            if not is_snoozed:
                second = due + FOLLOW_UP
                name = f"{key}:{instant_text(second)}" if put_off else f"{key}:second"
                rings.append(Ring(name, key, second))
        return rings


def _rings_at(dose: Dose) -> datetime:
    """Until when it was snoozed, or when it is due, where it lies now."""
    return dose.state.rings_at or dose.state.occurrence.instant


def _is_recent(text: str, now: datetime) -> bool:
    at = instant_of(text)
    return at is not None and now - at < timedelta(days=3)
