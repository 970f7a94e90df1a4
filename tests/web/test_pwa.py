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
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript"
    assert answer["Service-Worker-Allowed"] == "/"
    assert "no-cache" in answer["Cache-Control"]


def test_the_worker_carries_fixed_words_and_a_page_in_every_language(client: Client) -> None:
    body = client.get("/sw.js").content.decode()
    [line] = [line for line in body.splitlines() if line.startswith("const SPOKEN")]
    spoken = json.loads(line.removeprefix("const SPOKEN = ").removesuffix(";"))
    assert {language: told["words"]["message"] for language, told in spoken.items()} == {
        "en": "You have a new message.",
        "es": "Tiene un mensaje nuevo.",
    }
    assert [told["page"] for told in spoken.values()] == ["/offline/en/", "/offline/es/"]


def test_the_worker_is_the_same_for_everyone(client: Client) -> None:
    spanish = client.get("/sw.js", headers={"accept-language": "es"}).content
    assert client.get("/sw.js").content == spanish


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
