"""The installable app: hashed names, fixed words, nothing of a person."""

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_manifest_names_icons_and_speaks_the_asked_language(client: Client) -> None:
    answer = client.get("/manifest.webmanifest?lang=es")
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert (told["lang"], told["dir"], told["scope"]) == ("es", "ltr", "/")
    assert told["description"].startswith("Sus medicinas")
    assert [icon["sizes"] for icon in told["icons"]] == ["any", "192x192", "512x512"]


def test_the_worker_rules_the_whole_site_and_is_never_kept(client: Client) -> None:
    answer = client.get("/sw.js?lang=en")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "You have a new message."), ("es", "Tiene un mensaje nuevo."), ("xx", "You have")],
)
def test_the_worker_carries_fixed_words_in_one_language(client: Client, language: str, words: str) -> None:
    body = client.get(f"/sw.js?lang={language}").content.decode()
    assert words in body
    assert f"/offline/{language if language != 'xx' else 'en'}/" in body


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_offline_page_holds_no_cookie_no_token_and_no_script(client: Client, language: str) -> None:
    answer = client.get(f"/offline/{language}/")
    html = answer.content.decode()
    assert answer.cookies == {}
    assert "csrf" not in html.lower()
    assert "<script" not in html
    assert f'<html lang="{language}"' in html
    assert ("Take your medicines as usual." in html) == (language == "en")


def test_an_offline_page_in_an_unknown_language_does_not_exist(client: Client) -> None:
    assert client.get("/offline/xx/").status_code == 404
