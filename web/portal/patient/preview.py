"""What would this person see now? Asked by the patient, answered by the check that runs when they look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from mendly.care.preview import ACTS, what_they_may
from mendly.care.selectors import proxies_of, relationships_of
from mendly.errors import NotFound
from mendly.policy import Action
from portal.doors import patients_only
from portal.kinds import kind_words
from portal.patient.whose import Whose, show, whose


@dataclass(frozen=True, slots=True)
class Seen:
    """One kind of data and all that they may do with it, in words; `acts` is empty where it is closed to them."""

    kind: str
    acts: tuple[str, ...]


@require_safe
@patients_only
def of_provider(request: HttpRequest, patient: UUID, relationship: UUID) -> HttpResponse:
    """Also of somebody whose care is over: that they see nothing is the answer then."""
    record = whose(request, patient)
    rows = relationships_of(record.actor, patient)
    found = next((row for row in rows if row.id == relationship), None)
    if found is None:
        raise NotFound
    return _preview(request, record, found.provider.name, found.provider.user_id)


@require_safe
@patients_only
def of_helper(request: HttpRequest, patient: UUID, proxy: UUID) -> HttpResponse:
    record = whose(request, patient)
    found = next((row for row in proxies_of(record.actor, patient) if row.id == proxy), None)
    if found is None:
        raise NotFound
    return _preview(request, record, found.name, found.user_id)


def _preview(request: HttpRequest, record: Whose, name: str, person: UUID) -> HttpResponse:
    rights = what_they_may(record.actor, record.patient, person)
    facts = {
        "heading": _("What they see now"),
        "name": name,
        "seen": [Seen(kind_words(kind), _words(acts)) for kind, acts in rights.items() if acts],
        "closed": [kind_words(kind) for kind, acts in rights.items() if not acts],
        "back_url": reverse("portal:sharing", args=[record.patient]),
        "back_words": _("Sharing and privacy"),
    }
    return show(request, record, "sharing/preview", facts)


def _words(acts: Collection[Action]) -> tuple[str, ...]:
    words = {
        Action.VIEW: pgettext("what somebody may do", "see"),
        Action.RECORD: pgettext("what somebody may do", "log"),
        Action.ADD: pgettext("what somebody may do", "add"),
        Action.CHANGE: pgettext("what somebody may do", "change"),
    }
    return tuple(words[act] for act in ACTS if act in acts)
