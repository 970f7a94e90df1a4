"""Addresses of the portal."""

from django.urls import URLPattern

from portal import pwa

app_name = "portal"
urlpatterns: list[URLPattern] = [*pwa.urlpatterns]
