"""The patient chooses what to know, and writes to the family. What is hidden takes its letters with it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from mendly.accounts.models import Patient
from mendly.accounts.selectors import user_of_patient
from mendly.audit.services import enter
from mendly.care.selectors import audience_of
from mendly.clock import now
from mendly.errors import BadInput, NotFound
from mendly.genome.selectors import findings_of, kept_readings
from mendly.live.services import emit
from mendly.policy import SYSTEM, Action, Actor, Category
from mendly.predisposition.models import CategoryChoice, Letter
from mendly.predisposition.places import gene_place
from mendly.predisposition.selectors import ABOUT, findings_shown, letter_of, may_be_minor, newest_choices
from mendly_core.predisposition import Choice, categories
from mendly_core.words import family_letter, medicine_gene_letter

LONGEST_LETTER = 6000
"""Characters: three pages by hand."""
LETTER_STATES = frozenset({"called", "called_with_limits"})


def choose(actor: Actor, patient_id: UUID, answers: Mapping[str, Choice], *, language: str) -> None:
    """Keep the patient's answers, by category. What is left out stays as it was; the same answer again is nothing new.

    Holds from the next request on, for the patient and for everyone who may see their genes.
    """
    enter(actor, Action.CHANGE, patient_id, Category.CHOICES, "choice")
    offered = {category.key for category in categories(minor=may_be_minor(patient_id))}
    if not answers or not offered.issuperset(answers):
        raise BadInput("Please choose for one of the topics on the page.", field="answers")
    with transaction.atomic():
        Patient.objects.select_for_update(no_key=True).get(id=patient_id)
        before = newest_choices(patient_id)
        changed = {key: choice for key, choice in answers.items() if before.get(key) is not choice}
        if not changed:
            return
        _append(patient_id, changed, language)
        _delete_letters(patient_id, {key for key, choice in changed.items() if choice is Choice.HIDE})
        was_shown = {key for key in changed if before.get(key) is Choice.SHOW}
        others_see_it = bool(was_shown) or Choice.SHOW in changed.values()
        listeners = (
            audience_of(patient_id, Category.GENES) if others_see_it else [user_of_patient(patient_id)]
        )
        emit("finding", listeners, patient=patient_id)


def _append(patient_id: UUID, answers: Mapping[str, Choice], language: str) -> None:
    at, first = now(), CategoryChoice.objects.filter(patient_id=patient_id).count() + 1
    for number, (category, choice) in enumerate(answers.items(), start=first):
        answer = {"category": category, "choice": choice.value, "language": language}
        CategoryChoice.objects.create(patient_id=patient_id, number=number, answer=answer, chosen_at=at)


def _delete_letters(patient_id: UUID, hidden: set[str]) -> None:
    if hidden:
        rows = Letter.objects.filter(patient_id=patient_id)
        rows.filter(id__in=[row.id for row in rows if row.about.get("category") in hidden]).delete()


def write_letter(
    actor: Actor,
    patient_id: UUID,
    *,
    finding: UUID | None = None,
    gene: str | None = None,
    confirmed: bool,
    language: str,
) -> Letter:
    """Make the draft about one shown finding, or one gene's result; where there is a draft, it is that one."""
    enter(actor, Action.CHANGE, patient_id, Category.CHOICES, "letter")
    with transaction.atomic():
        Patient.objects.select_for_update(no_key=True).get(
            id=patient_id
        )  # nobody hides the category meanwhile
        if finding is not None:
            draft = _about_finding(actor, patient_id, finding, confirmed=confirmed, language=language)
        else:
            draft = _about_gene(actor, patient_id, gene or "", confirmed=confirmed, language=language)
        known = Letter.objects.filter(patient_id=patient_id, place=draft.place).first()
        if known is not None:
            return known
        draft.made_at = draft.changed_at = now()
        draft.save(force_insert=True)
        emit("finding", [user_of_patient(patient_id)], patient=patient_id)
    return draft


def _about_finding(actor: Actor, patient_id: UUID, place: UUID, *, confirmed: bool, language: str) -> Letter:
    shown = findings_shown(actor, patient_id).categories
    found = next((each.finding for c in shown for each in c.findings if each.place == place), None)
    if found is None:
        raise NotFound
    about = {"category": found.category, "condition": found.condition}
    text = family_letter(found, language, confirmed=confirmed).text
    return Letter(patient_id=patient_id, place=place, about=about, text=text)


def _about_gene(actor: Actor, patient_id: UUID, gene: str, *, confirmed: bool, language: str) -> Letter:
    """A laboratory's result is a confirmed one."""
    found = findings_of(actor, patient_id).get(gene)
    if found is None or found.result.state not in LETTER_STATES:
        raise NotFound
    text = medicine_gene_letter(gene, language, confirmed=confirmed or found.from_lab).text
    return Letter(patient_id=patient_id, place=gene_place(patient_id, gene), about={"gene": gene}, text=text)


def keep_letter(actor: Actor, patient_id: UUID, letter_id: UUID, *, text: str) -> None:
    """Keep the patient's own words."""
    enter(actor, Action.CHANGE, patient_id, Category.CHOICES, "letter")
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise BadInput("The letter is empty. You can delete it instead.", field="text")
    if len(text) > LONGEST_LETTER:
        raise BadInput("This letter is too long. Please keep it under 6,000 letters.", field="text")
    with transaction.atomic():
        letter = _own(actor, patient_id, letter_id)
        letter.text, letter.changed_at = text, now()
        letter.save(update_fields=["text", "changed_at"])


def delete_letter(actor: Actor, patient_id: UUID, letter_id: UUID) -> None:
    enter(actor, Action.CHANGE, patient_id, Category.CHOICES, "letter")
    with transaction.atomic():
        _own(actor, patient_id, letter_id).delete()
        emit("finding", [user_of_patient(patient_id)], patient=patient_id)


def _own(actor: Actor, patient_id: UUID, letter_id: UUID) -> Letter:
    """The draft, while it may be seen: a category that asks first keeps its drafts out of sight."""
    letter_of(actor, patient_id, letter_id)
    letter = Letter.objects.select_for_update().filter(patient_id=patient_id, id=letter_id).first()
    if letter is None:
        raise NotFound
    return letter


def forget_letters_without_result(patient_id: UUID) -> None:
    """A file was taken back: letters about what no file and no laboratory shows any more go with it."""
    choices, genes = newest_choices(patient_id), set(findings_of(SYSTEM, patient_id))
    shown = findings_shown(SYSTEM, patient_id)
    places = {found.place for category in shown.categories for found in category.findings}
    has_file = kept_readings(SYSTEM, patient_id, ABOUT).files > 0

    def has_result(letter: Letter) -> bool:
        if "gene" in letter.about:
            return letter.about["gene"] in genes
        asks_first = choices.get(letter.about["category"]) is Choice.ASK
        return letter.place in places or (asks_first and has_file)

    rows = Letter.objects.filter(patient_id=patient_id)
    rows.filter(id__in=[row.id for row in rows if not has_result(row)]).delete()
