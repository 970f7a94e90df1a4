"""What makes the portal an installable app: manifest, service worker, offline page. No person, no cookie.

Include `pwa.urlpatterns` in the portal's urls (namespace `portal`) at the root: a worker rules over
its own folder only.
"""

import json
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

PRECACHED: Final = ("portal/app.css", "portal/strand.svg", "portal/icon.svg")


def _language(request: HttpRequest) -> str:
    """The language that the address asks for (the page that links here knows it), else the request's own."""
    asked = request.GET.get("lang", "")
    return asked if asked in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """The app's name, icons and colours, in the language of `?lang=`."""
    with override(_language(request)):
        body = render_to_string("portal/pwa/manifest.webmanifest")
    return HttpResponse(body, content_type="application/manifest+json")


def _spoken(language: str) -> dict[str, object]:
    """What the worker shows in one language: its offline page, and the fixed words of each kind of note."""
    with override(language):
        words = {
            "dose": gettext("You have a reminder."),
            "opened": gettext("Your record was opened in an emergency."),
            "message": gettext("You have a new message."),
            "stock": gettext("You have a reminder."),
            "help": gettext("Someone you help may need you. Please open Mendly."),
            "other": gettext("Something new waits for you."),
        }
    return {"language": language, "page": reverse("portal:offline", args=[language]), "words": words}


@require_safe
@never_cache
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker: the hashed file names of this release, and its fixed sentences in every language."""
    spoken = {language: _spoken(language) for language in dict(settings.LANGUAGES)}
    files = [*(told["page"] for told in spoken.values()), *(static(name) for name in PRECACHED)]
    body = render_to_string("portal/pwa/sw.js", {"files": json.dumps(files), "spoken": json.dumps(spoken)})
    return HttpResponse(body, content_type="text/javascript", headers={"Service-Worker-Allowed": "/"})


@require_safe
def offline(request: HttpRequest, language: str) -> HttpResponse:
    """The page the worker shows without a connection. Raises Http404 for a language we do not speak."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with override(language):
        return HttpResponse(render_to_string("portal/pwa/offline.html"))


urlpatterns = [
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service_worker"),
    path("offline/<slug:language>/", offline, name="offline"),
]
