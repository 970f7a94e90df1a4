"""On a journey: what the plan's clock says and what the one here says, and what each would mean for the next dose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mendly_app.devices.ports import Clock
from mendly_app.patient.doses import Doses
from mendly_app.patient.medicines import SEARCH_DAYS, Medicine, Medicines
from mendly_app.patient.zones import PlanZone
from mendly_core.doses import Occurrence, usual_gap


@dataclass(frozen=True, slots=True)
class NextDose:
    """The next dose of a medicine by one clock. `gap`: real time since the last one taken, None when not known.

    `is_short`: under half of the usual; `is_long`: over one and a half of it.
    """

    medicine: Medicine
    at: datetime
    gap: timedelta | None
    is_short: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """The two clocks and what each brings. `example` is the next dose by the clock of the plan."""

    home: str
    here: str
    example: datetime | None
    by_home: tuple[NextDose, ...]
    by_here: tuple[NextDose, ...]


class Travel:
    """Looks at the plan by both clocks."""

    def __init__(self, clock: Clock, medicines: Medicines, doses: Doses, zone: PlanZone) -> None:
        self._clock = clock
        self._medicines = medicines
        self._doses = doses
        self._zone = zone

    def journey(self) -> Journey | None:
        """None while the clock here is that of the plan."""
        if not self._zone.differs_here():
            return None
        home, here = self._zone.name(), self._clock.zone()
        by_home, by_here = self._next(home), self._next(here)
        example = min((dose.at for dose in by_home), default=None)
        return Journey(home, here, example, by_home, by_here)

    def _next(self, zone: str) -> tuple[NextDose, ...]:
        """The next dose that is not answered of each medicine with a plan, the soonest first."""
        now = self._clock.now()
        today = now.date()
        planned = self._medicines.plan(today - timedelta(days=1), today + timedelta(days=SEARCH_DAYS), zone)
        answered = self._doses.answered_keys()
        first: dict[object, Occurrence] = {}
        for dose in planned.doses:
            if dose.instant > now and dose.key not in answered:
                first.setdefault(dose.schedule.medicine, dose)
        medicines = {medicine.id: medicine for medicine in self._medicines.all() if medicine.is_active}
        return tuple(
            self._told(medicines[dose.schedule.medicine], dose)
            for dose in first.values()
            if dose.schedule.medicine in medicines
        )

    def _told(self, medicine: Medicine, dose: Occurrence) -> NextDose:
        last = self._doses.last_taken(medicine.id)
        if last is None:
            return NextDose(medicine, dose.instant, None)
        gap = dose.instant - last
        usual = usual_gap(dose, self._medicines.schedules_of(medicine.id))
        return NextDose(medicine, dose.instant, gap, gap < usual / 2, gap > usual * 1.5)
