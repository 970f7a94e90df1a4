"""The tables of tumour findings and therapies. SOURCES.md names where each comes from."""
