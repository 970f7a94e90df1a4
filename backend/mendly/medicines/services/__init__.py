"""Writing: medicines, their plans, and what was taken or skipped.

Announced on the bus: `medicine.started` and `medicine.ended`, each together with `medicine.changed`;
`schedule.changed`; `intake.recorded`. Each names the patient and the row.
"""

from mendly.medicines.services.intakes import log_dose, record_intake, undo_intake
from mendly.medicines.services.medicines import add_medicine, change_medicine, end_medicine
from mendly.medicines.services.proposals import answer_proposal, propose_plan, withdraw_proposal
from mendly.medicines.services.schedules import pause_plan, resume_plan, set_schedule, set_taper
from mendly.medicines.services.warnings import hide_warning, show_warning_again

__all__ = [
    "add_medicine",
    "answer_proposal",
    "change_medicine",
    "end_medicine",
    "hide_warning",
    "log_dose",
    "pause_plan",
    "propose_plan",
    "record_intake",
    "resume_plan",
    "set_schedule",
    "set_taper",
    "show_warning_again",
    "undo_intake",
    "withdraw_proposal",
]
