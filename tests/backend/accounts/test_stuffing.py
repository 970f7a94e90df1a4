"""Stolen pairs of address and password, tried from many networks: nobody comes in, and no owner stays out."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.mail import EmailMessage
from django.test import Client

from mendly.accounts.models import User
from tests.backend.accounts.browsers import known_browser

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SIGN_IN, PAGE, RIGHT = "/accounts/login/", "/new-browser/", "a password used elsewhere too"
GUESSES = ("2222 2222", "ABCD EFGH", "2345 6789")


def accounts(number: int) -> list[str]:
    """People without a second factor, all of whose passwords are the same to save time."""
    digest = make_password(RIGHT)
    made = User.objects.bulk_create(
        User(email=f"person{n}@example.test", password=digest) for n in range(number)
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in made
    )
    return [user.email for user in made]


def came_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@dataclass
class Thieves:
    """One browser for each network address, as a thief has it: no cookie of the people whom they try."""

    networks: int
    seen: Counter[str] = field(default_factory=Counter)
    browsers: dict[int, Client] = field(default_factory=dict)

    def attempt(self, number: int, email: str, password: str) -> None:
        network = number % self.networks
        address = f"10.{network // 250}.{network % 250}.7"
        client = self.browsers.setdefault(network, Client(REMOTE_ADDR=address))
        answer = client.post(SIGN_IN, {"login": email, "password": password})
        stopped = answer.get("Location") == PAGE
        self.seen["asked for the code" if stopped else f"answered {answer.status_code}"] += 1
        if stopped:
            for guess in GUESSES:
                client.post(PAGE, {"code": guess})
        self.seen["entries"] += came_in(client)
        if stopped:
            client.post(PAGE, {"again": "1"})


def stuff(pairs: int, networks: int, right: int) -> Counter[str]:
    """Pairs in a random order, among them a few right ones. Two thirds of the wrong ones go for one owner."""
    owner, *others = accounts(max(right * 4, 20))
    chance = random.Random(8)
    tried = [(owner if n % 3 else chance.choice(others), f"wrong password {n}") for n in range(pairs - right)]
    tried += [(email, RIGHT) for email in others[:right]]
    chance.shuffle(tried)
    thieves, honest = Thieves(networks), 0
    for number, (email, password) in enumerate(tried):
        thieves.attempt(number, email, password)
        if number % max(1, pairs // 10) == 0:
            browser = known_browser(owner, REMOTE_ADDR="192.0.2.1")
            honest += browser.post(SIGN_IN, {"login": owner, "password": RIGHT}).get("Location") == "/home/"
            thieves.seen["the owner tried"] += 1
    thieves.seen["the owner came in"] = honest
    return thieves.seen


def test_stuffing_lets_nobody_in_and_the_owner_not_out(mailoutbox: list[EmailMessage]) -> None:
    seen = stuff(pairs=200, networks=50, right=5)
    assert seen["entries"] == 0
    assert seen["asked for the code"] >= 1, "the right pairs must have reached the code"
    assert seen["the owner came in"] == seen["the owner tried"] > 0


@pytest.mark.long
def test_ten_thousand_pairs_from_five_hundred_networks(mailoutbox: list[EmailMessage]) -> None:
    started = time.monotonic()
    seen = stuff(pairs=10_000, networks=500, right=5)
    print(f"\nstuffing: {dict(seen)}, mails {len(mailoutbox)}, {time.monotonic() - started:.0f} s")
    assert seen["entries"] == 0
    assert seen["the owner came in"] == seen["the owner tried"] > 0


def test_guessing_elsewhere_keeps_a_new_browser_out_and_a_known_one_not() -> None:
    (email,) = accounts(1)
    for n in range(6):
        Client(REMOTE_ADDR=f"10.0.0.{n}").post(SIGN_IN, {"login": email, "password": "wrong"})
    right = {"login": email, "password": RIGHT}
    assert Client(REMOTE_ADDR="10.0.1.1").post(SIGN_IN, right).status_code == 200
    assert known_browser(email, REMOTE_ADDR="10.0.1.2").post(SIGN_IN, right).status_code == 302


def test_a_known_browser_may_not_guess_for_ever_either() -> None:
    (email,) = accounts(1)
    browser = known_browser(email)
    for n in range(5):
        browser.defaults["REMOTE_ADDR"] = f"10.0.0.{n}"
        browser.post(SIGN_IN, {"login": email, "password": "wrong"})
    browser.defaults["REMOTE_ADDR"] = "10.0.1.1"
    assert browser.post(SIGN_IN, {"login": email, "password": RIGHT}).status_code == 200


def test_one_network_has_ten_wrong_tries_a_minute_over_all_accounts() -> None:
    emails = accounts(12)
    for email in emails[:10]:
        Client().post(SIGN_IN, {"login": email, "password": "wrong"})
    right = {"login": emails[11], "password": RIGHT}
    assert known_browser(emails[11]).post(SIGN_IN, right).status_code == 200
    other = known_browser(emails[11], REMOTE_ADDR="192.0.2.9")
    assert other.post(SIGN_IN, right).status_code == 302
