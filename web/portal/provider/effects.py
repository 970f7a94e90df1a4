"""Side effects on the page of a patient, each beside the gene finding of the medicine it may come from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from mendly.insights.selectors import InsightCard, insights_of
from mendly.medicines.side_effects import Effect, Report, side_effects_of
from mendly.policy import Actor, Category
from mendly_core.side_effects import RedFlag, red_flags
from mendly_core.words import say
from portal.provider.record import Record
from portal.wording import active_language


@dataclass(frozen=True, slots=True)
class ToldEffect:
    """One side effect. `cards` are about its medicine; `earlier` is how often it was told before.

    `genes_unknown`: the genes are shared, and nothing is known of them about this medicine.
    """

    id: UUID
    report: Report
    what: str
    severity: str
    flags: tuple[tuple[RedFlag, str], ...]
    cards: tuple[InsightCard, ...]
    genes_unknown: bool
    earlier: int


def told_effects(actor: Actor, record: Record) -> list[ToldEffect]:
    """Those that need help now first, then the newest."""
    cards: defaultdict[UUID | None, list[InsightCard]] = defaultdict(list)
    genes_shared = Category.GENES in record.shared
    if genes_shared:
        for card in insights_of(actor, record.patient, active_language()):
            cards[card.medicine].append(card)
    told = (
        _told(one, tuple(cards[one.now.medicine]), genes_shared)
        for one in side_effects_of(actor, record.patient)
    )
    return sorted(told, key=lambda one: not one.report.is_urgent)


def _told(effect: Effect, cards: tuple[InsightCard, ...], genes_shared: bool) -> ToldEffect:
    report, language = effect.now, active_language()
    flags = ((flag, say(f"effects.sign.{flag.sign}", language)) for flag in red_flags())
    return ToldEffect(
        effect.id,
        report,
        say(f"effects.what.{report.what}", language),
        say(f"effects.severity.{report.severity}", language),
        tuple((flag, words) for flag, words in flags if flag.sign in report.signs),
        cards,
        genes_shared and not cards,
        len(effect.earlier),
    )
