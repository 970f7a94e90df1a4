from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.medicines import services
from mendly.medicines.api import course_serializers as shapes
from mendly.medicines.barriers import barrier_answers_of, barrier_questions_of, line_of
from mendly.medicines.courses import course_of
from mendly.medicines.services.side_effects import Told
from mendly.medicines.side_effects import side_effect_of, side_effects_of
from mendly.medicines.summaries import summary_choice_of, weeks_of
from mendly_core.doses.courses import Barrier
from mendly_core.side_effects import Common, Severity, red_flags


class Course(MendlyView):
    @extend_schema(parameters=[shapes.SpanIn], responses=shapes.CourseOut)
    def get(self, request: Request, patient: UUID) -> Response:
        days = self.checked(shapes.SpanIn, request.query_params)["days"]
        return Response(shapes.CourseOut(course_of(self.actor, patient, days)).data)


class BarrierQuestions(MendlyView):
    @extend_schema(responses=shapes.BarrierQuestionOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(shapes.BarrierQuestionOut(barrier_questions_of(self.actor, patient), many=True).data)


class BarrierAnswers(MendlyView):
    @extend_schema(responses=shapes.BarrierAnswerOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(shapes.BarrierAnswerOut(barrier_answers_of(self.actor, patient), many=True).data)

    @extend_schema(
        request=shapes.BarrierAnswerIn, responses={201: shapes.BarrierAnswerOut, 200: shapes.BarrierAnswerOut}
    )
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(shapes.BarrierAnswerIn)
        row, created = services.answer_barrier(
            self.actor,
            patient,
            given["medicine"],
            Barrier(given["answer"]),
            words=given.get("words", ""),
            answer_id=given.get("id"),
        )
        return Response(shapes.BarrierAnswerOut(line_of(row)).data, status=201 if created else 200)


class SideEffects(MendlyView):
    @extend_schema(responses=shapes.EffectOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(shapes.EffectOut(side_effects_of(self.actor, patient), many=True).data)

    @extend_schema(request=shapes.ReportIn, responses={201: shapes.EffectOut, 200: shapes.EffectOut})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(shapes.ReportIn)
        told = Told(
            what=Common(given["what"]),
            severity=Severity(given["severity"]),
            since=given["since"],
            words=given.get("words", ""),
            medicine=given.get("medicine"),
            signs=tuple(given.get("signs", ())),
            ended_on=given.get("ended_on"),
        )
        _, created = services.report_side_effect(
            self.actor, patient, given["id"], told, number=given["number"]
        )
        effect = side_effect_of(self.actor, patient, given["id"])
        return Response(shapes.EffectOut(effect).data, status=201 if created else 200)


class OneSideEffect(MendlyView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, effect: UUID) -> Response:
        """It was a mistake. What was told stays in the record."""
        services.withdraw_side_effect(self.actor, patient, effect)
        return Response(status=204)


class Signs(MendlyView):
    @extend_schema(responses=shapes.SignOut(many=True))
    def get(self, request: Request) -> Response:
        """The signs that are asked for with a side effect, each with its source."""
        return Response(shapes.SignOut(red_flags(), many=True).data)


class Weeks(MendlyView):
    @extend_schema(responses=shapes.WeekOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(shapes.WeekOut(weeks_of(self.actor, patient), many=True).data)


class WeekChoice(MendlyView):
    @extend_schema(responses=shapes.ChoiceBody)
    def get(self, request: Request, patient: UUID) -> Response:
        return Response(shapes.ChoiceBody(summary_choice_of(self.actor, patient)).data)

    @extend_schema(request=shapes.ChoiceBody, responses=shapes.ChoiceBody)
    def put(self, request: Request, patient: UUID) -> Response:
        given = self.checked(shapes.ChoiceBody)
        choice = services.choose_summary(self.actor, patient, mine=given["mine"], team=given["team"])
        return Response(shapes.ChoiceBody(choice).data)
