"""The glossary entries, one module per topic."""

from mendly_core.words.terms import body, care, genes, medicines
from mendly_core.words.terms.shape import Term

TERMS: tuple[Term, ...] = (*genes.TERMS, *medicines.TERMS, *body.TERMS, *care.TERMS)
