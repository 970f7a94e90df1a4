"""Adapters for a desktop: development, end-to-end tests, and showing the app."""
