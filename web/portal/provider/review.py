"""Afterwards: an administrator of the clinic judges what others opened in an emergency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mendly.care.emergencies import ToJudge, openings_to_judge
from mendly.care.services import judge_opening
from mendly.errors import BadInput, NotFound
from mendly.policy import Actor
from portal.doors import actor_of, providers_only
from portal.kinds import kind_words
from portal.patient.forms import PlainForm, refuse
from portal.provider.emergency import REASONS

JUDGEMENTS = (("right", gettext_lazy("It was right")), ("not_right", gettext_lazy("It was not right")))


class JudgementForm(PlainForm):
    """Each form on the page has names of its own for its fields."""

    judgement = forms.ChoiceField(
        label=gettext_lazy("Was it right to open this record?"),
        choices=JUDGEMENTS,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The patient reads this. 10 to 500 characters."),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )


@dataclass(frozen=True, slots=True)
class Case:
    """One opening as an administrator reads it. Without a `form` it is judged, or not theirs to judge."""

    opening: ToJudge
    reason: str
    looks: tuple[tuple[str, int], ...]
    form: JudgementForm | None


@require_safe
@providers_only
def review(request: HttpRequest) -> HttpResponse:
    """What waits first; below it what was judged."""
    return _page(request, actor_of(request))


@require_POST
@providers_only
def judge(request: HttpRequest, opening: UUID) -> HttpResponse:
    """Say whether it was right. A judgement stands: there is no second one."""
    actor = actor_of(request)
    form = _form_of(opening, request)
    if form.is_valid():
        try:
            judge_opening(actor, opening, **form.cleaned_data)
        except BadInput as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept. The patient can read it."))
            return redirect("portal:review_emergencies")
    return _page(request, actor, wrong=(opening, form))


def _form_of(opening: UUID, request: HttpRequest | None = None) -> JudgementForm:
    return JudgementForm(request.POST if request else None, auto_id=f"{opening}_%s")


def _page(
    request: HttpRequest, actor: Actor, *, wrong: tuple[UUID, JudgementForm] | None = None
) -> HttpResponse:
    found = openings_to_judge(actor)
    if wrong is not None and wrong[0] not in {case.line.id for case in found.waiting if not case.own}:
        raise NotFound
    facts = {
        "waiting": [_case(case, wrong) for case in found.waiting],
        "judged": [_case(case, wrong) for case in found.judged],
        "alone": found.alone,
    }
    return render(request, "portal/provider/review.html", facts, status=422 if wrong else 200)


def _case(opening: ToJudge, wrong: tuple[UUID, JudgementForm] | None) -> Case:
    line = opening.line
    form = None
    if not opening.own and not line.judgement:
        form = wrong[1] if wrong and wrong[0] == line.id else _form_of(line.id)
    return Case(opening, str(dict(REASONS).get(line.reason, "")), _looks(opening.looks.items()), form)


def _looks(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((kind_words(category), times) for category, times in counts)
