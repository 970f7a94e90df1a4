"""Addresses of the portal. A patient's pages name the patient, so that proxies use the same ones."""

from django.urls import URLPattern, URLResolver, include, path

from portal import account, calendar_feed, entry, public, pwa, statements
from portal.patient import leaving
from portal.patient.urls import urlpatterns as patient_pages
from portal.provider.urls import urlpatterns as provider_pages

app_name = "portal"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.landing, name="landing"),
    path("home/", public.home, name="home"),
    path("start/", public.start, name="start"),
    path("join/<str:token>/", public.join, name="join"),
    path("invitation/<str:token>/", public.invitation, name="invitation"),
    path("help-invitation/<str:token>/", public.help_invitation, name="help_invitation"),
    path("second-factor/", public.second_factor, name="second_factor"),
    path("new-browser/", entry.new_browser, name="new_browser"),
    path("settings/", account.preferences, name="settings"),
    path("helping/", account.helping, name="helping"),
    path("helping/child/", account.child, name="make_child_record"),
    path("helping/<uuid:patient>/key/", account.give_key, name="give_key"),
    path("your-record/<str:token>/", public.your_record, name="your_record"),
    path("leaving/", leaving.find, name="find_leaving"),
    path("leaving/erase/", leaving.erase_account, name="erase_bare_account"),
    path("leaving/keep/", leaving.keep_account, name="keep_bare_account"),
    path("receipt/<str:token>/", leaving.receipt, name="receipt"),
    path("calendar/<str:secret>.ics", calendar_feed.feed, name="calendar_feed"),
    path("devices/", account.devices, name="devices"),
    path("devices/<uuid:device>/remove/", account.remove_device, name="remove_device"),
    path("p/<uuid:patient>/", include(patient_pages)),
    path("", include(provider_pages)),
    *statements.urlpatterns,
    *pwa.urlpatterns,
]
