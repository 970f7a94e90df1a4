"""The phone's parts, each behind a port. Adapters: Android, plyer, desktop; fakes for tests."""
