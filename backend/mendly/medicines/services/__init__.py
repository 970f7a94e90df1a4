"""Writing: medicines, their plans, and what was taken or skipped.

Announced on the bus: `medicine.started` and `medicine.ended`, each together with `medicine.changed`;
`schedule.changed`; `intake.recorded`. Each names the patient and the row.
"""

from mendly.medicines.services.calendars import make_calendar, open_calendar, revoke_calendar
from mendly.medicines.services.intakes import log_dose, record_intake, undo_intake
from mendly.medicines.services.medicines import add_medicine, change_medicine, end_medicine
from mendly.medicines.services.schedules import set_schedule

__all__ = [
    "add_medicine",
    "change_medicine",
    "end_medicine",
    "log_dose",
    "make_calendar",
    "open_calendar",
    "record_intake",
    "revoke_calendar",
    "set_schedule",
    "undo_intake",
]
