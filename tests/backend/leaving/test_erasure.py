"""Being erased: asked, thought over, taken back or done, in steps that may be killed anywhere."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPException
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.storage import default_storage
from django.db import models, transaction

from mendly.accounts.models import Patient, User
from mendly.accounts.tokens import hash_of
from mendly.audit.models import AccessRecord
from mendly.audit.selectors import broken_chains
from mendly.care.models import Proxy
from mendly.clock import new_id, now, standing_at
from mendly.errors import Conflict, Denied
from mendly.genome.models import GenomeFile
from mendly.leaving import inventory, letters
from mendly.leaving.models import ErasureReceipt, ErasureRequest, Export
from mendly.leaving.services import (
    ask_erasure,
    cancel_erasure,
    erase_due,
    erase_now,
    forget_old_receipts,
    steps,
    think_again,
)
from mendly.leaving.services.erasure import COOL_OFF, RECEIPT_LIFE, SETTLING, ThoughtOver
from mendly.leaving.tombstones import Stone, stones_in, stones_kept, who_is
from mendly.medicines.models import Medicine
from mendly.messaging.services import start_conversation
from mendly.vault.crypto import SealBroken
from mendly.vault.models import SealedFile, SubjectKey
from mendly.vault.services import key_of
from tests.backend.conftest import People
from tests.backend.leaving.full_life import MAY_STAY, live_fully, traces_of


class Killed(BaseException):
    """The process dies here: nothing catches it."""


@pytest.fixture(autouse=True)
def own_tombstones(settings, tmp_path) -> None:
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


def patient_of(people: People) -> UUID:
    assert people.amara.patient is not None
    return people.amara.patient.id


def ask(people: People) -> ErasureRequest:
    return ask_erasure(people.amara.actor, patient_of(people)).request


def sweep_until_done() -> int:
    """When it is due, and once more when what still ran has settled."""
    with standing_at(now() + COOL_OFF + timedelta(seconds=1)):
        done = erase_due()
    with standing_at(now() + COOL_OFF + SETTLING + timedelta(seconds=5)):
        return done + erase_due()


def test_every_model_names_a_person_by_its_shape_or_is_known_to_name_nobody() -> None:
    assert inventory.undecided() == []
    known = {model._meta.label_lower for model in apps.get_models()}
    assert known >= set(inventory.NAMES_NOBODY) | set(inventory.HANDLED_APART)


def test_a_new_table_that_names_a_patient_is_covered_without_a_word() -> None:
    covered = set(inventory.erased_models())
    with_patient = {
        model
        for model in apps.get_models()
        if any(field.name in {"patient", "patient_id", "subject", "user"} for field in model._meta.fields)
        and model._meta.label_lower not in inventory.HANDLED_APART | inventory.NAMES_NOBODY
    }
    assert with_patient <= covered
    assert len(covered) > 40


def test_everything_goes_and_nothing_of_others(people: People) -> None:
    amara = live_fully(people)
    patient, user = patient_of(people), amara.user
    empty = [m._meta.label for m in inventory.erased_models() if not _rows(m, patient, user)]
    assert empty == [], "the test has no row of these kinds: add one to live_fully"
    blobs = list(SealedFile.objects.filter(subject=patient).values_list("blob", flat=True))
    assert blobs
    others = {
        m: m._base_manager.exclude(pk__in=_rows(m, patient, user)).count() for m in inventory.erased_models()
    }
    ask(people)
    assert sweep_until_done() == 1
    assert set(traces_of(patient, user.id, user.email, "amara.second@example.test")) <= MAY_STAY
    assert not any(default_storage.exists(blob) for blob in blobs)
    assert not Patient.objects.filter(id=patient).exists()
    assert not User.objects.filter(id=user.id).exists()
    assert {m: m._base_manager.count() for m in others} == others
    assert broken_chains() == []
    assert AccessRecord.objects.filter(chain=patient).exists()


def _rows(model: type[models.Model], patient: UUID, user: User) -> list[object]:
    person = inventory.Person(patient, user.id, (user.email, "amara.second@example.test"))
    return list(inventory.rows_of(model, person).values_list("pk", flat=True))


def test_the_key_is_gone_for_ever(people: People) -> None:
    patient = patient_of(people)
    ask(people)
    sweep_until_done()
    key = SubjectKey.objects.get(subject=patient)
    assert (bytes(key.wrapped), key.destroyed_at is None) == (b"", False)
    with pytest.raises(SealBroken):
        key_of(patient)


@pytest.mark.parametrize("killed_at", range(2 * len(steps.STEPS)))
def test_a_kill_between_any_two_steps_does_no_harm(
    people: People, monkeypatch: pytest.MonkeyPatch, killed_at: int
) -> None:
    """Killed after a step's work but before it is noted (even), or right after that (odd); then swept again."""
    amara, patient = live_fully(people), patient_of(people)
    asked = ask_erasure(amara.actor, patient)
    step, noted = divmod(killed_at, 2)

    def die_after(work: Callable[..., None]) -> Callable[..., None]:
        def dying(*args: object) -> None:
            work(*args)
            raise Killed

        return dying

    def die_before(work: Callable[..., None]) -> Callable[..., None]:
        def dying(*args: object) -> None:
            raise Killed

        return dying

    with monkeypatch.context() as patch:
        doomed = list(steps.STEPS)
        if not noted:
            doomed[step] = die_after(doomed[step])
        elif step + 1 < len(doomed):
            doomed[step + 1] = die_before(doomed[step + 1])
        patch.setattr(steps, "STEPS", tuple(doomed))
        with contextlib.suppress(Killed):
            sweep_until_done()
    for hours in range(1, 4):
        with standing_at(now() + COOL_OFF + timedelta(hours=hours)):
            erase_due()
    assert set(traces_of(patient, amara.user.id, amara.user.email)) <= MAY_STAY
    receipt = ErasureReceipt.objects.get()
    assert asked.receipt_token
    assert receipt.counts["accounts.patient"] == receipt.counts["accounts.user"] == 1
    assert receipt.counts["medicines.medicine"] == 1
    assert len(list(stones_kept())) == len(list(stones_in(_stones()))) == 1


def _stones():
    from django.conf import settings

    return settings.TOMBSTONES


def test_a_kill_inside_a_step_does_no_harm(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ever later deletions are cut off, until one run gets through."""
    amara, patient = live_fully(people), patient_of(people)
    ask(people)
    delete, cuts = steps._delete, 0

    for allowed in range(0, 200, 3):
        calls = 0

        def counted(*args: object) -> None:
            nonlocal calls
            calls += 1
            if calls > allowed:  # noqa: B023
                raise Killed
            delete(*args)

        with monkeypatch.context() as patch, standing_at(now() + COOL_OFF + timedelta(hours=1 + allowed)):
            patch.setattr(steps, "_delete", counted)
            try:
                if erase_due():
                    break
            except Killed:
                cuts += 1
    assert cuts > 5
    assert set(traces_of(patient, amara.user.id, amara.user.email)) <= MAY_STAY


def test_nothing_happens_before_its_day_and_it_can_be_taken_back(people: People) -> None:
    patient = patient_of(people)
    ask(people)
    with standing_at(now() + COOL_OFF - timedelta(minutes=1)):
        assert erase_due() == 0
        cancel_erasure(people.amara.actor, patient)
        cancel_erasure(people.amara.actor, patient)
    assert sweep_until_done() == 0
    assert Patient.objects.filter(id=patient).exists()
    ask(people)


def test_after_a_restore_the_days_to_think_begin_anew_and_a_letter_says_so(people: People) -> None:
    waiting = ask(people)
    begun = ErasureRequest.objects.create(patient=new_id(), asked_at=now(), due_at=now(), started_at=now())
    with standing_at(now() + timedelta(days=30)):
        assert think_again() == ThoughtOver(waiting=1, untold=0)
        assert erase_due() == 0
        again = ErasureRequest.objects.get(id=waiting.id)
        assert (again.started_at, again.due_at) == (None, now() + COOL_OFF)
    assert ErasureRequest.objects.get(id=begun.id).due_at == begun.due_at
    assert [letter.to for letter in mail.outbox] == [[people.amara.user.email]]
    token = mail.outbox[0].body.partition("/receipt/")[2].partition("/")[0]
    assert again.receipt_hash == hash_of(token), "the link of the new letter leads to the receipt"


def test_a_letter_that_cannot_be_sent_after_a_restore_is_counted(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(people)

    def refuses(*args: object) -> None:
        raise SMTPException

    monkeypatch.setattr(letters, "say_it_was_asked", refuses)
    assert think_again() == ThoughtOver(waiting=1, untold=1)


def test_once_begun_it_cannot_be_taken_back(people: People) -> None:
    request = ask(people)
    ErasureRequest.objects.filter(id=request.id).update(started_at=now())
    with pytest.raises(Conflict):
        cancel_erasure(people.amara.actor, patient_of(people))


def test_asking_twice_is_told_and_changes_nothing(people: People) -> None:
    first = ask(people)
    with pytest.raises(Conflict), transaction.atomic():
        ask(people)
    assert ErasureRequest.objects.get().due_at == first.due_at


@pytest.mark.parametrize("who", ["bo", "dario", "imani", "quill"])
def test_nobody_else_may_ask_or_take_back(people: People, who: str) -> None:
    actor = getattr(people, who).actor
    with pytest.raises(Denied):
        ask_erasure(actor, patient_of(people))
    ask(people)
    with pytest.raises(Denied):
        cancel_erasure(actor, patient_of(people))
    assert ErasureRequest.objects.count() == 1


def test_two_sweeps_at_once_claim_it_once(people: People) -> None:
    from mendly.leaving.services.erasure import _claim

    request = ask(people)
    assert [_claim(request.id), _claim(request.id)] == [True, False]


def test_doors_close_before_anything_is_destroyed(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = people.amara.phone()
    patient = patient_of(people)
    ask(people)
    monkeypatch.setattr(steps, "STEPS", (steps.close_doors,))
    with standing_at(now() + COOL_OFF + timedelta(minutes=1)):
        erase_due()
    assert phone.get(f"/api/v1/patients/{patient}/medicines/").status_code == 401
    assert people.imani.phone().get(f"/api/v1/patients/{patient}/medicines/").status_code == 404
    assert people.dario.phone().get(f"/api/v1/patients/{patient}/medicines/").status_code == 404
    assert Medicine.objects.filter(patient=patient).count() == 0 or key_of(patient)


def test_what_a_slow_request_wrote_meanwhile_goes_too(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had the door open before it closed, and commits between two steps."""
    actor, patient = people.amara.actor, patient_of(people)
    key_of(patient)
    ask(people)
    rows = steps.remove_rows

    def and_then_someone_writes(request: ErasureRequest, person: inventory.Person) -> None:
        rows(request, person)
        User.objects.filter(id=people.amara.user.id).update(is_active=True)
        SubjectKey.objects.filter(subject=patient).delete()
        start_conversation(actor, patient, subject="late", body="words")

    late = tuple(and_then_someone_writes if step is rows else step for step in steps.STEPS)
    monkeypatch.setattr(steps, "STEPS", late)
    assert sweep_until_done() == 1
    assert set(traces_of(patient, people.amara.user.id)) <= MAY_STAY


def test_the_receipt_counts_and_names_nobody_and_goes_in_the_end(people: People) -> None:
    live_fully(people)
    ask(people)
    sweep_until_done()
    receipt = ErasureReceipt.objects.get()
    assert receipt.counts["accounts.user"] == 1
    assert receipt.counts["vault.sealedfile"] == 4
    with standing_at(now() + COOL_OFF + RECEIPT_LIFE + timedelta(days=1)):
        assert forget_old_receipts() == 1


def test_letters_are_sent_when_asked_and_when_done(
    people: People, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        ask(people)
        sweep_until_done()
    assert [letter.to for letter in mail.outbox] == [[people.amara.user.email]] * 2
    assert "/receipt/" in mail.outbox[0].body
    assert not any(word in letter.body for letter in mail.outbox for word in ("Amara", "Okafor", "Harbour"))


def test_a_tombstone_finds_the_person_and_nobody_forges_one(people: People) -> None:
    patient = patient_of(people)
    ask(people)
    sweep_until_done()
    stone = next(stones_kept())
    assert stone.who == who_is(patient)
    assert stone.is_ours
    assert not Stone(who_is(people.bo.user.id), stone.erased_at, stone.signature).is_ours
    assert str(patient) not in _stones().read_text()


def test_a_helper_who_is_erased_leaves_the_other_record_whole(people: People) -> None:
    live_fully(people)
    ask(people)
    sweep_until_done()
    assert people.bo.patient is not None
    assert not Proxy.objects.filter(patient=people.bo.patient, user=people.amara.user.id).exists()
    assert Patient.objects.filter(id=people.bo.patient.id).exists()


def test_without_days_to_think_it_is_done_at_once(people: People) -> None:
    patient = patient_of(people)
    counts = erase_now(patient)
    assert counts["accounts.user"] == 1
    assert set(traces_of(patient)) <= MAY_STAY
    assert erase_now(patient) == {}


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_who_has_files_is_erased_with_each_step_really_committed(people: People) -> None:
    """A row that still named a file that is gone would be refused at the commit, each time anew."""
    amara, patient = live_fully(people), patient_of(people)
    named = [GenomeFile.objects.exclude(file=None), Export.objects.exclude(file=None)]
    assert all(rows.filter(patient=patient).exists() for rows in named)
    ask(people)
    assert sweep_until_done() == 1
    assert set(traces_of(patient, amara.user.id, amara.user.email)) <= MAY_STAY
    assert not SealedFile.objects.filter(subject=patient).exists()


def test_who_stopped_half_way_through_signing_in_leaves_no_session(people: People) -> None:
    """Such a session names nobody as signed in, but holds the address and the account's id."""
    for stash in (
        {"user_pk": people.amara.user.pk.hex, "email": "x@example.test"},
        {"user_pk": None, "email": people.amara.user.email.upper()},
    ):
        session = SessionStore()
        session["account_login"] = stash
        session.create()
    other = SessionStore()
    other["account_login"] = {"user_pk": people.bo.user.pk.hex, "email": f"x{people.amara.user.email}"}
    other.create()
    ask(people)
    sweep_until_done()
    assert list(Session.objects.values_list("pk", flat=True)) == [other.session_key]
