"""Say one sentence of the registry."""

from mendly_core.words.registry import Mark, Rendered, Sentence, SentenceError, SlotValue, index, render
from mendly_core.words.sentences import SENTENCES

REGISTRY = index(SENTENCES)


def entry(key: str) -> Sentence:
    """Return a registry entry. Raises SentenceError for an unknown key."""
    found = REGISTRY.get(key)
    if found is None:
        raise SentenceError(f"no such sentence: {key!r}")
    return found


def say(key: str, language: str, **slots: SlotValue) -> str:
    """Return the sentence in that language ("en", "es"), its slots filled.

    Raises SentenceError for an unknown key or language and for missing, unknown or ill-typed slots: always a
    mistake in the calling code, never in what a person typed.
    """
    return render(entry(key), language, slots).text


def phrase(key: str, language: str) -> str:
    """Return a wording without slots as it stands inside another sentence: its first letter stays small."""
    wording = next((words for known, words in entry(key).wordings.items() if known == language), None)
    if not isinstance(wording, str) or entry(key).slots:
        raise SentenceError(f"{key}: no plain wording in {language!r}")
    return wording


def say_with_names(key: str, language: str, **slots: SlotValue) -> Rendered:
    """Like `say`, with the names that were filled in, so the text can be graded."""
    return render(entry(key), language, slots)


def is_reviewed(key: str, language: str) -> bool:
    """Whether a person has signed this wording. An unsigned translation is an automatic draft."""
    return language in entry(key).reviewed


def english_too(key: str, language: str, **slots: SlotValue) -> str | None:
    """Return the English wording to show beside a safety sentence whose translation nobody has signed yet.

    None if the sentence is no safety sentence, or the shown wording is signed.
    """
    found = entry(key)
    if Mark.SAFETY not in found.marks or language in found.reviewed:
        return None
    return render(found, "en", slots).text
