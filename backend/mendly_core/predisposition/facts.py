"""The facts about inherited variants: loaded once, checked, and indexed by site, rule and category."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast, get_args

from mendly_core.genes.knowledge import Site, knowledge_version
from mendly_core.knowledge_pack import knowledge_folder, per_pack, read_part
from mendly_core.packs import Pack, Row, listed, require

RuleKind = Literal["het", "hom", "compound", "two_rsids"]
Onset = Literal["any_age", "adult"]
Sharing = Literal["one_copy", "two_copies", "x_linked", "each_gene", "marker"]

APOE_E2_E4 = "memory.e2_e4"
"""The outcome of C/T at both APOE sites: an e4 was found, and the tables say nothing on this pair."""

_HELPER_CLASS = "needed_for_call"
_RuleKey = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class VariantSite:
    """One listed place. Bases are plus strand, anchored and left-aligned, the same in both builds.

    `only_from_37`: the GRCh38 reference base was never confirmed. `helper`: read for another site's sake,
    never a finding (APOE rs7412). `hard_to_read`: consumer arrays often get this place wrong.
    """

    gene: str
    rsid: str
    name: str
    chrom: str
    pos38: int
    pos37: int
    ref38: str
    ref37: str
    risk: str
    other: str
    category: str
    only_from_37: bool
    helper: bool
    hard_to_read: bool

    def wanted(self) -> Site:
        """The same place in the shape that the readers of DNA files look for."""
        sizes = len(self.risk) - len(self.other)
        return Site(
            gene=self.gene,
            chrom=self.chrom,
            pos38=self.pos38,
            pos37=self.pos37,
            rsid=self.rsid,
            ref38=self.ref38,
            ref37=self.ref37,
            alts=(self.other if self.risk == self.ref38 else self.risk,),
            kind="snv" if sizes == 0 else "ins" if sizes > 0 else "del",
            required=False,
            tier1=(),
            pos37_assumed=False,
            role="predisposition",
        )


@dataclass(frozen=True, slots=True)
class Condition:
    """What a finding is about. `key` is stable; `onset` decides whether it may be shown to a minor."""

    key: str
    name: str
    category: str
    onset: Onset


@dataclass(frozen=True, slots=True)
class Category:
    """One choice of the person. `opt_in`: hidden until the person asks for exactly this category."""

    key: str
    opt_in: bool
    conditions: tuple[Condition, ...]
    genes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariantRule:
    """One genotype rule. Of several that fit in one gene and condition, the highest `rank` speaks."""

    condition: str
    gene: str
    rsid: str
    kind: RuleKind
    others: tuple[str, ...]
    outcome: str
    rank: int
    sharing: Sharing
    effect_class: str
    penetrance_note: str
    populations: str
    basis: str
    verified_by: str
    note: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class Frequency:
    """Of 100 people of `group` with this finding, `low` to `high` get `result`, by `age` where it is stated."""

    outcome: str
    group: str
    result: str
    low: int
    high: int
    age: int | None


@dataclass(frozen=True, slots=True)
class PredispositionFacts:
    """The whole pack. Mappings keep the order of the tables."""

    version: str
    sites: Mapping[str, VariantSite]
    rules: tuple[VariantRule, ...]
    conditions: Mapping[str, Condition]
    categories: Mapping[str, Category]
    frequencies: Mapping[str, tuple[Frequency, ...]]

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome a finding can have."""
        return (*dict.fromkeys(rule.outcome for rule in self.rules), APOE_E2_E4)


@per_pack
def predisposition_facts() -> PredispositionFacts:
    """The pack, loaded and checked once. Raises :class:`mendly_core.packs.DamagedPack`."""
    pack = read_part("predisposition", knowledge_folder())
    conditions = {row["condition"]: _condition(row) for row in pack.tables["conditions"]}
    sites = _sites(pack, conditions)
    rules = _rules(pack, conditions)
    return PredispositionFacts(
        version=knowledge_version().full,
        sites=MappingProxyType(sites),
        rules=rules,
        conditions=MappingProxyType({condition.key: condition for condition in conditions.values()}),
        categories=MappingProxyType(_categories(pack, conditions)),
        frequencies=MappingProxyType(_frequencies(pack, rules)),
    )


def _condition(row: Row) -> Condition:
    require(row["onset"] in get_args(Onset), f"conditions: no such onset: {row['onset']}")
    return Condition(row["key"], row["condition"], row["category"], cast(Onset, row["onset"]))


def _sites(pack: Pack, conditions: Mapping[str, Condition]) -> dict[str, VariantSite]:
    sites: dict[str, VariantSite] = {}
    for row in pack.tables["variants"]:
        require(row["condition"] in conditions, f"variants: {row['condition']} has no key")
        site = _site(row, conditions[row["condition"]].category)
        require(
            sites.setdefault(site.rsid, site) == site,
            f"variants: the rows of {site.rsid} differ or mix categories",
        )
    return sites


def _site(row: Row, category: str) -> VariantSite:
    risk, other, refs = row["risk_allele"], row["other_allele"], {row["ref38"], row["ref37"]}
    where = f"variants: {row['rsid']}"
    require(risk != other and not (risk + other).strip("ACGT"), f"{where}: the bases are not two")
    require(refs <= {risk, other}, f"{where}: the reference base is neither of the two")
    require(
        (row["ref37"] == risk) == (row["grch37_ref_is_risk"] == "1"), f"{where}: the mark of map 37 is wrong"
    )
    require(
        row["confirm_in_lab"] == "1" == row["not_reassuring_if_absent"], f"{where}: a row may not reassure"
    )
    require(row["opt_in"] in ("0", "1"), f"{where}: opt_in")
    return VariantSite(
        gene=row["gene"],
        rsid=row["rsid"],
        name=row["name"],
        chrom=row["chrom"],
        pos38=int(row["pos38"]),
        pos37=int(row["pos37"]),
        ref38=row["ref38"],
        ref37=row["ref37"],
        risk=risk,
        other=other,
        category=category,
        only_from_37="base38 assumed" in listed(row["verified_by"]),
        helper=row["effect_class"] == _HELPER_CLASS,
        hard_to_read=len(risk) != len(other) or row["gene"] == "GBA1",
    )


def _rules(pack: Pack, conditions: Mapping[str, Condition]) -> tuple[VariantRule, ...]:
    spoken = {_rule_key(row): row for row in pack.tables["outcomes"]}
    speaking = [row for row in pack.tables["variants"] if row["effect_class"] != _HELPER_CLASS]
    require(
        set(spoken) == {_rule_key(row) for row in speaking} and len(spoken) == len(speaking),
        "outcomes: the rules are not those of the variants",
    )
    known = {row["rsid"] for row in pack.tables["variants"]}
    rules = tuple(_rule(row, spoken[_rule_key(row)], conditions) for row in speaking)
    require(
        all(other in known for rule in rules for other in rule.others),
        "variants: a rule names an unknown rsID",
    )
    return rules


def _rule_key(row: Row) -> _RuleKey:
    return row["condition"], row["gene"], row["rsid"], row["genotype_rule"]


def _rule(row: Row, spoken: Row, conditions: Mapping[str, Condition]) -> VariantRule:
    kind, _, others = row["genotype_rule"].partition(":")
    require(kind in get_args(RuleKind), f"variants: no such rule: {row['genotype_rule']}")
    require(bool(others) == (kind in ("compound", "two_rsids")), f"variants: {row['genotype_rule']}")
    require(spoken["sharing"] in get_args(Sharing), f"outcomes: no such sharing: {spoken['sharing']}")
    return VariantRule(
        condition=conditions[row["condition"]].key,
        gene=row["gene"],
        rsid=row["rsid"],
        kind=cast(RuleKind, kind),
        others=listed(others),
        outcome=spoken["outcome"],
        rank=int(spoken["rank"]),
        sharing=cast(Sharing, spoken["sharing"]),
        effect_class=row["effect_class"],
        penetrance_note=row["penetrance_note"],
        populations=row["populations"],
        basis=row["basis"],
        verified_by=row["verified_by"],
        note=row["note"],
        reviewed=row["reviewed"],
    )


def _categories(pack: Pack, conditions: Mapping[str, Condition]) -> dict[str, Category]:
    rows = pack.tables["variants"]
    categories: dict[str, Category] = {}
    for key in dict.fromkeys(condition.category for condition in conditions.values()):
        members = tuple(condition for condition in conditions.values() if condition.category == key)
        of_category = [row for row in rows if conditions[row["condition"]].category == key]
        opt_in = {row["opt_in"] for row in of_category}
        require(len(opt_in) == 1, f"conditions: {key} mixes opt-in with other conditions")
        found_in = tuple(dict.fromkeys(row["gene"] for row in of_category))
        categories[key] = Category(key, opt_in == {"1"}, members, found_in)
    return categories


def _frequencies(pack: Pack, rules: tuple[VariantRule, ...]) -> dict[str, tuple[Frequency, ...]]:
    notes: dict[str, set[str]] = {}
    for rule in rules:
        notes.setdefault(rule.outcome, set()).add(rule.penetrance_note)
    found: dict[str, tuple[Frequency, ...]] = {}
    for row in pack.tables["frequencies"]:
        outcome = row["outcome"]
        require(notes.get(outcome) == {row["from_note"]}, f"frequencies: {outcome} does not rest on its note")
        low, high = int(row["low"]), int(row["high"])
        require(0 < low <= high <= 100, f"frequencies: {outcome} is not out of 100")
        age = int(row["age"]) if row["age"] else None
        entry = Frequency(outcome, row["group"], row["result"], low, high, age)
        found[outcome] = (*found.get(outcome, ()), entry)
    return found
