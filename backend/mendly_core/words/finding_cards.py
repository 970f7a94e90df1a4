"""The cards of inherited findings, one per finding, and what is said where nothing was seen.

Presence is told with what it means, silence only as "not found" or "not read". Every card asks for a clinical
laboratory before anyone acts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mendly_core.words.cards import CardText
from mendly_core.words.speech import english_too, phrase, say

if TYPE_CHECKING:
    from mendly_core.predisposition import CategoryAnswer, Finding, Frequency, SeenSite, VariantRule

_MEANS = {
    "g6pd.milder": "red_cells",
    "g6pd.stronger": "red_cells_stronger",
    "gaucher.two_copies": "gaucher",
    "mutyh.two_changes": "mutyh",
    "parkinson.gba1": "parkinson_gba1",
    "parkinson.lrrk2": "parkinson_lrrk2",
    "alpha1.two_s": "alpha1_little",
    "alpha1.one_z": "alpha1_one",
    "alpha1.z_and_s": "alpha1_mixed",
    "alpha1.two_z": "alpha1_two",
    "coeliac.marker": "coeliac",
    "dystonia.one_copy": "dystonia",
    "factor11.one_change": "bleeding_mild",
    "factor11.two_changes": "bleeding",
    "cholesterol.apob": "cholesterol",
    "breast_ovarian.brca1": "breast_ovarian_brca1",
    "breast_ovarian.brca2": "breast_ovarian_brca2",
    "iron.two_h63d": "iron_little",
    "iron.mixed": "iron_mixed",
    "iron.two_c282y": "iron_two",
    "prostate.hoxb13": "prostate",
    "clots.one_f2": "clots_one",
    "clots.one_f5": "clots_one",
    "clots.two_f2": "clots_two",
    "clots.two_f5": "clots_two",
    "clots.f5_and_f2": "clots_both_genes",
    "amyloid.v50m": "amyloid_v50m",
    "amyloid.v142i": "amyloid_v142i",
    "memory.one_e4": "memory_one_e4",
    "memory.two_e4": "memory_two_e4",
    "memory.e2_e4": "memory_e2_e4",
}
_TAG_CONDITIONS = frozenset({"coeliac"})
_SAFETY_KEYS = ("findings.do.confirm", "findings.safety", "findings.sure.home_test")
_SILENCE_KEYS = ("findings.not_found.means", "findings.not_tested.means")


@dataclass(frozen=True, slots=True)
class CategoryText:
    """The page of one category: a card per finding, then the lines about what was not found or not read.

    `english` repeats safety lines in English while nobody has signed their translation.
    """

    title: str
    cards: tuple[CardText, ...]
    silence: tuple[str, ...]
    english: tuple[str, ...]


def category_page(answer: CategoryAnswer, language: str) -> CategoryText:
    """Return the page of one category that the person chose to see."""
    cards = tuple(
        finding_card(finding, language, version=answer.knowledge_version) for finding in answer.findings
    )
    silence = _silence(answer, language)
    if not cards:
        cards = (_silent_card(answer, silence, language),)
        silence = ()
    return CategoryText(
        title=say(f"choices.name.{answer.category}", language),
        cards=cards,
        silence=silence,
        english=_english(_said(silence, language), language),
    )


def finding_card(finding: Finding, language: str, *, version: str) -> CardText:
    """Return the card of one finding. `version`: the version of the tables behind it."""
    condition = phrase(f"findings.name.{finding.condition}", language)
    todo = [say("findings.do.confirm", language)]
    if finding.opt_in:
        todo.append(say("findings.do.counselor", language))
    return CardText(
        title=condition[:1].upper() + condition[1:],
        level="watch",
        headline=say("findings.headline", language, condition=condition),
        saw=tuple(_saw(finding, language)),
        means=(
            say(f"findings.means.{_MEANS[finding.outcome]}", language),
            *_chances(finding.frequencies, language),
            say("findings.sure.no_diagnosis", language),
        ),
        todo=(*todo, say("findings.safety", language)),
        sure=tuple(say(key, language) for key in _how_sure(finding)),
        not_looked_at=(say("findings.not_found.means", language),),
        sources=(say("findings.source", language, version=version),),
        for_your_doctor=tuple(_doctor_lines(finding, language)),
        english_safety=_english((*_SAFETY_KEYS, "findings.not_found.means"), language),
    )


def _english(keys: Sequence[str], language: str) -> tuple[str, ...]:
    return tuple(filter(None, (english_too(key, language) for key in keys)))


def _said(silence: Sequence[str], language: str) -> tuple[str, ...]:
    """Those of the safety lines about silence that stand among these lines."""
    return tuple(key for key in _SILENCE_KEYS if say(key, language) in silence)


def _saw(finding: Finding, language: str) -> Iterator[str]:
    kind = finding.outcome.partition(".")[2]
    if finding.condition == "memory":
        yield say(f"findings.saw.{kind}", language, gene=finding.genes[0])
        return
    for gene in finding.genes:
        sites = [site for site in finding.sites if site.gene == gene]
        yield say(f"findings.saw.{_how_many(sites)}", language, gene=gene)
    if not finding.proven:
        yield say("findings.saw.unproven", language)


def _how_many(sites: Sequence[SeenSite]) -> str:
    if len(sites) > 1:
        return "different"
    (site,) = sites
    if len(site.bases) == 1:
        return "single"
    return "two" if site.copies == len(site.bases) else "one"


def _chances(frequencies: Sequence[Frequency], language: str) -> Iterator[str]:
    for entry in frequencies:
        yield _chance(entry, language)
    yield say(f"findings.chance.{'average' if frequencies else 'unknown'}", language)


def _chance(entry: Frequency, language: str) -> str:
    if entry.result != "illness":
        return say(f"findings.chance.{entry.result}", language, many=entry.high, age=entry.age or 0)
    if entry.age is None:
        return say("findings.chance.people", language, many=entry.high)
    if entry.low == entry.high:
        return say("findings.chance.people_by_age", language, many=entry.high, age=entry.age)
    return say("findings.chance.people_range", language, low=entry.low, high=entry.high, age=entry.age)


def _how_sure(finding: Finding) -> Iterator[str]:
    if finding.disputed:
        yield "findings.sure.disputed"
    yield "findings.sure.home_test"
    if any(site.hard_to_read for site in finding.sites):
        yield "findings.sure.hard_place"
    if finding.condition in _TAG_CONDITIONS:
        yield "findings.sure.tag"
    yield "findings.sure.not_checked"


def _silence(answer: CategoryAnswer, language: str) -> tuple[str, ...]:
    lines = [
        say("findings.alone.g6pd" if site.gene == "G6PD" else "findings.alone", language, gene=site.gene)
        for site in answer.seen_alone
    ]
    if answer.not_found:
        lines.append(say("findings.not_found", language, changes=len(answer.not_found)))
        lines.append(say("findings.not_found.means", language))
    if answer.not_tested:
        lines.append(say("findings.not_tested", language, changes=len(answer.not_tested)))
        lines.append(say("findings.not_tested.means", language))
    return tuple(dict.fromkeys(lines))


def _silent_card(answer: CategoryAnswer, silence: tuple[str, ...], language: str) -> CardText:
    seen_any = bool(answer.seen_alone or answer.not_found)
    name = say(f"choices.name.{answer.category}", language)
    if answer.seen_alone:
        headline = silence[0]
    else:
        headline = say(f"findings.headline.{'none' if seen_any else 'unread'}", language)
    return CardText(
        title=name,
        level="unknown",
        headline=headline,
        saw=(),
        means=tuple(line for line in silence if line != headline),
        todo=(say("findings.do.nothing_seen", language), say("findings.safety", language)),
        sure=(say("findings.sure.not_checked", language),),
        not_looked_at=(),
        sources=(say("findings.source", language, version=answer.knowledge_version),),
        for_your_doctor=(),
        english_safety=_english((*_said(silence, language), "findings.safety"), language),
    )


def _doctor_lines(finding: Finding, language: str) -> Iterator[str]:
    for site in finding.sites:
        yield _site_line(site, language)
    for rule in finding.rules:
        yield _rule_line(rule, language)
    if not finding.proven:
        yield say("findings.doctor.phase", language)
    yield say("findings.doctor.unsigned", language)


def _site_line(site: SeenSite, language: str) -> str:
    return say(
        "findings.doctor.site",
        language,
        gene=site.gene,
        name=site.name,
        rsid=site.rsid,
        bases="/".join(site.bases),
        copies=site.copies,
        of=len(site.bases),
        place=f"{site.chrom}:{site.pos38} (GRCh38), {site.pos37} (GRCh37)",
        origin=site.origin or "record",
    )


def _rule_line(rule: VariantRule, language: str) -> str:
    kind = ":".join(filter(None, (rule.kind, ";".join(rule.others))))
    return say(
        "findings.doctor.rule",
        language,
        rule=f"{rule.rsid} {kind}",
        note=rule.penetrance_note,
        basis=rule.basis,
        check=rule.verified_by,
    )
