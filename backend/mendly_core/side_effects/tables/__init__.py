"""The table of signs that need help at once. SOURCES.md names where each comes from."""
