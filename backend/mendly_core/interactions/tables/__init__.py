"""The tables of medicines that should not meet. SOURCES.md names where each comes from."""
