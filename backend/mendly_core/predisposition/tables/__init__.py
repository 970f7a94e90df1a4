"""The tables of inherited variants. SOURCES.md names where each comes from."""
