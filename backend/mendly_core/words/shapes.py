"""What the sentences need to know about gene results and guidance.

Protocols, so that words import nothing of the gene engine: the data classes of `mendly_core.genes` fit as
they are. States, verdicts, actions, effects and strengths are that engine's strings (or string enums).
"""

from collections.abc import Sequence
from typing import Protocol


class GeneFacts(Protocol):
    """One gene's result: `GeneResult` and `GeneUse` fit.

    `state`: called, called_with_limits, ambiguous, not_tested, not_callable. `phenotypes`: as the gene facts
    spell them. `lookups`: the keys of the guideline table, the only result of CYP4F2 and IFNL3.
    """

    @property
    def gene(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def phenotypes(self) -> Sequence[str]: ...


class TierOneFacts(Protocol):
    """One well-known change of a gene (AMP tier 1), and whether all its places were seen."""

    @property
    def seen(self) -> bool: ...


class GeneResultFacts(GeneFacts, Protocol):
    """One gene's result with its reason code. `variants`: named changes seen, also without a result."""

    @property
    def reason(self) -> str: ...
    @property
    def lookups(self) -> Sequence[str]: ...
    @property
    def variants(self) -> Sequence[str]: ...
    @property
    def tier1(self) -> Sequence[TierOneFacts]: ...


class GeneReportFacts(GeneFacts, Protocol):
    """One gene's result with all that a report shows: `GeneResult` fits."""

    @property
    def reason(self) -> str: ...
    @property
    def lookups(self) -> Sequence[str]: ...
    @property
    def variants(self) -> Sequence[str]: ...
    @property
    def diplotypes(self) -> Sequence[str]: ...
    @property
    def activity_scores(self) -> Sequence[str]: ...
    @property
    def seen(self) -> Sequence[str]: ...
    @property
    def not_seen(self) -> Sequence[str]: ...
    @property
    def cannot_rule_out(self) -> Sequence[str]: ...
    @property
    def origin(self) -> str: ...
    @property
    def knowledge_version(self) -> str: ...


class GeneUseFacts(GeneFacts, Protocol):
    """One gene as the guidance for a medicine used it."""

    @property
    def lookup(self) -> str | None: ...
    @property
    def diplotypes(self) -> Sequence[str]: ...
    @property
    def from_lab(self) -> bool: ...


class AdviceFacts(Protocol):
    """One row of the guideline table."""

    @property
    def population(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def effect(self) -> str: ...
    @property
    def strength(self) -> str: ...
    @property
    def guideline(self) -> str: ...
    @property
    def guideline_year(self) -> str: ...
    @property
    def pmid(self) -> str: ...
    @property
    def note(self) -> str: ...


class GuidanceFacts(Protocol):
    """What the guideline table says about one ingredient and one person's genes.

    `verdict`: advice, cannot_tell, no_guidance, not_tested. The rows in `advice` are an answer only with the
    verdict advice. `limits` are `code` or `code:gene`.
    """

    @property
    def ingredient(self) -> str: ...
    @property
    def genes(self) -> Sequence[GeneUseFacts]: ...
    @property
    def verdict(self) -> str: ...
    @property
    def advice(self) -> Sequence[AdviceFacts]: ...
    @property
    def limits(self) -> Sequence[str]: ...
    @property
    def knowledge_version(self) -> str: ...


class InfluenceFacts(Protocol):
    """A medicine that changes how fast a gene's enzyme works; the words are the table's."""

    @property
    def ingredient(self) -> str: ...
    @property
    def strength(self) -> str: ...
    @property
    def effect(self) -> str: ...
    @property
    def source(self) -> str: ...


class OutcomeFacts(Protocol):
    """Scores and phenotypes of a gene, and what guidelines say about a medicine with them."""

    @property
    def activity_scores(self) -> Sequence[str]: ...
    @property
    def phenotypes(self) -> Sequence[str]: ...
    @property
    def guidance(self) -> Sequence[GuidanceFacts]: ...


class EndingFacts(Protocol):
    """What would hold once `ingredient` has ended; `outcome` is None where that is not known."""

    @property
    def ingredient(self) -> str: ...
    @property
    def outcome(self) -> OutcomeFacts | None: ...
    @property
    def stays(self) -> Sequence[InfluenceFacts]: ...


class RightNowFacts(Protocol):
    """One medicine and one gene that others of the list act on. `kind`: score_changed or caution (`now` is None)."""

    @property
    def ingredient(self) -> str: ...
    @property
    def gene(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def influences(self) -> Sequence[InfluenceFacts]: ...
    @property
    def by_genes(self) -> OutcomeFacts: ...
    @property
    def now(self) -> OutcomeFacts | None: ...
    @property
    def endings(self) -> Sequence[EndingFacts]: ...
