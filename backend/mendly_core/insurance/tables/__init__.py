"""The tables of insurance facts by country. SOURCES.md names where each comes from."""
