"""Browsers subscribe, move and leave."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from mendly.notify.models import PushSubscription
from mendly.notify.services.subscriptions import MOST_BROWSERS
from tests.backend.conftest import People
from tests.backend.notify.browsers import Browser, PushService

URL = "/api/v1/push/subscriptions/"


def test_a_browser_subscribes_once_and_leaves(people: People, own_browser: Browser) -> None:
    phone = people.amara.phone()
    statuses = [phone.post(URL, own_browser.subscription, format="json").status_code for _ in range(3)]
    assert statuses == [201, 200, 200]
    assert PushSubscription.objects.get().user == people.amara.user
    for _ in range(2):
        assert phone.delete(URL, own_browser.subscription, format="json").status_code == 204
    assert not PushSubscription.objects.exists()


def test_a_shared_browser_belongs_to_who_subscribed_last(people: People, own_browser: Browser) -> None:
    people.amara.phone().post(URL, own_browser.subscription, format="json")
    people.bo.phone().post(URL, own_browser.subscription, format="json")
    assert PushSubscription.objects.get().user == people.bo.user


def test_nobody_takes_over_or_ends_a_browser_whose_keys_they_do_not_know(
    people: People, own_browser: Browser, push_service: PushService
) -> None:
    people.amara.phone().post(URL, own_browser.subscription, format="json")
    guess = {**Browser(push_service, "other").subscription, "endpoint": own_browser.endpoint}
    sam = people.sam.phone()
    assert sam.post(URL, guess, format="json").status_code == 409
    assert sam.delete(URL, guess, format="json").status_code == 204
    assert PushSubscription.objects.get().user == people.amara.user


def test_the_oldest_browsers_give_way(people: People, push_service: PushService) -> None:
    phone = people.amara.phone()
    browsers = [Browser(push_service, str(number)) for number in range(MOST_BROWSERS + 2)]
    for each in browsers:
        phone.post(URL, each.subscription, format="json")
    kept = set(PushSubscription.objects.values_list("endpoint", flat=True))
    assert kept == {each.endpoint for each in browsers[2:]}


def test_the_public_key_is_a_point_that_browsers_accept(people: People) -> None:
    key = people.amara.phone().get("/api/v1/push/public-key/").json()["key"]
    point = base64.urlsafe_b64decode(key + "=")
    assert (len(point), point[0]) == (65, 4)


def test_without_a_key_the_server_says_so(people: People, settings: Settings) -> None:
    settings.VAPID_PRIVATE_KEY = ""
    answer = people.amara.phone().get("/api/v1/push/public-key/")
    assert (answer.status_code, answer.json()["detail"]) == (
        404,
        "This server sends no notifications to browsers.",
    )


PRIVATE_ADDRESSES = [
    "http://push.example.com/a",
    "https://localhost/a",
    "https://127.0.0.1/a",
    "https://10.0.0.8/a",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/a",
    "https://[::ffff:10.0.0.1]/a",
    "https://intranet/a",
    "https://database.internal/a",
    "https://push.example.com:6379/a",
    "https://user:word@push.example.com/a",
    "https://push.example.com/a#b",
    "https://push.example.com\\@10.0.0.1/a",
    "https://push.exämple.com/a",
    "https://push.example.com:port/a",
    "https://push.example.com/" + "a" * 1000,
    "ftp://push.example.com/a",
    "file:///etc/passwd",
    "",
]


def test_only_public_https_addresses_are_kept(people: People, subtests: pytest.Subtests) -> None:
    phone, browser = people.amara.phone(), Browser(PushService(), "x")
    for endpoint in PRIVATE_ADDRESSES:
        with subtests.test(endpoint=endpoint):
            given = {**browser.subscription, "endpoint": endpoint}
            assert phone.post(URL, given, format="json").status_code == 400
            assert not PushSubscription.objects.exists()


def test_a_public_https_address_is_kept(people: People) -> None:
    given = {**Browser(PushService(), "x").subscription, "endpoint": "https://push.example.com/a?b=c"}
    assert people.amara.phone().post(URL, given, format="json").status_code == 201


BAD_KEYS: list[dict[str, Any]] = [
    {"p256dh": "AAAA"},
    {"p256dh": "B" * 87},
    {"p256dh": "é" * 87},
    {"p256dh": "B" * 89},
    {"auth": "short"},
    {"auth": None},
]


def test_bad_keys_change_nothing(people: People, own_browser: Browser, subtests: pytest.Subtests) -> None:
    phone, good = people.amara.phone(), own_browser.subscription["keys"]
    assert isinstance(good, dict)
    for keys in BAD_KEYS:
        with subtests.test(keys=keys):
            given = {**own_browser.subscription, "keys": good | keys}
            assert phone.post(URL, given, format="json").status_code == 400
            assert not PushSubscription.objects.exists()


def test_strangers_to_the_house_are_sent_to_sign_in(people: People, own_browser: Browser) -> None:
    assert APIClient().post(URL, own_browser.subscription, format="json").status_code == 401
