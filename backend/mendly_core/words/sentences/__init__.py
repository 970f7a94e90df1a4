"""The sentences, one module per topic."""

from mendly_core.words.registry import Sentence
from mendly_core.words.sentences import (
    alerts,
    consent,
    doctor,
    doses,
    emergency,
    faults,
    genes,
    guidance,
    guidance_todo,
    interactions,
    messages,
    notices,
    readings,
    sharing,
    uploads,
)

SENTENCES: tuple[Sentence, ...] = (
    *genes.SENTENCES,
    *guidance.SENTENCES,
    *guidance_todo.SENTENCES,
    *doctor.SENTENCES,
    *doses.SENTENCES,
    *readings.SENTENCES,
    *alerts.SENTENCES,
    *emergency.SENTENCES,
    *messages.SENTENCES,
    *interactions.SENTENCES,
    *uploads.SENTENCES,
    *consent.SENTENCES,
    *sharing.SENTENCES,
    *notices.SENTENCES,
    *faults.SENTENCES,
)
