"""Writing: medicines, their plans, and what was taken or skipped.

Announced on the bus: `medicine.started` and `medicine.ended`, each together with `medicine.changed`;
`schedule.changed`; `intake.recorded`; `barrier.answered`; `side_effect.reported`, `.urgent` and `.settled`;
`stock.changed`. Each names the patient and the row.
"""

from mendly.medicines.services.barriers import answer_barrier
from mendly.medicines.services.calendars import make_calendar, open_calendar, revoke_calendar
from mendly.medicines.services.intakes import log_dose, record_intake, undo_intake
from mendly.medicines.services.medicines import add_medicine, change_medicine, end_medicine
from mendly.medicines.services.proposals import answer_proposal, propose_plan, withdraw_proposal
from mendly.medicines.services.reminder_choices import choose_reminders
from mendly.medicines.services.reminders import plan_rings
from mendly.medicines.services.schedules import pause_plan, resume_plan, set_schedule, set_taper
from mendly.medicines.services.side_effects import report_side_effect, withdraw_side_effect
from mendly.medicines.services.stock_notices import remind_of_refills
from mendly.medicines.services.stocks import choose_stock_reminder, record_stock, undo_stock
from mendly.medicines.services.summaries import choose_summary, sum_up_weeks
from mendly.medicines.services.warnings import hide_warning, show_warning_again

__all__ = [
    "add_medicine",
    "answer_barrier",
    "answer_proposal",
    "change_medicine",
    "choose_reminders",
    "choose_stock_reminder",
    "choose_summary",
    "end_medicine",
    "hide_warning",
    "log_dose",
    "make_calendar",
    "open_calendar",
    "pause_plan",
    "plan_rings",
    "propose_plan",
    "record_intake",
    "record_stock",
    "remind_of_refills",
    "report_side_effect",
    "resume_plan",
    "revoke_calendar",
    "set_schedule",
    "set_taper",
    "show_warning_again",
    "sum_up_weeks",
    "undo_intake",
    "undo_stock",
    "withdraw_proposal",
    "withdraw_side_effect",
]
