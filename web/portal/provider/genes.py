"""The technical report of a patient's genes, and the form for a laboratory's result."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mendly.errors import BadInput
from mendly.genome.selectors import findings_of, lab_reports_of, newest_file_facts
from mendly.genome.services import LAB_GENES, enter_lab_result
from mendly.insights.selectors import insights_of
from mendly.policy import Action, Category, may
from portal.doors import actor_of, providers_only
from portal.provider.record import record_of


class LabResultForm(forms.Form):
    gene = forms.ChoiceField(label=gettext_lazy("Gene"), choices=[(gene, gene) for gene in LAB_GENES])
    diplotype = forms.CharField(label=gettext_lazy("Diplotype or allele"), required=False, max_length=80)
    phenotype = forms.CharField(label=gettext_lazy("Phenotype"), required=False, max_length=80)
    activity_score = forms.CharField(label=gettext_lazy("Activity score"), required=False, max_length=10)
    laboratory = forms.CharField(label=gettext_lazy("Laboratory"), max_length=120)
    method = forms.CharField(label=gettext_lazy("Method"), required=False, max_length=120)
    reported_on = forms.DateField(
        label=gettext_lazy("Date of the report"), widget=forms.DateInput({"type": "date"})
    )

    def arguments(self) -> dict[str, object]:
        """Empty means not reported."""
        given = dict(self.cleaned_data)
        return given | {name: given[name] or None for name in ("diplotype", "phenotype", "activity_score")}


@require_http_methods(["GET", "POST"])
@providers_only
def report(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Terms, diplotypes, what was not seen, and the guideline rows behind each card."""
    actor = actor_of(request)
    form = LabResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_lab_result(actor, patient, **form.arguments())  # type: ignore[arg-type]
        except BadInput as refused:
            form.add_error(refused.field, refused.sentence)
        else:
            messages.success(request, _("The result is kept. The cards are worked out again."))
            return redirect("portal:patient_genes", patient)
    with_medicines = may(actor, Action.VIEW, patient, Category.MEDICINES)
    context = {
        "record": record_of(actor, patient),
        "findings": sorted(findings_of(actor, patient).items()),
        "cards": insights_of(actor, patient, get_language() or "en") if with_medicines else [],
        "reports": lab_reports_of(actor, patient),
        "file": newest_file_facts(actor, patient),
        "form": form,
    }
    return render(
        request, "portal/provider/genes.html", context, status=422 if request.method == "POST" else 200
    )
