"""Kinds of data, as people call them: for lists of what somebody sees, saw or may do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from mendly.policy import Category

KINDS: Final[Mapping[Category, Promise]] = MappingProxyType(
    {
        Category.PROFILE: pgettext_lazy("kind of data", "Name and birth date"),
        Category.MEDICINES: pgettext_lazy("kind of data", "Medicines and doses"),
        Category.READINGS: pgettext_lazy("kind of data", "Health readings"),
        Category.GENES: pgettext_lazy("kind of data", "Genes"),
        Category.DRUG_RESPONSE: pgettext_lazy("kind of data", "What genes say about medicines"),
        Category.TUMOURS: pgettext_lazy("kind of data", "Tumor reports"),
        Category.MESSAGES: pgettext_lazy("kind of data", "Messages"),
        Category.CHOICES: pgettext_lazy("kind of data", "What you want to know"),
        Category.SHARING: pgettext_lazy("kind of data", "What is shared"),
        Category.ACCESS_LOG: pgettext_lazy("kind of data", "The list of who looked"),
        Category.EVERYTHING: pgettext_lazy("kind of data", "All of it, in one file"),
        Category.CLINIC: pgettext_lazy("kind of data", "A list at the clinic"),
    }
)


def kind_words(category: str) -> str:
    """The name of a kind; nothing for one that has none."""
    return next((str(words) for kind, words in KINDS.items() if kind == category), "")
