"""Signals: series types, thresholds, steps, charts, averages. Only `chunks` needs numpy and zstandard."""
