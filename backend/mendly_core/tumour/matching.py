"""From the findings of a report and a disease to what the tables say: for, against, and for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from mendly_core.tumour.errors import TumourReportRefused
from mendly_core.tumour.facts import ANY_SOLID, Disease, Evidence, TumourFacts, alternatives, tumour_facts
from mendly_core.tumour.names import comparable
from mendly_core.tumour.report import ReportLine, TumourReport

Fit = Literal["same", "wider", "any_solid", "narrower", "excluded", "other", "not_given"]

_NEAREST_FIRST: tuple[Fit, ...] = ("same", "wider", "any_solid", "narrower", "not_given", "excluded", "other")
_FITTING = frozenset({"same", "wider", "any_solid"})


@dataclass(frozen=True, slots=True)
class TumourMatch:
    """One row of the tables that the report meets.

    `fit`: same disease; wider (the row is for a group it belongs to); any_solid; narrower (the row is for one
    kind of it); excluded (an any-site row that leaves it out); other; not_given. `lines` are the typed lines
    behind it. `against` names therapies of this row that another fitting row speaks against.
    """

    evidence: Evidence
    fit: Fit
    lines: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TumourAnswer:
    """What the list says about one report. Rows for and against stand together, nearest disease first.

    `not_in_list` and `other_lines` were not matched: that never means that there is no treatment.
    """

    disease: str
    matches: tuple[TumourMatch, ...]
    without_row: tuple[ReportLine, ...]
    not_in_list: tuple[ReportLine, ...]
    other_lines: tuple[ReportLine, ...]
    knowledge_version: str


def diseases() -> tuple[Disease, ...]:
    """Return the diseases to choose from."""
    return tuple(tumour_facts().diseases.values())


def find_disease(text: str) -> Disease:
    """Return the disease of that name. Raises :class:`TumourReportRefused` ("unknown_disease")."""
    wanted = comparable(text)
    for disease in diseases():
        if wanted and wanted in {comparable(name) for name in (disease.name, *disease.other_names)}:
            return disease
    raise TumourReportRefused("unknown_disease")


def match_report(
    report: TumourReport, disease: str | None, *, imported: Sequence[Evidence] = ()
) -> TumourAnswer:
    """Return every row the report meets. `disease`: a name of :func:`diseases`, or None if it was not given.

    `imported` adds the rows of an imported table. Raises :class:`TumourReportRefused` for an unknown disease.
    """
    facts = tumour_facts()
    chosen = find_disease(disease) if disease is not None else None
    holding = with_members(report.findings, facts)
    met = [row for row in (*facts.evidence, *imported) if holds(row.profile, holding)]
    fitted = sorted(((_fit(row, chosen, facts), row) for row in met), key=_nearest_first)
    matches = tuple(
        TumourMatch(row, fit, _lines_behind(row.profile, report, facts), _against(row, fitted))
        for fit, row in fitted
    )
    told = {line for match in matches for line in match.lines}
    recognised = [line for line in report.lines if line.status == "recognised"]
    return TumourAnswer(
        disease=chosen.name if chosen else "",
        matches=matches,
        without_row=tuple(line for line in recognised if line.text not in told),
        not_in_list=tuple(line for line in report.lines if line.status == "not_in_list"),
        other_lines=tuple(line for line in report.lines if line.status not in ("recognised", "not_in_list")),
        knowledge_version=facts.version,
    )


def with_members(findings: Iterable[str], facts: TumourFacts) -> frozenset[str]:
    """Return the findings and the wider ones they belong to by their meaning."""
    found = set(findings)
    return frozenset(found | {wider for name in found for wider in facts.members.get(name, ())})


def holds(profile: str, findings: frozenset[str]) -> bool:
    """Whether the findings meet a profile: by its own name, or by all parts of one of its alternatives."""
    return profile in findings or any(group <= findings for group in alternatives(profile))


def _nearest_first(entry: tuple[Fit, Evidence]) -> tuple[int, str, str, tuple[str, ...]]:
    """Nearest disease, then level. What a row speaks for or against plays no part in its place."""
    fit, row = entry
    return _NEAREST_FIRST.index(fit), row.level, row.profile, row.therapies


def _fit(row: Evidence, chosen: Disease | None, facts: TumourFacts) -> Fit:
    if chosen is None:
        return "not_given"
    if row.disease == chosen.name:
        return "same"
    lineage = _with_wider(chosen, facts)
    if facts.exclusions.get((row.profile, row.disease), frozenset()) & lineage:
        return "excluded"
    if row.disease == ANY_SOLID:
        return "any_solid" if chosen.kind == "solid" else "other"
    if row.disease in lineage:
        return "wider"
    of_row = facts.diseases.get(row.disease)
    return "narrower" if of_row and chosen.name in _with_wider(of_row, facts) else "other"


def _with_wider(disease: Disease, facts: TumourFacts) -> frozenset[str]:
    names = {disease.name}
    while disease.part_of:
        disease = facts.diseases[disease.part_of]
        names.add(disease.name)
    return frozenset(names)


def _lines_behind(profile: str, report: TumourReport, facts: TumourFacts) -> tuple[str, ...]:
    wanted = {profile}.union(*alternatives(profile))
    return tuple(
        dict.fromkeys(line.text for line in report.lines if with_members(line.findings, facts) & wanted)
    )


def _against(row: Evidence, fitted: Sequence[tuple[Fit, Evidence]]) -> tuple[str, ...]:
    """The medicines of a hopeful row that a fitting row speaks against."""
    if row.meaning != "may_help":
        return ()
    doubted = {
        therapy
        for fit, other in fitted
        if other.meaning != "may_help" and fit in _FITTING
        for therapy in other.therapies
    }
    return tuple(therapy for therapy in row.therapies if therapy in doubted)
