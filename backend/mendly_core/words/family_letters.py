"""A letter to the family about one result. It names nobody, holds no other result and is free to edit.

Nothing is stored or sent here: the page makes the text, the person does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mendly_core.words.speech import english_too, phrase, say

if TYPE_CHECKING:
    from mendly_core.predisposition import Finding

_SAFETY_KEYS = ("family.not_confirmed", "family.safety")


@dataclass(frozen=True, slots=True)
class FamilyLetter:
    """The draft: `before` is told to the person on the page, the other parts are the letter itself."""

    before: tuple[str, ...]
    greeting: str
    paragraphs: tuple[str, ...]
    closing: str
    english_safety: tuple[str, ...]

    @property
    def text(self) -> str:
        """The letter as plain text, ready to be edited."""
        return "\n\n".join((self.greeting, *self.paragraphs, self.closing))


def family_letter(finding: Finding, language: str, *, confirmed: bool) -> FamilyLetter:
    """Return the draft about one inherited finding. `confirmed`: a clinical laboratory has confirmed it."""
    about = say(
        "family.finding",
        language,
        gene=" / ".join(finding.genes),
        condition=phrase(f"findings.name.{finding.condition}", language),
    )
    return _letter(about, say(f"family.share.{_sharing(finding)}", language), language, confirmed=confirmed)


def medicine_gene_letter(gene: str, language: str, *, confirmed: bool) -> FamilyLetter:
    """Return the draft about one gene that matters for medicines."""
    about = say("family.medicines", language, gene=gene)
    return _letter(about, say("family.share.medicines", language), language, confirmed=confirmed)


def _sharing(finding: Finding) -> str:
    """A chance is told only where one copy of one rare change was seen; else that it may be shared."""
    single = len(finding.sites) == 1 and finding.sites[0].copies == 1
    if finding.sharing == "one_copy":
        return "one_copy" if single or finding.outcome == "memory.one_e4" else "may"
    if finding.sharing == "two_copies":
        return "two_copies" if finding.proven else "may"
    return "may" if finding.sharing == "marker" else finding.sharing


def _letter(about: str, share: str, language: str, *, confirmed: bool) -> FamilyLetter:
    sure = say("family.confirmed" if confirmed else "family.not_confirmed", language)
    keys = ("family.not_ill", "family.what_to_do", "family.not_to_know", "family.insurance", "family.safety")
    pages = ("family.yours", "family.one_result", "family.your_choice")
    return FamilyLetter(
        before=tuple(say(key, language) for key in pages),
        greeting=say("family.greeting", language),
        paragraphs=(f"{about} {sure}", share, *(say(key, language) for key in keys)),
        closing=say("family.closing", language),
        english_safety=tuple(filter(None, (english_too(key, language) for key in _SAFETY_KEYS))),
    )
