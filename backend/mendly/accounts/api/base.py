"""What every API view of the house shares: the actor, and input that is checked before anything happens."""

from __future__ import annotations

from typing import Any, cast

from django.http import QueryDict
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from mendly.accounts.api.types import mistyped
from mendly.errors import Unauthenticated
from mendly.policy import Actor


class MendlyView(APIView):
    """Thin on purpose: read the input, call one service or selector with the actor first, write the answer."""

    @property
    def actor(self) -> Actor:
        return actor_of(self.request)

    def checked(self, serializer: type[Serializer[Any]], data: Any = None) -> dict[str, Any]:
        """Validate the body (or `data`) and return its values; a problem names each wrong field.

        Parameters of an address are read as they stand: the framework would take an empty one for none.
        """
        given = data.dict() if isinstance(data, QueryDict) else data
        checker = serializer(data=self.request.data if given is None else given)
        if data is None and (wrong := mistyped(checker, self.request.data)):
            raise ValidationError(wrong)
        checker.is_valid(raise_exception=True)
        return cast(dict[str, Any], checker.validated_data)


def actor_of(request: Request) -> Actor:
    actor = getattr(request._request, "actor", None)
    if not actor:
        raise Unauthenticated("Please sign in.")
    return cast(Actor, actor)
