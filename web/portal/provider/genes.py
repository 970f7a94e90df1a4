"""The technical report of a patient's genes, and the form for a laboratory's result."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from mendly.errors import BadInput, Conflict
from mendly.genome.selectors import GeneFinding, findings_of, lab_reports_of, newest_file_facts
from mendly.genome.services import enter_lab_result, lab_genes, withdraw_lab_result
from mendly.insights.selectors import insights_of
from mendly.policy import Actor, Category
from mendly.predisposition.selectors import findings_shown
from mendly_core.genes import GeneResult
from mendly_core.words import CategoryText, category_page, say
from portal.doors import actor_of, is_fragment, providers_only
from portal.patient.forms import PlainForm, refuse
from portal.provider.record import record_of
from portal.wording import active_language


class LabResultForm(PlainForm):
    gene = forms.ChoiceField(
        label=gettext_lazy("Gene"), choices=lambda: [(gene, gene) for gene in lab_genes()]
    )
    diplotype = forms.CharField(
        label=gettext_lazy("Diplotype or allele"),
        help_text=gettext_lazy("Such as *1/*2."),
        required=False,
        max_length=80,
    )
    phenotype = forms.CharField(label=gettext_lazy("Phenotype"), required=False, max_length=80)
    activity_score = forms.CharField(label=gettext_lazy("Activity score"), required=False, max_length=10)
    laboratory = forms.CharField(label=gettext_lazy("Laboratory"), max_length=120)
    method = forms.CharField(label=gettext_lazy("Method"), required=False, max_length=120)
    reported_on = forms.DateField(
        label=gettext_lazy("Date of the report"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def arguments(self) -> dict[str, object]:
        """Empty means not reported."""
        given = dict(self.cleaned_data)
        return given | {name: given[name] or None for name in ("diplotype", "phenotype", "activity_score")}


@dataclass(frozen=True, slots=True)
class GeneRow:
    """One gene of the table: what was seen, and what unseen sites could hide."""

    gene: str
    state: str
    result: str
    phenotypes: str
    scores: str
    not_seen: str
    cannot_rule_out: str
    other: str


@require_http_methods(["GET", "POST"])
@providers_only
def report(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Terms, diplotypes, what was not seen, and the guideline rows behind each card."""
    actor = actor_of(request)
    if is_fragment(request) and request.GET.get("part") == "beyond":
        return _beyond_part(request, actor, patient)
    form = LabResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_lab_result(actor, patient, **form.arguments())  # type: ignore[arg-type]
            messages.success(request, _("The result is kept. The cards are worked out again."))
            return redirect("portal:patient_genes", patient)
        except (BadInput, Conflict) as refused:
            refuse(form, refused)
    record = record_of(actor, patient)
    with_medicines = Category.MEDICINES in record.shared
    context = {
        "record": record,
        "may_check": with_medicines,
        "rows": [_row(gene, found) for gene, found in sorted(findings_of(actor, patient).items())],
        "cards": insights_of(actor, patient, active_language()) if with_medicines else [],
        "reports": lab_reports_of(actor, patient),
        "file": newest_file_facts(actor, patient),
        "beyond": _beyond(actor, patient),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portal/provider/genes.html", context, status=status)


@require_POST
@providers_only
def withdraw(request: HttpRequest, patient: UUID, lab_result: UUID) -> HttpResponse:
    withdraw_lab_result(actor_of(request), patient, lab_result)
    messages.success(request, _("The result no longer counts. The cards are worked out again."))
    return redirect("portal:patient_genes", patient)


def _beyond_part(request: HttpRequest, actor: Actor, patient: UUID) -> HttpResponse:
    """What the patient shows beyond medicines, again; nothing once the genes are no longer shared."""
    record = record_of(actor, patient)
    shown = _beyond(actor, patient) if Category.GENES in record.shared else []
    return render(request, "portal/provider/parts/beyond.html", {"record": record, "beyond": shown})


def _beyond(actor: Actor, patient: UUID) -> list[CategoryText]:
    shown = findings_shown(actor, patient).categories
    return [category_page(each.answer, active_language()) for each in shown]


def _row(gene: str, found: GeneFinding) -> GeneRow:
    result = found.result
    return GeneRow(
        gene=gene,
        state=say(f"doctor.state.{'lab' if found.from_lab else result.state}", active_language()),
        result=", ".join((*result.diplotypes, *result.variants)),
        phenotypes=", ".join(result.phenotypes),
        scores=", ".join(result.activity_scores),
        not_seen=", ".join(result.not_seen),
        cannot_rule_out=", ".join((*result.cannot_rule_out, *result.invisible)),
        other=_in_short(found.other) if found.other else "",
    )


def _in_short(result: GeneResult) -> str:
    return f"{', '.join((*result.diplotypes, *result.variants))} ({', '.join(result.phenotypes)})"
