"""The packaged fact tables, read by :mod:`mendly_core.genes.knowledge.loader`. Origins: SOURCES.md."""
