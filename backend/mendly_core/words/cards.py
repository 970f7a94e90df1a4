"""The insight card about one medicine and a person's genes.

Main message first, then what was seen, what it means, one thing to do, how sure it is, what was not looked
at, sources; the terms stand apart in the doctor's part. Nothing here decides anything: the guidance comes
from the gene engine, this only words it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from mendly_core.words.doctor_part import doctor_lines
from mendly_core.words.gene_words import Pace, find, gene_sentences
from mendly_core.words.registry import SlotValue
from mendly_core.words.shapes import AdviceFacts, GeneUseFacts, GuidanceFacts
from mendly_core.words.speech import english_too, say

Level = Literal["act", "watch", "info", "unknown"]


@dataclass(frozen=True, slots=True)
class CardText:
    """A finished card in one language; every tuple holds whole sentences.

    `todo` is one action and the fixed safety line. `english_safety` repeats safety lines in English (to be
    shown with `lang="en"`) while nobody has signed their translation. `for_your_doctor` may use terms.
    `right_now`: what other medicines of the list change, see `medicine_card_now`.
    """

    title: str
    level: Level
    headline: str
    saw: tuple[str, ...]
    means: tuple[str, ...]
    todo: tuple[str, ...]
    sure: tuple[str, ...]
    not_looked_at: tuple[str, ...]
    sources: tuple[str, ...]
    for_your_doctor: tuple[str, ...]
    english_safety: tuple[str, ...]
    right_now: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Message:
    """The sentence keys of the card's main message."""

    level: Level
    headline: str
    means: tuple[str, ...]
    todo: str


_SEVERE = frozenset({"toxicity_risk", "allergic_reaction", "bleeding"})
_WORST_EFFECT_FIRST = (
    "allergic_reaction",
    "toxicity_risk",
    "bleeding",
    "less_effect",
    "more_side_effects",
    "unknown",
    "normal_effect",
)
MOST_URGENT_LEVEL_FIRST: tuple[Level, ...] = ("act", "watch", "unknown", "info")
_WEAKEST_STRENGTH_FIRST = ("none", "optional", "moderate", "strong")
# Dosed by blood tests and an algorithm: the card never points in a direction.
_DOSED_BY_ALGORITHM = frozenset({"warfarin"})
_NEEDS_TURNING_ON = frozenset({"clopidogrel"})
_STRONGER_FORM = frozenset({"codeine", "tramadol", "hydrocodone", "tamoxifen"})
_SURGERY_GENES = frozenset({"RYR1", "CACNA1S"})
_NEWER_GUIDE_NOTES = ("update exists", "newer table", "not re-checked", "retired")
# Codes of the guidance that say that a place of a known harmful change was not seen.
_KEY_PLACES_MISSING = frozenset({"tier1_not_seen", "reduced_not_ruled_out"})
_SPOKEN_REASONS = frozenset({"undocumented_base", "sites_assumed"})
_HEADLINE = {
    name: f"guidance.headline.{name}"
    for name in ("not_tested", "cannot_tell", "no_guidance", "dosing", "several")
}
_MEANS = {
    name: f"guidance.means.{name}"
    for name in (
        "not_tested",
        "cannot_tell",
        "no_guidance",
        "dosing",
        "withdrawn",
        "key_places",
        "one_gene_missing",
        "unknown_change",
    )
}


def gene_medicine_card(
    guidance: GuidanceFacts,
    *,
    medicine_name: str,
    language: str,
    updated_on: date,
    checked_by_clinic: bool = False,
) -> CardText:
    """Return the card for one medicine.

    `medicine_name` is the name the person knows it by. `checked_by_clinic` says that a clinician signed the
    advice rows; until then the card says that nobody has. What the rest of the list changes is not part of it:
    see `medicine_card_now`.
    """
    message = _message(guidance)
    return CardText(
        title=say("guidance.title", language, medicine=medicine_name),
        level=message.level,
        headline=say(message.headline, language, medicine=medicine_name),
        saw=tuple(line for use in guidance.genes for line in _seen(guidance, use, language)),
        means=tuple(say(key, language) for key in (*message.means, *_scope(guidance))),
        todo=(say(message.todo, language), say("guidance.safety", language)),
        sure=_sure(guidance, language, checked=checked_by_clinic),
        not_looked_at=(
            say("guidance.not_looked_at", language),
            say("guidance.not_looked_at.genes", language),
        ),
        sources=_sources(guidance, language, updated_on),
        for_your_doctor=doctor_lines(guidance, language, signed=checked_by_clinic),
        english_safety=tuple(filter(None, [english_too("guidance.safety", language)])),
    )


def _seen(guidance: GuidanceFacts, use: GeneUseFacts, language: str) -> tuple[str, ...]:
    codes = {
        code for code, _, gene in (limit.partition(":") for limit in guidance.limits) if gene == use.gene
    }
    reason = "lab_conflict" if use.from_lab else next(iter(sorted(codes & _SPOKEN_REASONS)), "")
    return gene_sentences(
        use,
        language,
        lookup=use.lookup or "",
        reason=reason,
        key_places_missing=bool(codes & _KEY_PLACES_MISSING),
    )


def _message(guidance: GuidanceFacts) -> _Message:
    verdict = str(guidance.verdict)
    if verdict == "not_tested":
        return _Message("unknown", _HEADLINE["not_tested"], (_MEANS["not_tested"],), "guidance.do.lab_test")
    if verdict == "cannot_tell":
        level: Level = "watch" if any(map(_could_need_action, guidance.advice)) else "unknown"
        return _Message(level, _HEADLINE["cannot_tell"], _why_unclear(guidance), "guidance.do.lab_test")
    if guidance.ingredient in _DOSED_BY_ALGORITHM:
        level = "watch" if guidance.advice else "info"
        return _Message(level, _HEADLINE["dosing"], (_MEANS["dosing"],), "guidance.do.prescriber")
    if verdict == "no_guidance":
        return _message_without_guidance(guidance)
    messages = [_message_of_row(guidance, row) for row in guidance.advice]
    if len({(message.headline, message.todo) for message in messages}) == 1:
        return messages[0]
    return _depends_on_use(messages)


def _message_without_guidance(guidance: GuidanceFacts) -> _Message:
    rows = [row for row in guidance.advice if str(row.action) == "no_guidance"]
    if "withdrawn" in guidance.limits or not rows:
        means = "withdrawn" if "withdrawn" in guidance.limits else "no_guidance"
        return _Message("unknown", _HEADLINE["no_guidance"], (_MEANS[means],), "guidance.do.no_guidance")
    worst = min(rows, key=lambda row: _WORST_EFFECT_FIRST.index(str(row.effect)))
    return _message_of_row(guidance, worst)


def _why_unclear(guidance: GuidanceFacts) -> tuple[str, ...]:
    codes = {limit.partition(":")[0] for limit in guidance.limits}
    ambiguous = any(str(use.state) == "ambiguous" for use in guidance.genes)
    reasons = {
        "key_places": bool(codes & (_KEY_PLACES_MISSING | {"single_site_only", "extra_copies"})),
        "one_gene_missing": "gene_not_tested" in codes,
        "unknown_change": "undocumented_base" in codes,
        "cannot_tell": ambiguous or not codes,
    }
    return tuple(_MEANS[name] for name, given in reasons.items() if given) or (_MEANS["cannot_tell"],)


def _depends_on_use(messages: Sequence[_Message]) -> _Message:
    """Merge rows for different uses of the medicine: the most urgent one explains, no use is guessed."""
    gravest = min(messages, key=lambda message: MOST_URGENT_LEVEL_FIRST.index(message.level))
    urgent = any(message.todo == "guidance.do.call_today" for message in messages)
    same_headline = len({message.headline for message in messages}) == 1
    return _Message(
        gravest.level,
        gravest.headline if same_headline else _HEADLINE["several"],
        (*gravest.means, "guidance.means.several"),
        "guidance.do.call_today" if urgent else "guidance.do.several",
    )


def _message_of_row(guidance: GuidanceFacts, row: AdviceFacts) -> _Message:
    action, effect = str(row.action), str(row.effect)
    mechanism, notes = _mechanism(guidance, effect), _note_sentences(row)
    if action in ("usual", "no_guidance"):
        return _message_without_change(guidance, row, (*mechanism, *notes))
    known = mechanism or ("guidance.means.check" if effect == "unknown" else "guidance.means.genes_matter",)
    return _Message(_level(row), f"guidance.effect.{effect}", (*known, *notes), _todo(guidance, row))


def _message_without_change(guidance: GuidanceFacts, row: AdviceFacts, means: tuple[str, ...]) -> _Message:
    effect = str(row.effect)
    if str(row.action) == "no_guidance":
        surgery = any(use.gene in _SURGERY_GENES for use in guidance.genes)
        return _Message(
            "unknown" if effect == "unknown" else "watch",
            f"guidance.effect.{effect}",
            (*means, f"guidance.means.{'no_advice_yet' if effect == 'unknown' else 'no_advice_here'}"),
            "guidance.do.surgery_history" if surgery else "guidance.do.no_guidance",
        )
    if effect == "normal_effect":
        seen = all(str(use.state) == "called" for use in guidance.genes)
        return _Message(
            "info",
            "guidance.effect.normal_effect" if seen else "guidance.effect.nothing_found",
            ("guidance.means.fits" if seen else "guidance.means.nothing_found", *means),
            "guidance.do.usual",
        )
    todo = {
        "less_effect": "guidance.do.tell_if_weak",
        "more_side_effects": "guidance.do.tell_if_side_effects",
    }.get(effect, "guidance.do.usual")
    level: Level = "unknown" if effect == "unknown" else "watch"
    return _Message(level, f"guidance.effect.{effect}", (*means, "guidance.means.usual_still"), todo)


def _level(row: AdviceFacts) -> Level:
    """Act on strong advice to avoid or replace, and on any severe harm; else watch."""
    if str(row.strength) == "optional" and row.effect not in _SEVERE:
        return "watch"
    if str(row.action) in ("contraindicated", "avoid", "use_alternative"):
        return "act"
    return "act" if row.effect in _SEVERE else "watch"


def _could_need_action(row: AdviceFacts) -> bool:
    """Whether this row, one possibility among others, would be urgent if it were the answer."""
    return str(row.action) not in ("usual", "no_guidance") and _level(row) == "act"


def _todo(guidance: GuidanceFacts, row: AdviceFacts) -> str:
    action = str(row.action)
    if any(use.gene in _SURGERY_GENES for use in guidance.genes):
        return "guidance.do.before_surgery"
    if action == "contraindicated":
        return "guidance.do.call_today"
    severe = row.effect in _SEVERE and str(row.strength) != "optional"
    if severe and action in ("avoid", "use_alternative", "lower_dose"):
        return "guidance.do.call_today"
    return f"guidance.do.{action}"


def _mechanism(guidance: GuidanceFacts, effect: str) -> tuple[str, ...]:
    """Say how the genes lead to the effect, where that is known for sure; else say nothing."""
    if effect == "allergic_reaction":
        return ("guidance.means.allergic",)
    for use in guidance.genes:
        known = _MEANS_OF_GENE.get((use.gene, effect))
        if known:
            return (known,)
    return _speed(guidance, effect)


_MEANS_OF_GENE = {
    ("RYR1", "toxicity_risk"): "guidance.means.surgery",
    ("CACNA1S", "toxicity_risk"): "guidance.means.surgery",
    ("MT-RNR1", "toxicity_risk"): "guidance.means.hearing",
    ("G6PD", "toxicity_risk"): "guidance.means.red_cells",
    ("TPMT", "toxicity_risk"): "guidance.means.blood_cells",
    ("NUDT15", "toxicity_risk"): "guidance.means.blood_cells",
    ("SLCO1B1", "more_side_effects"): "guidance.means.muscles",
    ("ABCG2", "more_side_effects"): "guidance.means.muscles",
    ("UGT1A1", "more_side_effects"): "guidance.means.yellow",
    ("CFTR", "less_effect"): "guidance.means.cftr",
    ("IFNL3", "less_effect"): "guidance.means.virus",
}


def _speed(guidance: GuidanceFacts, effect: str) -> tuple[str, ...]:
    paces = {find(use.gene, name).pace for use in guidance.genes for name in use.phenotypes}
    paces &= {Pace.SLOW, Pace.FAST}
    if len(paces) != 1:
        return ()
    pace, medicine = paces.pop(), guidance.ingredient
    if medicine in _NEEDS_TURNING_ON and (pace, effect) == (Pace.SLOW, "less_effect"):
        return ("guidance.means.turns_on_slowly",)
    if medicine in _STRONGER_FORM:
        stronger = {
            (Pace.SLOW, "less_effect"): ("guidance.means.stronger_form_slowly",),
            (Pace.FAST, "toxicity_risk"): ("guidance.means.stronger_form_fast",),
        }
        return stronger.get((pace, effect), ())
    cleared = {
        (Pace.SLOW, "more_side_effects"): ("guidance.means.builds_up",),
        (Pace.SLOW, "toxicity_risk"): ("guidance.means.builds_up_harm",),
        (Pace.FAST, "less_effect"): ("guidance.means.clears_fast",),
    }
    return cleared.get((pace, effect), ())


def _note_sentences(row: AdviceFacts) -> tuple[str, ...]:
    """Turn the limits of a row that matter to the reader into sentences."""
    said = {
        "depression-level doses": "guidance.means.mood_dose",
        "does not rule out a skin reaction": "guidance.means.rash_possible",
        "one gene not tested": "guidance.means.one_gene_missing",
    }
    return tuple(key for words, key in said.items() if words in row.note)


def _sure(guidance: GuidanceFacts, language: str, *, checked: bool) -> tuple[str, ...]:
    keys = [*_strength(guidance), "guidance.sure.checked" if checked else "guidance.sure.not_checked"]
    if any(limit.startswith("results_differ:") for limit in guidance.limits):
        keys.insert(0, "guidance.sure.results_differ")
    notes = [row.note for row in guidance.advice]
    newer = any(words in note for note in notes for words in _NEWER_GUIDE_NOTES)
    if "withdrawn" not in guidance.limits and (newer or "newer_guideline" in guidance.limits):
        keys.append("guidance.sure.newer")
    origins = {use.from_lab for use in guidance.genes if str(use.state) not in ("not_tested", "not_callable")}
    if origins:
        keys.append(_ORIGIN[frozenset(origins)])
    return tuple(say(key, language) for key in keys)


_ORIGIN = {
    frozenset({True}): "guidance.sure.lab",
    frozenset({False}): "guidance.sure.file",
    frozenset({True, False}): "guidance.sure.lab_and_file",
}


def _scope(guidance: GuidanceFacts) -> tuple[str, ...]:
    return ("guidance.means.cystic_fibrosis",) if "cystic_fibrosis_only" in guidance.limits else ()


def _strength(guidance: GuidanceFacts) -> tuple[str, ...]:
    """The weakest strength of the rows that are the answer; a doubtful result has none."""
    if str(guidance.verdict) != "advice":
        return ()
    strengths = {str(row.strength) for row in guidance.advice if str(row.action) != "no_guidance"}
    return tuple(f"guidance.sure.{name}" for name in _WEAKEST_STRENGTH_FIRST if name in strengths)[:1]


def _sources(guidance: GuidanceFacts, language: str, updated_on: date) -> tuple[str, ...]:
    guides: dict[tuple[str, str], None] = {}
    for row in guidance.advice:
        if row.guideline and row.guideline_year:
            guides[f"CPIC {row.guideline}", str(row.guideline_year)] = None
    facts: dict[str, SlotValue] = {"version": guidance.knowledge_version}
    return (
        *(say("guidance.source.guide", language, guide=name, year=year) for name, year in guides),
        say("guidance.source.facts", language, **facts),
        say("guidance.source.updated", language, day=updated_on),
    )
