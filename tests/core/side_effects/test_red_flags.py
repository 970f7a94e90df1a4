"""The short list of signs that need help at once: each names its source, and nothing else opens the line."""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from mendly_core.side_effects import Severity, needs_help_now, red_flags

SIGNS = [flag.sign for flag in red_flags()]


def test_each_sign_names_a_source_with_its_date_and_page() -> None:
    assert len(SIGNS) == 5
    for flag in red_flags():
        assert flag.source.startswith("NHS, ")
        assert flag.page.startswith("https://www.nhs.uk/")
        assert 2020 <= flag.source_date.year <= 2026
        assert flag.note


@pytest.mark.parametrize("severity", Severity)
def test_severe_or_any_one_sign_needs_help_now(severity: Severity) -> None:
    some = chain.from_iterable(combinations(SIGNS, n) for n in range(len(SIGNS) + 1))
    for signs in some:
        assert needs_help_now(severity, signs) == (severity is Severity.SEVERE or bool(signs))


def test_a_word_that_is_no_sign_opens_nothing() -> None:
    assert not needs_help_now(Severity.MODERATE, ["itching", ""])
