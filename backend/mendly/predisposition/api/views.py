from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from mendly.accounts.api.base import MendlyView
from mendly.predisposition import selectors, services
from mendly.predisposition.api import serializers
from mendly.predisposition.documents import choices_json, findings_json
from mendly_core.predisposition import Choice


class Choices(MendlyView):
    @extend_schema(responses=serializers.ChoicesOut)
    def get(self, request: Request, patient: UUID) -> Response:
        made = selectors.choices_of(self.actor, patient)
        return Response(serializers.ChoicesOut(choices_json(made, request.user.language)).data)

    @extend_schema(request=serializers.ChoicesIn, responses=serializers.ChoicesOut)
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(serializers.ChoicesIn)["answers"]
        language = request.user.language
        answers = {category: Choice(choice) for category, choice in given.items()}
        services.choose(self.actor, patient, answers, language=language)
        made = selectors.choices_of(self.actor, patient)
        return Response(serializers.ChoicesOut(choices_json(made, language)).data)


class FindingsShown(MendlyView):
    """What the patient chose to show, and nothing else."""

    @extend_schema(responses=serializers.FindingsShownOut)
    def get(self, request: Request, patient: UUID) -> Response:
        shown = selectors.findings_shown(self.actor, patient)
        return Response(serializers.FindingsShownOut(findings_json(shown, request.user.language)).data)


class Look(MendlyView):
    """The patient's yes to a category that asks first. The yes is not kept."""

    @extend_schema(request=serializers.LookIn, responses=serializers.FindingsShownOut)
    def post(self, request: Request, patient: UUID) -> Response:
        place = self.checked(serializers.LookIn)["category"]
        shown = selectors.look_once(self.actor, patient, place)
        return Response(serializers.FindingsShownOut(findings_json(shown, request.user.language)).data)


class Letters(MendlyView):
    @extend_schema(responses=serializers.LetterOut(many=True))
    def get(self, request: Request, patient: UUID) -> Response:
        letters = selectors.letters_of(self.actor, patient)
        return Response(serializers.LetterOut(letters, many=True).data)

    @extend_schema(request=serializers.LetterIn, responses={201: serializers.LetterOut})
    def post(self, request: Request, patient: UUID) -> Response:
        given = self.checked(serializers.LetterIn)
        letter = services.write_letter(
            self.actor,
            patient,
            finding=given.get("finding"),
            gene=given.get("gene"),
            confirmed=given["confirmed"],
            language=request.user.language,
        )
        out = selectors.letter_of(self.actor, patient, letter.id)
        return Response(serializers.LetterOut(out).data, status=201)


class Letter(MendlyView):
    @extend_schema(responses=serializers.LetterOut)
    def get(self, request: Request, patient: UUID, letter: UUID) -> Response:
        return Response(serializers.LetterOut(selectors.letter_of(self.actor, patient, letter)).data)

    @extend_schema(request=serializers.LetterTextIn, responses=serializers.LetterOut)
    def put(self, request: Request, patient: UUID, letter: UUID) -> Response:
        text = self.checked(serializers.LetterTextIn)["text"]
        services.keep_letter(self.actor, patient, letter, text=text)
        return Response(serializers.LetterOut(selectors.letter_of(self.actor, patient, letter)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, patient: UUID, letter: UUID) -> Response:
        services.delete_letter(self.actor, patient, letter)
        return Response(status=204)
