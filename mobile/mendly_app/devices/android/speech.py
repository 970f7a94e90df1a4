"""Reading aloud on Android: one engine, in the person's language, on Android's own thread."""

# mypy: allow-subclassing-any, allow-untyped-decorators
from __future__ import annotations

from typing import Any

from jnius import PythonJavaClass, autoclass, java_method

from mendly_app.devices.android.place import context

UTTERANCE = "mendly"


class _OnReady(PythonJavaClass):
    """Hears when the engine has started."""

    __javainterfaces__ = ("android/speech/tts/TextToSpeech$OnInitListener",)

    def __init__(self, speech: AndroidSpeech) -> None:
        super().__init__()
        self._speech = speech

    @java_method("(I)V")
    def onInit(self, status: int) -> None:  # noqa: N802 - the name of Java's interface
        self._speech.engine_started(status)


class AndroidSpeech:
    """Fits the port `Speech`. The engine takes a moment to start; what was asked for first is said then."""

    def __init__(self) -> None:
        self._waiting: tuple[str, str] | None = None
        self._ready = False
        self._listener = _OnReady(self)
        self._engine: Any = autoclass("android.speech.tts.TextToSpeech")(context(), self._listener)

    def is_available(self) -> bool:
        return True

    def engine_started(self, status: int) -> None:
        self._ready = status == autoclass("android.speech.tts.TextToSpeech").SUCCESS
        if self._ready and self._waiting is not None:
            text, language = self._waiting
            self._waiting = None
            self.say(text, language)

    def say(self, text: str, language: str) -> None:
        if not self._ready:
            self._waiting = (text, language)
            return
        self._engine.setLanguage(autoclass("java.util.Locale").forLanguageTag(language))
        flush = autoclass("android.speech.tts.TextToSpeech").QUEUE_FLUSH
        self._engine.speak(text, flush, None, UTTERANCE)

    def stop(self) -> None:
        self._waiting = None
        self._engine.stop()
