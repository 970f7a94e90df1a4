"""Reading choices, findings and letters. What is not shown is not worked out, whoever asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from mendly.accounts.selectors import birth_date_of_patient, zone_of_patient
from mendly.audit.services import enter
from mendly.clock import now
from mendly.errors import NotFound
from mendly.genome.selectors import kept_readings
from mendly.policy import Action, Actor, Category
from mendly.predisposition.models import CategoryChoice, Letter
from mendly.predisposition.places import category_place, finding_place
from mendly_core.genes import GenomeReading, SiteCall, SiteGap
from mendly_core.genes.knowledge import Build
from mendly_core.predisposition import (
    CategoryAnswer,
    Choice,
    Finding,
    categories,
    categories_to_show,
    findings_of_files,
    is_minor,
    wanted_sites,
)

ABOUT = "findings"
FileState = Literal["none", "unread", "read"]


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category that may be offered, and what the person answered; None where they did not."""

    place: UUID
    key: str
    opt_in: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class ChoicesMade:
    """`minor`: only what may be offered before 18 is listed. `born`: whether we know a birth date at all."""

    categories: tuple[CategoryLine, ...]
    minor: bool
    born: bool

    def line(self, place: UUID) -> CategoryLine:
        """Raises `NotFound` for a category that is not this person's to choose."""
        found = next((line for line in self.categories if line.place == place), None)
        if found is None:
            raise NotFound
        return found


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """`place` names the finding in addresses and in the patient's letter about it."""

    place: UUID
    finding: Finding


@dataclass(frozen=True, slots=True)
class ShownCategory:
    """One category that the patient shows, and what their files say about it."""

    place: UUID
    answer: CategoryAnswer
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class FindingsShown:
    """`file`: none at all, or only such whose places were not kept when they were read, or one that was read."""

    file: FileState
    categories: tuple[ShownCategory, ...]


@dataclass(frozen=True, slots=True)
class LetterOut:
    """A draft. `gene` or `condition` says what it is about."""

    id: UUID
    place: UUID
    gene: str
    condition: str
    text: str
    made_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class _Places:
    """The part of a reading that findings may look at."""

    build: Build
    sites: tuple[SiteCall, ...]
    gaps: tuple[SiteGap, ...]


def choices_of(actor: Actor, patient_id: UUID) -> ChoicesMade:
    """What the patient may choose and did choose. For the patient alone."""
    enter(actor, Action.VIEW, patient_id, Category.CHOICES, "choices")
    made, minor = newest_choices(patient_id), may_be_minor(patient_id)
    lines = tuple(
        CategoryLine(
            category_place(patient_id, category.key), category.key, category.opt_in, made.get(category.key)
        )
        for category in categories(minor=minor)
    )
    return ChoicesMade(lines, minor, birth_date_of_patient(patient_id) is not None)


def findings_shown(actor: Actor, patient_id: UUID) -> FindingsShown:
    """Every category that the patient chose to show, to the patient and to those who may see their genes."""
    enter(actor, Action.VIEW, patient_id, Category.GENES, ABOUT)
    return _worked_out(actor, patient_id, newest_choices(patient_id), may_be_minor(patient_id))


def look_once(actor: Actor, patient_id: UUID, place: UUID) -> FindingsShown:
    """One category that asks first, after the patient said yes. Nothing of the yes is kept."""
    line = choices_of(actor, patient_id).line(place)
    enter(actor, Action.VIEW, patient_id, Category.GENES, ABOUT)
    if line.choice is not Choice.ASK:
        raise NotFound
    return _worked_out(actor, patient_id, {line.key: Choice.SHOW}, may_be_minor(patient_id))


def letters_of(actor: Actor, patient_id: UUID) -> list[LetterOut]:
    """The patient's drafts, newest first, save those about a category that is not shown now."""
    enter(actor, Action.VIEW, patient_id, Category.CHOICES, "letters")
    shown = _to_show(patient_id)
    rows = Letter.objects.filter(patient_id=patient_id).order_by("-made_at")
    return [_letter(row) for row in rows if row.about.get("category") in {None, *shown}]


def letter_of(actor: Actor, patient_id: UUID, letter_id: UUID) -> LetterOut:
    found = next((letter for letter in letters_of(actor, patient_id) if letter.id == letter_id), None)
    if found is None:
        raise NotFound
    return found


def newest_choices(patient_id: UUID) -> dict[str, Choice]:
    """By category, for services of this room and the selectors above, which have asked the policy."""
    rows = CategoryChoice.objects.filter(patient_id=patient_id).order_by("number")
    return {row.answer["category"]: Choice(row.answer["choice"]) for row in rows}


def may_be_minor(patient_id: UUID) -> bool:
    today = now().astimezone(ZoneInfo(zone_of_patient(patient_id))).date()
    return is_minor(birth_date_of_patient(patient_id), today)


def _to_show(patient_id: UUID) -> tuple[str, ...]:
    shown = categories_to_show(newest_choices(patient_id), minor=may_be_minor(patient_id))
    return tuple(category.key for category in shown)


def _worked_out(actor: Actor, patient_id: UUID, choices: Mapping[str, Choice], minor: bool) -> FindingsShown:
    """Without anything to show the kept calls are not even opened."""
    if not categories_to_show(choices, minor=minor):
        return FindingsShown("read", ())
    kept = kept_readings(actor, patient_id, ABOUT)
    if not kept.readings:
        return FindingsShown("unread" if kept.files else "none", ())
    looked_at = [_only_chosen(reading, choices, minor) for reading in kept.readings]
    answers = findings_of_files(looked_at, choices, minor=minor)
    return FindingsShown("read", tuple(_shown(patient_id, answer) for answer in answers))


def _only_chosen(reading: GenomeReading, choices: Mapping[str, Choice], minor: bool) -> _Places:
    """The places of shown categories; those of all others are dropped before anything is worked out."""
    wanted = {(site.gene, site.pos38) for site in wanted_sites(choices, minor=minor)}
    return _Places(
        reading.build,
        tuple(call for call in (*reading.sites, *reading.extra_sites) if (call.gene, call.pos38) in wanted),
        tuple(gap for gap in (*reading.gaps, *reading.extra_gaps) if (gap.gene, gap.pos38) in wanted),
    )


def _shown(patient_id: UUID, answer: CategoryAnswer) -> ShownCategory:
    findings = (
        ShownFinding(finding_place(patient_id, finding.category, finding.condition, finding.outcome), finding)
        for finding in answer.findings
    )
    return ShownCategory(category_place(patient_id, answer.category), answer, tuple(findings))


def _letter(row: Letter) -> LetterOut:
    return LetterOut(
        row.id,
        row.place,
        row.about.get("gene", ""),
        row.about.get("condition", ""),
        row.text,
        row.made_at,
        row.changed_at,
    )
