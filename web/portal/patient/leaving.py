"""Taking one's data along, and being erased: asked for, thought over, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mendly.accounts.selectors import patient_of_user, provider_of_user
from mendly.care.selectors import records_to_hand_over
from mendly.errors import NotFound
from mendly.leaving.answers import as_attachment
from mendly.leaving.selectors import erasure_of, erasure_of_account, exports_of, receipt_of
from mendly.leaving.services import (
    ask_account_erasure,
    ask_erasure,
    ask_export,
    cancel_account_erasure,
    cancel_erasure,
    fetch_export,
    stop_export,
)
from portal.doors import actor_of, patients_only, signed_in, user_of
from portal.patient.whose import Whose, show, whose

if TYPE_CHECKING:
    from mendly.leaving.models import ErasureReceipt, Export

IN_THE_MAKING = frozenset({"asked", "building"})
KINDS = {
    "medicines": frozenset({"medicines"}),
    "readings": frozenset({"vitals", "alerts"}),
    "genes": frozenset({"genome", "insights", "predisposition"}),
    "messages": frozenset({"messaging"}),
    "sharing": frozenset({"care", "consent"}),
    "files": frozenset({"vault"}),
}
"""What a receipt counts, by the rooms in which it lay; all other rows are counted as of the account."""


@require_safe
@signed_in
def find(request: HttpRequest) -> HttpResponse:
    """Where the letters lead: to this page of one's own record, or of the account of who has none."""
    user, actor = user_of(request), actor_of(request)
    own = patient_of_user(user.pk)
    if own is not None:
        return redirect("portal:leaving", own)
    at_work = provider_of_user(user.pk) is not None
    erasure = None if at_work else erasure_of_account(actor)
    day = erasure and erasure.due_at.astimezone(user.zone_info)
    facts = {
        "at_work": at_work,
        "erasure": erasure,
        "erasure_day": day,
        "looks_after": bool(records_to_hand_over(user.pk)),
    }
    return render(request, "portal/account/leaving.html", facts)


@require_POST
@signed_in
def erase_account(request: HttpRequest) -> HttpResponse:
    """Of who has no record."""
    ask_account_erasure(actor_of(request))
    messages.success(request, _("We sent you an e-mail about this. You have 7 days to think."))
    return redirect("portal:find_leaving")


@require_POST
@signed_in
def keep_account(request: HttpRequest) -> HttpResponse:
    cancel_account_erasure(actor_of(request))
    messages.success(request, _("Your account stays. We erase nothing."))
    return redirect("portal:find_leaving")


@require_safe
@patients_only
def leaving(request: HttpRequest, patient: UUID) -> HttpResponse:
    return _page(request, whose(request, patient))


@require_POST
@patients_only
def take_along(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Ask for an archive. Its passphrase is on this one answer and nowhere else."""
    record = whose(request, patient)
    asked = ask_export(record.actor, patient)
    answer = _page(request, record, passphrase=asked.passphrase)
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@patients_only
def save_file(request: HttpRequest, patient: UUID, export: UUID) -> StreamingHttpResponse:
    return as_attachment(fetch_export(whose(request, patient).actor, patient, export))


@require_POST
@patients_only
def stop(request: HttpRequest, patient: UUID, export: UUID) -> HttpResponse:
    stop_export(whose(request, patient).actor, patient, export)
    messages.success(request, _("We removed it."))
    return redirect("portal:leaving", patient)


@require_POST
@patients_only
def erase(request: HttpRequest, patient: UUID) -> HttpResponse:
    ask_erasure(whose(request, patient).actor, patient)
    messages.success(request, _("We sent you an e-mail about this. You have 7 days to think."))
    return redirect("portal:leaving", patient)


@require_POST
@patients_only
def keep(request: HttpRequest, patient: UUID) -> HttpResponse:
    cancel_erasure(whose(request, patient).actor, patient)
    messages.success(request, _("Your account stays. We erase nothing."))
    return redirect("portal:leaving", patient)


@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever has the link; says the same of a wrong one as of one that is too early or too old."""
    try:
        found = receipt_of(token)
    except NotFound:
        return render(request, "portal/public/receipt.html", {})
    facts = {"receipt": found, "counts": _counts(found)}
    return render(request, "portal/public/receipt.html", facts)


def _page(request: HttpRequest, record: Whose, *, passphrase: str = "") -> HttpResponse:
    exports = exports_of(record.actor, record.patient)
    erasure = erasure_of(record.actor, record.patient)
    facts = {
        "heading": _("Take your data, or leave"),
        "making": next((row for row in exports if row.state in IN_THE_MAKING), None),
        "ready": next((row for row in exports if row.state == "ready"), None),
        "failed": _has_failed(exports),
        "passphrase": passphrase,
        "erasure": erasure,
        "erasure_day": erasure and record.local(erasure.due_at),
        "back_url": reverse("portal:sharing", args=[record.patient]),
        "back_words": _("Sharing and privacy"),
    }
    return show(request, record, "leaving/page", facts)


def _has_failed(exports: list[Export]) -> bool:
    return bool(exports) and exports[0].state == "failed"


def _counts(receipt: ErasureReceipt) -> list[tuple[str, int]]:
    names = {
        "medicines": _("Medicines and doses"),
        "readings": _("Readings and alerts"),
        "genes": _("DNA files and what they showed"),
        "messages": _("Messages"),
        "sharing": _("Care team, helpers and decisions"),
        "files": _("Stored files"),
        "account": _("Your account and how you signed in"),
    }
    totals = dict.fromkeys(names, 0)
    for label, count in receipt.counts.items():
        room = label.partition(".")[0]
        totals[next((kind for kind, rooms in KINDS.items() if room in rooms), "account")] += count
    return [(names[kind], count) for kind, count in totals.items() if count]
