"""The API's table of contents: every room adds its own routes."""

from __future__ import annotations

from importlib import import_module

from django.urls import URLPattern, URLResolver

ROOMS = (
    "accounts",
    "care",
    "consent",
    "notify",
    "genome",
    "medicines",
    "vitals",
    "messaging",
    "predisposition",
    "insights",
    "alerts",
    "worklist",
    "sync",
    "leaving",
    "ops",
)

urlpatterns: list[URLPattern | URLResolver] = []
for room in ROOMS:
    urlpatterns += import_module(f"mendly.{room}.api.urls").urlpatterns
