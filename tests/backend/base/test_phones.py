from __future__ import annotations

from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import connection
from rest_framework.test import APIClient

from mendly.accounts import services, tokens
from mendly.accounts.models import Device, DeviceToken, PairingCode
from mendly.clock import now
from mendly.errors import DomainError
from mendly.live.models import Event
from tests.backend.conftest import People

PAIR, REFRESH = "/api/v1/devices/pair/", "/api/v1/devices/refresh/"


def code_for(people: People, *, second_factor: bool = True) -> str:
    actor = people.amara.actor if second_factor else people.amara.actor_with_password_only
    return services.make_pairing_code(actor)[0]


def test_a_phone_pairs_and_speaks_for_its_person(people: People) -> None:
    answer = APIClient().post(PAIR, {"code": code_for(people).lower(), "device_name": "Pixel"})
    assert answer.status_code == 201
    given = answer.json()
    assert given["patient"] == str(people.amara.patient.id)
    phone = APIClient()
    phone.credentials(HTTP_AUTHORIZATION=f"Bearer {given['access_token']}")
    assert phone.get("/api/v1/me/").json()["email"] == people.amara.user.email
    assert [device["name"] for device in phone.get("/api/v1/devices/").json()] == ["Pixel"]


def test_a_code_works_once_and_for_ten_minutes(people: People) -> None:
    code = code_for(people)
    assert APIClient().post(PAIR, {"code": code}).status_code == 201
    assert APIClient().post(PAIR, {"code": code}).status_code == 400
    late = code_for(people)
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1)):
        assert APIClient().post(PAIR, {"code": late}).status_code == 400


def test_five_wrong_tries_end_a_code(people: People) -> None:
    code = code_for(people)
    wrong = code[:3] + ("22222" if code[3:] != "22222" else "33333")
    for _ in range(5):
        assert APIClient().post(PAIR, {"code": wrong}).status_code == 400
    answer = APIClient().post(PAIR, {"code": code})
    assert (answer.status_code, PairingCode.objects.get().used_at) == (429, None)


@pytest.mark.parametrize("code", ["", "short", "x" * 5000, None, 5, ["ABCDEFGH"], "ABCD\x00EFG"])
def test_a_malformed_code_is_a_plain_problem(people: People, code: object) -> None:
    answer = APIClient().post(PAIR, {"code": code})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_phones_with_the_same_code_at_once_make_one_device(people: People) -> None:
    code, outcomes = code_for(people), []

    def pair() -> None:
        try:
            services.pair_device(code, device_name="Phone", platform="android")
            outcomes.append("paired")
        except DomainError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=pair) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["paired", "refused", "refused", "refused"]


def test_a_lost_answer_can_be_asked_for_again_within_the_grace(people: People) -> None:
    pair = services.pair_device(code_for(people), device_name="Phone", platform="android")
    first = APIClient().post(REFRESH, {"refresh_token": pair.refresh}).json()
    second = APIClient().post(REFRESH, {"refresh_token": pair.refresh}).json()
    assert first["access_token"] == second["access_token"]
    assert first["refresh_token"] == second["refresh_token"]


def signed_in(access: str) -> bool:
    phone = APIClient()
    phone.credentials(HTTP_AUTHORIZATION=f"Bearer {access}")
    return phone.get("/api/v1/me/").status_code == 200


def refreshed(refresh_token: str) -> dict[str, str] | int:
    """The next pair, or the status of the refusal."""
    answer = APIClient().post(REFRESH, {"refresh_token": refresh_token})
    return dict(answer.json()) if answer.status_code == 200 else answer.status_code


@pytest.mark.parametrize("later", [timedelta(seconds=31), timedelta(hours=9), timedelta(days=29)])
def test_an_answer_that_never_arrived_can_be_asked_for_however_late(people: People, later: timedelta) -> None:
    pair = services.pair_device(code_for(people), device_name="Phone", platform="android")
    assert signed_in(pair.access)
    lost = refreshed(pair.refresh)
    with time_machine.travel(now() + later):
        again = refreshed(pair.refresh)
        assert isinstance(lost, dict)
        assert isinstance(again, dict)
        assert again["refresh_token"] == lost["refresh_token"]
        assert signed_in(again["access_token"])
        assert isinstance(refreshed(again["refresh_token"]), dict)
    assert DeviceToken.objects.count() == 3


@pytest.mark.parametrize("use", ["access", "refresh"])
def test_a_replayed_token_ends_the_whole_family_once_the_next_pair_is_used(people: People, use: str) -> None:
    pair = services.pair_device(code_for(people), device_name="Phone", platform="android")
    fresh = refreshed(pair.refresh)
    assert isinstance(fresh, dict)
    assert signed_in(fresh["access_token"]) if use == "access" else refreshed(fresh["refresh_token"])
    assert isinstance(refreshed(pair.refresh), dict)
    with time_machine.travel(now() + timedelta(seconds=31)):
        assert refreshed(pair.refresh) == 401
        assert refreshed(fresh["refresh_token"]) == 401
        assert not signed_in(fresh["access_token"])
    assert Device.objects.get().revoked_at is not None


def test_who_copied_a_token_and_comes_first_is_found_out(people: People) -> None:
    pair = services.pair_device(code_for(people), device_name="Phone", platform="android")
    refreshed(pair.refresh)
    with time_machine.travel(now() + timedelta(hours=1)):
        stolen = refreshed(pair.refresh)
        assert isinstance(stolen, dict)
        assert signed_in(stolen["access_token"])
        assert refreshed(pair.refresh) == 401
        assert not signed_in(stolen["access_token"])


def test_an_access_token_ends_after_five_minutes_and_a_family_after_thirty_days(people: People) -> None:
    pair = services.pair_device(code_for(people), device_name="Phone", platform="android")
    with time_machine.travel(now() + timedelta(minutes=5, seconds=1)):
        assert tokens.device_of_access_token(pair.access) is None
        fresh = tokens.refresh(pair.refresh)
    assert fresh.refresh_expires_at == pair.refresh_expires_at
    with time_machine.travel(now() + timedelta(days=30, seconds=1)), pytest.raises(DomainError):
        tokens.refresh(fresh.refresh)


def test_signing_a_phone_out_ends_its_tokens_and_only_its_owner_can(people: People) -> None:
    pair = services.pair_device(code_for(people), device_name="Phone", platform="android")
    assert people.sam.phone().delete(f"/api/v1/devices/{pair.device.id}/").status_code == 404
    assert people.amara.phone().delete(f"/api/v1/devices/{pair.device.id}/").status_code == 204
    assert tokens.device_of_access_token(pair.access) is None
    assert not DeviceToken.objects.filter(device=pair.device).exists()


def test_a_phone_inherits_the_second_factor_of_the_browser_that_showed_the_code(people: People) -> None:
    for second_factor, status in ((True, 200), (False, 403)):
        pair = services.pair_device(
            code_for(people, second_factor=second_factor), device_name="Phone", platform="android"
        )
        phone = APIClient()
        phone.credentials(HTTP_AUTHORIZATION=f"Bearer {pair.access}")
        assert phone.get(f"/api/v1/patients/{people.amara.patient.id}/insights/").status_code in {status, 404}


def test_a_phone_cannot_vouch_for_another_phone(people: People) -> None:
    assert people.amara.phone().post("/api/v1/devices/pairing-codes/").status_code == 403
    assert Event.objects.filter(kind="device").count() == 0


def test_a_forged_address_does_not_get_around_the_limit_of_tries(people: People) -> None:
    answers = [
        APIClient().post(PAIR, {"code": "22222222"}, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code
        for n in range(21)
    ]
    assert answers == [400] * 20 + [429]


def test_a_refresh_token_opens_nothing_and_an_access_token_renews_nothing(people: People) -> None:
    given = APIClient().post(PAIR, {"code": code_for(people), "device_name": "Pixel"}).json()
    phone = APIClient()
    phone.credentials(HTTP_AUTHORIZATION=f"Bearer {given['refresh_token']}")
    assert phone.get("/api/v1/me/").status_code == 401
    assert APIClient().post(REFRESH, {"refresh_token": given["access_token"]}).status_code == 401


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_the_owner_is_told_of_a_new_phone(people: People, mailoutbox: list[EmailMessage]) -> None:
    body = {"code": code_for(people), "device_name": "Secret name", "platform": "android"}
    assert APIClient().post(PAIR, body).status_code == 201
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (
        [people.amara.user.email],
        "A phone was connected to your Mendly account",
    )
    assert "/devices/" in str(mail.body)
    assert "Secret name" not in str(mail.body)
