"""Key-encryption keys have numbers: a new one takes over, old ones open what they sealed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from mendly.vault import services
from mendly.vault.models import SubjectKey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OLD, NEW = b"\x01" * 32, b"\x02" * 32


def test_a_new_number_seals_and_the_old_one_still_opens(settings: Any) -> None:
    settings.KEY_ENCRYPTION_KEYS = {1: OLD}
    before, after = uuid4(), uuid4()
    sealed = services.seal_text(before, "words", "place")
    settings.KEY_ENCRYPTION_KEYS = {1: OLD, 2: NEW}
    services.forget_held_keys()
    assert services.unseal_text(before, sealed, "place") == "words"
    services.seal_text(after, "words", "place")
    versions = dict(SubjectKey.objects.values_list("subject", "kek_version"))
    assert (versions[before], versions[after]) == (1, 2)


def test_without_the_number_that_sealed_it_nothing_opens(settings: Any) -> None:
    settings.KEY_ENCRYPTION_KEYS = {1: OLD}
    subject = uuid4()
    sealed = services.seal_text(subject, "words", "place")
    services.forget_held_keys()
    settings.KEY_ENCRYPTION_KEYS = {2: NEW}
    with pytest.raises(KeyError):
        services.unseal_text(subject, sealed, "place")


def test_every_sealed_value_says_its_form(settings: Any) -> None:
    subject = uuid4()
    sealed = services.seal_text(subject, "words", "place")
    assert sealed[0] == 1
    assert sealed[1:] != services.seal_text(subject, "words", "place")[1:]
