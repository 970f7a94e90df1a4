from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.errors import BadInput
from mendly.medicines import documents, proposals, selectors, services
from mendly.medicines.api import serializers
from mendly.medicines.api.warning_serializers import MedicineAdded
from mendly.medicines.as_needed import as_needed_of
from mendly.medicines.checks import MedicineWords
from mendly.medicines.plans import PlanDraft
from mendly_core.doses import Intake, Refused, Rule, ZonePolicy, rule_from_json
from mendly_core.doses.reading import SENTENCES
from mendly_core.doses.tapers import Phase


class Medicines(MendlyView):
    @extend_schema(responses=serializers.MedicineOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(documents.medicine_sheets(self.actor, patient))

    @extend_schema(request=serializers.MedicineIn, responses={201: MedicineAdded, 200: MedicineAdded})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(serializers.MedicineIn)
        medicine_id, started_on = given.pop("id", None), given.pop("started_on", None)
        medicine, created = services.add_medicine(
            self.actor, patient, MedicineWords(**given), started_on=started_on, medicine_id=medicine_id
        )
        sheet = documents.added_medicine(self.actor, patient, medicine.id, request.user.language)
        return Response(MedicineAdded(sheet).data, status=201 if created else 200)


class OneMedicine(MendlyView):
    @extend_schema(responses=serializers.MedicineOut)
    def get(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        return Response(documents.medicine_sheet(self.actor, patient, medicine))

    @extend_schema(request=serializers.MedicineChange, responses=serializers.MedicineOut)
    def patch(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        services.change_medicine(self.actor, patient, medicine, **self.checked(serializers.MedicineChange))
        return Response(documents.medicine_sheet(self.actor, patient, medicine))


class EndMedicine(MendlyView):
    @extend_schema(request=serializers.MedicineEnd, responses=serializers.MedicineOut)
    def post(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        services.end_medicine(self.actor, patient, medicine, **self.checked(serializers.MedicineEnd))
        return Response(documents.medicine_sheet(self.actor, patient, medicine))


class Schedules(MendlyView):
    @extend_schema(
        request=serializers.RevisionIn, responses={201: serializers.ScheduleOut, 200: serializers.ScheduleOut}
    )
    def post(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        given = self.checked(serializers.RevisionIn)
        schedule_id, rev = given.pop("id"), given.pop("rev", None)
        revision, created = services.set_schedule(
            self.actor, patient, medicine, _draft(given), schedule_id=schedule_id, rev=rev
        )
        return Response(documents.schedule_document(revision), status=201 if created else 200)


class Tapers(MendlyView):
    """Plan a dose that goes down or up by phases, all at once."""

    @extend_schema(request=serializers.TaperIn, responses={201: serializers.MedicineOut})
    def post(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        given = self.checked(serializers.TaperIn)
        phases = [Phase(phase["days"], _amount(phase["amount"])) for phase in given["phases"]]
        if not phases:
            raise BadInput("Give at least one phase, and not more than 60.", field="phases")
        draft = PlanDraft(
            _rule(given["rule"]), phases[0].amount, given["unit"], valid_from=given["valid_from"]
        )
        services.set_taper(self.actor, patient, medicine, draft, phases, schedule_id=given["id"])
        return Response(documents.medicine_sheet(self.actor, patient, medicine), status=201)


class PausedPlan(MendlyView):
    """Let a plan rest, when the care team said so."""

    @extend_schema(request=serializers.PauseIn, responses={204: None})
    def post(self, request: Request, patient: UUID, schedule: UUID) -> Response:
        services.pause_plan(self.actor, patient, schedule, **self.checked(serializers.PauseIn))
        return Response(status=204)


class ResumedPlan(MendlyView):
    """Go on with a plan that rests."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, patient: UUID, schedule: UUID) -> Response:
        services.resume_plan(self.actor, patient, schedule)
        return Response(status=204)


class Proposals(MendlyView):
    """Plans that a provider proposes, and that wait for the patient's answer."""

    @extend_schema(responses=serializers.ProposalOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        waiting = proposals.open_proposals_of(self.actor, patient)
        return Response(serializers.ProposalOut(waiting, many=True).data)


class NewProposal(MendlyView):
    """A provider proposes a plan, or the change of one."""

    @extend_schema(request=serializers.ProposalIn, responses={204: None})
    def post(self, request: Request, patient: UUID, medicine: UUID) -> Response:
        given = self.checked(serializers.ProposalIn)
        schedule, words, proposal = given.pop("id"), given.pop("words"), given.pop("proposal")
        services.propose_plan(
            self.actor,
            patient,
            medicine,
            _draft(given),
            schedule_id=schedule,
            words=words,
            proposal_id=proposal,
        )
        return Response(status=204)


class ProposalAnswer(MendlyView):
    """The patient, or who plans for them, accepts or declines."""

    @extend_schema(request=serializers.AnswerIn, responses={204: None})
    def post(self, request: Request, patient: UUID, proposal: UUID) -> Response:
        services.answer_proposal(self.actor, patient, proposal, **self.checked(serializers.AnswerIn))
        return Response(status=204)


class ProposalWithdrawal(MendlyView):
    """Who proposed it takes it back."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request, patient: UUID, proposal: UUID) -> Response:
        services.withdraw_proposal(self.actor, patient, proposal)
        return Response(status=204)


class DosesAsNeeded(MendlyView):
    """Medicines that can be taken outside the times of a plan, and what their limits leave now."""

    @extend_schema(responses=serializers.AsNeededOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(serializers.AsNeededOut(as_needed_of(self.actor, patient), many=True).data)


class Intakes(MendlyView):
    @extend_schema(parameters=[serializers.Days], responses=serializers.IntakeBody(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        days = self.checked(serializers.Days, request.query_params)
        events = selectors.intakes_of(self.actor, patient, days["from"], days["to"])
        return Response([documents.intake_document(event) for event in events])

    @extend_schema(
        request=serializers.IntakeBody, responses={201: serializers.IntakeBody, 200: serializers.IntakeBody}
    )
    def post(self, request: Request, patient: UUID) -> Response:
        event, created = services.record_intake(self.actor, patient, _intake(request.data))
        return Response(documents.intake_document(event), status=201 if created else 200)


class Doses(MendlyView):
    @extend_schema(parameters=[serializers.Days], responses=serializers.DoseOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        days = self.checked(serializers.Days, request.query_params)
        doses = selectors.doses_between(self.actor, patient, days["from"], days["to"])
        return Response(serializers.DoseOut(doses, many=True).data)


def _draft(given: dict[str, Any]) -> PlanDraft:
    given |= {
        "rule": _rule(given["rule"]),
        "amount": _amount(given["amount"]),
        "zone_policy": ZonePolicy(given["zone_policy"]),
    }
    return PlanDraft(**given)


def _amount(text: str) -> Decimal:
    amount = Decimal(text)
    if not amount:
        raise BadInput(SENTENCES["not-an-amount"], field="amount")
    return amount


def _rule(data: object) -> Rule:
    try:
        return rule_from_json(data)
    except Refused as refused:
        raise BadInput(refused.sentence, field=refused.field) from None


def _intake(data: object) -> Intake:
    try:
        return Intake.from_json(data)
    except Refused as refused:
        raise BadInput(refused.sentence, field=refused.field or None) from None
