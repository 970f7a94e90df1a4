"""The sentences, one module per topic."""

from mendly_core.words.registry import Sentence
from mendly_core.words.sentences import doctor, genes, guidance

SENTENCES: tuple[Sentence, ...] = (
    *genes.SENTENCES,
    *guidance.SENTENCES,
    *doctor.SENTENCES,
)
