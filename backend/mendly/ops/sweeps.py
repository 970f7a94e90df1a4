"""Which sweeps run at each tick, by name. Each finds over rows what a lost task or a dead worker left undone."""

from __future__ import annotations

from collections.abc import Callable

from mendly.alerts.escalation import escalate_unanswered
from mendly.alerts.services import sweep_missed_evaluations
from mendly.care.services import mail_notices
from mendly.genome.services import sweep_unread_files
from mendly.insights.services import sweep_stale_cards
from mendly.leaving.services import erase_due, forget_old_receipts, sweep_exports
from mendly.live.services import sweep_old_events
from mendly.medicines.services import plan_rings, remind_of_refills, sum_up_weeks
from mendly.notify.services import deliver_due, fire_due_buckets, forget_old_buckets, forget_old_deliveries
from mendly.ops.sessions import forget_old_sessions
from mendly.vault.files import sweep_orphan_blobs
from mendly.worklist.services import sweep_untold_items

SWEEPS: dict[str, Callable[[], object]] = {
    "genome": sweep_unread_files,
    "insights": sweep_stale_cards,
    "alerts": sweep_missed_evaluations,
    "escalation": escalate_unanswered,
    "worklist": sweep_untold_items,
    "live": sweep_old_events,
    "weeks": sum_up_weeks,
    "refills": remind_of_refills,
    "rings": plan_rings,
    "reminders": fire_due_buckets,
    "deliveries": deliver_due,
    "emergency notices": mail_notices,
    "old deliveries": forget_old_deliveries,
    "old buckets": forget_old_buckets,
    "orphan files": sweep_orphan_blobs,
    "old sessions": forget_old_sessions,
    "erasures": erase_due,
    "exports": sweep_exports,
    "old receipts": forget_old_receipts,
}
