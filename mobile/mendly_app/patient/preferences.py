"""How the app looks and speaks on this phone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mendly_app.sync.store import Store

LANGUAGES = ("en", "es")
TEXT_SIZES = (1.0, 1.15, 1.3, 1.6, 2.0)
LOOKS = ("auto", "light", "dark")
PREFERENCES = "preferences"


@dataclass(frozen=True, slots=True)
class Preferences:
    """`language` "" means that of the person's account, or of the phone before it is paired."""

    language: str = ""
    text_size: float = 1.0
    look: str = "auto"
    count_steps: bool = False


def load_preferences(store: Store) -> Preferences:
    """Read the settings; values that this version does not offer become the default."""
    saved: dict[str, Any] = store.kept(PREFERENCES, {})
    standard = Preferences()
    language, text_size, look = saved.get("language"), saved.get("text_size"), saved.get("look")
    return Preferences(
        language=language if language in LANGUAGES else standard.language,
        text_size=text_size if text_size in TEXT_SIZES else standard.text_size,
        look=look if look in LOOKS else standard.look,
        count_steps=saved.get("count_steps") is True,
    )


def save_preferences(store: Store, preferences: Preferences) -> None:
    with store.transaction():
        store.keep(PREFERENCES, asdict(preferences))
