"""The lines of a card that are meant for the reader's doctor: terms, strength, population, guideline.

The detail of a row (dose figures, steps, other drugs) stays in the provider's own view: the person who takes
the medicine reads this card too.
"""

from mendly_core.words.shapes import AdviceFacts, GeneUseFacts, GuidanceFacts
from mendly_core.words.speech import say

_WITHOUT_RESULT = ("not_tested", "not_callable")
_NOTHING = "-"


def doctor_lines(guidance: GuidanceFacts, language: str, *, signed: bool) -> tuple[str, ...]:
    """Return one line per gene, two or more per advice row, and whether a clinician signed the rows."""
    lines = [_gene_line(use, language) for use in guidance.genes]
    if guidance.advice and "withdrawn" in guidance.limits:
        lines.append(say("doctor.withdrawn_rows", language))
    elif guidance.advice and str(guidance.verdict) == "cannot_tell":
        lines.append(say("doctor.possible_rows", language))
    for row in guidance.advice:
        lines += advice_lines(row, language)
    if guidance.limits:
        lines.append(say("doctor.limits", language, limits=", ".join(guidance.limits)))
    if guidance.advice:
        lines.append(say("doctor.dose_figures", language))
        if not signed:
            lines.append(say("doctor.unsigned", language))
    return tuple(dict.fromkeys(lines))


def advice_actions(guidance: GuidanceFacts, language: str) -> tuple[tuple[str, str], ...]:
    """Return (population, action) of each row, in the doctor's words."""
    return tuple(
        (
            say(f"doctor.population.{row.population}", language),
            say(f"doctor.action.{row.action}", language),
        )
        for row in guidance.advice
    )


def advice_lines(row: AdviceFacts, language: str) -> list[str]:
    """Return what one guideline row says, without its dose figures: population, action, effect, strength, source."""
    lines = [
        say(
            "doctor.advice",
            language,
            population=say(f"doctor.population.{row.population}", language),
            action=say(f"doctor.action.{row.action}", language),
            effect=say(f"doctor.effect.{row.effect}", language),
            strength=say(f"doctor.strength.{row.strength}", language),
        )
    ]
    if row.note:
        lines.append(say("doctor.note", language, note=row.note))
    if row.guideline and row.guideline_year:
        guide, year = f"CPIC {row.guideline}", str(row.guideline_year)
        lines.append(say("doctor.guideline", language, guide=guide, year=year, pmid=row.pmid or _NOTHING))
    return lines


def _gene_line(use: GeneUseFacts, language: str) -> str:
    state = say(f"doctor.state.{'lab' if use.from_lab else use.state}", language)
    if str(use.state) in _WITHOUT_RESULT:
        return say("doctor.gene_without_result", language, gene=use.gene, state=state)
    stated = (" | ".join(use.diplotypes), " | ".join(use.phenotypes), use.lookup or "")
    result = "; ".join(dict.fromkeys(text for text in stated if text)) or _NOTHING
    return say("doctor.gene", language, gene=use.gene, result=result, state=state)
