"""How it goes with the medicines: in plain lines, what made it hard, the weeks summed up."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mendly.clock import new_id
from mendly.errors import BadInput
from mendly.medicines.barriers import BarrierQuestion, barrier_questions_of
from mendly.medicines.courses import SPANS, MedicineFacts, course_of
from mendly.medicines.services import answer_barrier, choose_summary
from mendly.medicines.services.barriers import LONGEST_WORDS
from mendly.medicines.summaries import Choice, Week, summary_choice_of, weeks_of
from mendly.policy import Action, Category, may, would_need_proof
from mendly.problems import confirm_url
from mendly_core.doses.courses import Barrier
from mendly_core.words import say
from portal.course_words import miss_map_of, plain_lines
from portal.doors import is_fragment, patients_only
from portal.patient.forms import PlainForm
from portal.patient.whose import Whose, show, whose
from portal.wording import active_language


class AnswerForm(PlainForm):
    """`entry` is the answer's id: sent twice, it is there once."""

    entry = forms.UUIDField()
    medicine = forms.UUIDField()
    answer = forms.ChoiceField(choices=[(each.value, each.value) for each in Barrier])
    words = forms.CharField(max_length=LONGEST_WORDS, required=False)


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its answers to tick; `entry` is the id that the answer gets."""

    about: BarrierQuestion
    sentence: str
    answers: tuple[tuple[str, str], ...]
    entry: UUID


@dataclass(frozen=True, slots=True)
class MedicineLines:
    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekLines:
    week: Week
    lines: tuple[str, ...]


def questions_for(record: Whose) -> list[Question]:
    """For whoever may answer."""
    if not record.may_log:
        return []
    language = active_language()
    answers = tuple((each.value, say(f"barriers.{each.value}", language)) for each in Barrier)
    return [
        Question(one, say("barriers.ask", language, medicine=one.name), answers, new_id())
        for one in barrier_questions_of(record.actor, record.patient)
    ]


@require_safe
@patients_only
def progress(request: HttpRequest, patient: UUID) -> HttpResponse:
    """`?days=` 7, 30 or 90."""
    record = whose(request, patient)
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else SPANS[0]
    found = course_of(record.actor, patient, days)
    facts = {
        "heading": _("How it goes"),
        "back_url": reverse("portal:medicines", args=[patient]),
        "back_words": _("All medicines"),
        "days": days,
        "ranges": SPANS,
        "lines": plain_lines(found.facts),
        "misses": miss_map_of("all", _("When doses stayed open"), found.facts.misses),
        "medicines": [_medicine(part) for part in found.medicines],
        "questions": questions_for(record)[:1],
        "weeks": [_week(week) for week in weeks_of(record.actor, patient, most=4)],
        **_choice(record),
    }
    return show(request, record, "course/part" if is_fragment(request) else "course/page", facts)


@require_POST
@patients_only
def answer(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Keep why it was hard. A side effect leads on to the page where it is told."""
    record, form = whose(request, patient), AnswerForm(request.POST)
    if not form.is_valid():
        raise BadInput(_("Please choose one answer."))
    given = form.cleaned_data
    barrier, language = Barrier(given["answer"]), active_language()
    answer_barrier(
        record.actor, patient, given["medicine"], barrier, words=given["words"], answer_id=given["entry"]
    )
    if barrier is Barrier.SIDE_EFFECT:
        messages.success(request, say("barriers.tell_effect", language))
        return redirect(f"{reverse('portal:add_side_effect', args=[patient])}?medicine={given['medicine']}")
    silent = barrier is Barrier.NOT_SAID
    messages.success(request, say("barriers.thanks_not_said" if silent else "barriers.thanks", language))
    return redirect("portal:course", patient)


@require_POST
@patients_only
def choose(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Switch the weekly summary on or off, for oneself and on the care team's page."""
    record = whose(request, patient)
    wanted = request.POST.getlist("for")
    choose_summary(record.actor, patient, mine="mine" in wanted, team="team" in wanted)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("portal:course", patient)


def _choice(record: Whose) -> dict[str, object]:
    """The switch, for whoever decides about sharing; opening it to the team takes a proof of now."""
    if not may(record.actor, Action.WITHDRAW, record.patient, Category.SHARING):
        return {"choice": None}
    choice: Choice = summary_choice_of(record.actor, record.patient)
    needs_proof = would_need_proof(record.actor, Action.SHARE, record.patient, Category.SHARING)
    page = reverse("portal:course", args=[record.patient])
    return {
        "choice": choice,
        "confirm_url": confirm_url(page) if needs_proof and not choice.team else "",
    }


def _medicine(part: MedicineFacts) -> MedicineLines:
    return MedicineLines(part.name, tuple(plain_lines(part.facts)))


def _week(week: Week) -> WeekLines:
    language, lines = active_language(), []
    if week.full_days.counted:
        full = {"full": week.full_days.full, "days": week.full_days.counted}
        lines.append(say("course.full_days", language, **full))
    if week.doses.settled:
        lines.append(say("course.doses", language, taken=week.doses.taken, doses=week.doses.settled))
    if week.doses.no_data:
        lines.append(say("course.unknown", language, doses=week.doses.no_data))
    return WeekLines(week, tuple(lines) or (say("course.empty", language),))
