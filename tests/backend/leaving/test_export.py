"""Taking everything along: built once, opened and counted, fetched once, stopped when the right to it ends."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
import pyzipper
from django.core.files.storage import default_storage
from fhir.resources.R4B.bundle import Bundle

from mendly.accounts.identity import forget_identities
from mendly.accounts.models import User
from mendly.accounts.selectors import profile_of
from mendly.audit.models import AccessRecord
from mendly.clock import now, standing_at
from mendly.consent.models import ConsentRecord
from mendly.errors import Conflict, Denied, Gone, NotFound, SecondFactorNeeded
from mendly.genome.models import FileState, GenomeFile
from mendly.leaving import archive, contents, inventory
from mendly.leaving.models import Export, ExportState
from mendly.leaving.services import (
    ExportAsked,
    ask_erasure,
    ask_export,
    build_export,
    erase_now,
    export,
    fetch_export,
    stop_export,
    sweep_exports,
)
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import IntakeEvent, Medicine
from mendly.medicines.services import add_medicine
from mendly.vault.files import SealingWriter
from mendly.vault.models import SealedFile
from mendly.vitals.models import SampleChunk
from tests.backend.conftest import People
from tests.backend.leaving.full_life import live_fully

DNA = b"# rsid chromosome position genotype\n" + b"rs4149056\t12\t21331549\tTC\n" * 50_000


@pytest.fixture(autouse=True)
def own_tombstones(settings, tmp_path) -> None:
    settings.TOMBSTONES = tmp_path / "tombstones.jsonl"


def patient_of(people: People) -> UUID:
    assert people.amara.patient is not None
    return people.amara.patient.id


def fill(people: People) -> None:
    live_fully(people)
    Export.objects.all().delete()


def ask(people: People) -> ExportAsked:
    return ask_export(people.amara.actor, patient_of(people))


def fetched(people: People, asked: ExportAsked) -> bytes:
    return b"".join(fetch_export(people.amara.actor, patient_of(people), asked.export.id))


def built(people: People) -> ExportAsked:
    asked = ask(people)
    build_export(asked.export.id)
    return asked


def opened(packed: bytes, passphrase: str) -> dict[str, bytes]:
    with pyzipper.AESZipFile(io.BytesIO(packed)) as archive:
        archive.setpassword(passphrase.encode())
        return {name: archive.read(name) for name in archive.namelist()}


def rows_in(parts: dict[str, bytes], table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(parts[f"tables/{table}.csv"].decode("utf-8-sig"))))


def add_dna(people: People) -> GenomeFile:
    with SealingWriter(patient_of(people)) as writer:
        writer.write(DNA)
        file = writer.finish()
    file.save(force_insert=True)
    row = GenomeFile(
        patient=people.amara.patient, name="=cmd.txt", file=file, fingerprint=b"f", state=FileState.READY
    )
    row.received_at = now()
    row.save()
    return row


def test_every_table_is_taken_or_known_not_to_be() -> None:
    labels = {model._meta.label_lower for model in inventory.erased_models()}
    assert set(contents.NOT_TAKEN) <= labels
    taken = {model._meta.label_lower for model in contents.taken_models()}
    assert taken == labels - set(contents.NOT_TAKEN) | {"accounts.patient"}


def test_the_archive_holds_everything_and_opens_with_its_passphrase_only(people: People) -> None:
    fill(people)
    add_dna(people)
    patient = patient_of(people)
    profile_of(people.imani.actor, patient)
    asked = built(people)
    packed = fetched(people, asked)
    for clear in (b"Amara", b"rs4149056", b"Simvastatin", b"First words", asked.passphrase.encode()):
        assert clear not in packed
    with pytest.raises(RuntimeError):
        opened(packed, "wrong")
    parts = opened(packed, asked.passphrase)
    assert DNA in parts.values()
    counts = {table: len(rows_in(parts, table)) for table in ("medicines_medicine", "medicines_intakeevent")}
    assert counts["medicines_medicine"] == Medicine.objects.filter(patient=patient).count() > 0
    assert counts["medicines_intakeevent"] == IntakeEvent.objects.filter(patient=patient).count() > 0
    samples = sum(SampleChunk.objects.filter(patient=patient).values_list("n", flat=True))
    # the row of plain values that add_what_is_missing makes has no chunk that opens, so there is none of it
    assert len(rows_in(parts, "samples")) == samples > 0
    looks = rows_in(parts, "access_log")
    assert len(looks) >= AccessRecord.objects.filter(chain=patient).count() - 5
    assert {"provider", "self"} <= {look["who"] for look in looks}
    names = {row["name"] for row in rows_in(parts, "genome_genomefile")}
    assert "'=cmd.txt" in names
    tables = [name for name in parts if name.startswith("tables/")]
    print(f"\narchive: {len(parts)} members, {len(tables)} tables, {len(packed)} bytes, {len(looks)} looks")
    whole = b"".join(parts.values()).decode(errors="replace")
    assert "Bo Lindqvist" not in whole


def test_the_bundle_is_fhir_r4(people: People) -> None:
    fill(people)
    asked = built(people)
    bundle = json.loads(opened(fetched(people, asked), asked.passphrase)["fhir-bundle.json"])
    Bundle.model_validate(bundle)
    kinds = {entry["resource"]["resourceType"] for entry in bundle["entry"]}
    wanted = {"Patient", "MedicationStatement", "MedicationAdministration", "Observation", "Consent"}
    assert kinds >= wanted | {"AuditEvent", "Communication", "DocumentReference"}
    consents = [e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Consent"]
    assert len(consents) == ConsentRecord.objects.filter(patient=patient_of(people)).count()
    assert all(one["patient"] == {"reference": bundle["entry"][0]["fullUrl"]} for one in consents)
    newest = {repr(one["provision"].get("actor")) + repr(one["provision"]["code"]) for one in consents}
    assert sum(one["status"] == "active" for one in consents) <= len(newest), (
        "what was replaced is not active"
    )
    statements = [e for e in bundle["entry"] if e["resource"]["resourceType"] == "MedicationStatement"]
    assert len(statements) == Medicine.objects.filter(patient=patient_of(people)).count()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_needs_no_network_and_runs_nothing(people: People, language: str) -> None:
    fill(people)
    User.objects.filter(id=people.amara.user.id).update(language=language)
    Medicine.objects.filter(patient=patient_of(people)).first()
    evil = Medicine.objects.filter(patient=patient_of(people)).first()
    assert evil is not None
    evil.notes = "<script>alert(1)</script>"
    evil.save()
    asked = built(people)
    page = opened(fetched(people, asked), asked.passphrase)["your-data.html"].decode()
    assert not re.search(r"<script|\ssrc=|\shref=|url\(|@import", page)
    assert "&lt;script&gt;" in page
    assert "Amara Okafor" in page
    assert ("Medicinas" in page or "Medicamentos" in page) is (language == "es")


def test_it_is_fetched_once(people: People) -> None:
    asked = built(people)
    assert fetched(people, asked)
    assert not SealedFile.objects.filter(subject=patient_of(people)).exists()
    with pytest.raises(Gone):
        fetched(people, asked)
    ask(people)


def test_two_who_fetch_at_once_do_not_both_get_it(people: People) -> None:
    asked = built(people)
    first = fetch_export(people.amara.actor, patient_of(people), asked.export.id)
    with pytest.raises(Gone):
        fetched(people, asked)
    assert b"".join(first)


def test_its_day_ends(people: People) -> None:
    asked = built(people)
    blob = SealedFile.objects.get().blob
    with standing_at(now() + timedelta(hours=24, seconds=1)):
        with pytest.raises(Gone):
            fetched(people, asked)
        sweep_exports()
    assert not SealedFile.objects.exists()
    assert Export.objects.get().state == ExportState.STOPPED
    assert blob


def test_a_download_that_broke_off_leaves_nothing_behind(people: People) -> None:
    asked = built(people)
    parts = fetch_export(people.amara.actor, patient_of(people), asked.export.id)
    next(parts)
    parts.close()  # type: ignore[attr-defined]
    assert not SealedFile.objects.exists()
    again = built(people)
    fetch_export(people.amara.actor, patient_of(people), again.export.id)
    with standing_at(now() + timedelta(hours=2)):
        sweep_exports()
    assert not SealedFile.objects.exists()


def test_the_passphrase_is_gone_once_the_archive_is_built(people: People) -> None:
    asked = ask(people)
    assert re.fullmatch(r"([a-z2-9]{4}-){5}[a-z2-9]{4}", asked.passphrase)
    assert Export.objects.get().passphrase == asked.passphrase
    build_export(asked.export.id)
    assert Export.objects.get().passphrase is None


@pytest.mark.parametrize("how", ["account closed", "taken back", "being erased"])
def test_what_ends_the_right_stops_the_build(
    people: People, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """In the middle: after some tables are written."""
    add_dna(people)
    asked = ask(people)
    go_on, asked_times = export._go_on, 0

    def and_then(row: Export) -> None:
        nonlocal asked_times
        asked_times += 1
        if asked_times == 6:
            if how == "account closed":
                User.objects.filter(id=people.amara.user.id).update(is_active=False)
                forget_identities()
            elif how == "taken back":
                stop_export(people.amara.actor, patient_of(people), row.id)
            else:
                request = ask_erasure(people.amara.actor, patient_of(people)).request
                type(request).objects.update(started_at=now())
        go_on(row)

    monkeypatch.setattr(export, "_go_on", and_then)
    build_export(asked.export.id)
    assert asked_times == 6
    row = Export.objects.get()
    assert (row.state, row.file, row.passphrase) == (ExportState.STOPPED, None, None)
    assert SealedFile.objects.filter(subject=patient_of(people)).count() == 1


def test_a_build_that_was_killed_is_done_again_and_given_up_after_three(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(people)

    def die(*args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(export, "write_archive", die)
        with pytest.raises(KeyboardInterrupt):
            build_export(asked.export.id)
    build_export(asked.export.id)
    assert Export.objects.get().state == ExportState.BUILDING
    with standing_at(now() + timedelta(minutes=11)):
        assert sweep_exports() == 1
    assert Export.objects.get().state == ExportState.READY
    Export.objects.update(state=ExportState.BUILDING, attempts=3, lease_until=now())
    with standing_at(now() + timedelta(minutes=11)):
        sweep_exports()
    assert Export.objects.get().state == ExportState.FAILED


@pytest.mark.parametrize("lost_at", ["between two tables", "as the last thing"])
def test_a_builder_whose_lease_ran_out_leaves_the_finished_archive_of_another_alone(
    people: People, monkeypatch: pytest.MonkeyPatch, lost_at: str
) -> None:
    """The first stands still for longer than its lease; the sweep starts a second, which finishes; then it goes on."""
    asked = ask(people)
    name = "_go_on" if lost_at == "between two tables" else "write_archive"
    step, calls = getattr(export, name), 0

    def stands_still(*args: object) -> None:
        nonlocal calls
        calls += 1
        is_first = calls == 1
        if name == "write_archive":
            step(*args)
        if is_first:
            with standing_at(now() + timedelta(minutes=11)):
                build_export(asked.export.id)
            assert Export.objects.get().state == ExportState.READY
        if name == "_go_on":
            step(*args)

    monkeypatch.setattr(export, name, stands_still)
    build_export(asked.export.id)
    row = Export.objects.get()
    assert (row.state, row.attempts) == (ExportState.READY, 2)
    assert "your-data.html" in opened(fetched(people, asked), asked.passphrase)


def test_a_sweep_that_is_late_does_not_end_what_was_finished_meanwhile(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(people)
    Export.objects.update(state=ExportState.BUILDING, attempts=3, lease_until=now() - timedelta(minutes=1))
    end = export._end

    def finished_just_before(row: Export, *rest: object) -> None:
        Export.objects.update(state=ExportState.READY, ready_at=now(), lease_until=None)
        end(row, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "_end", finished_just_before)
    sweep_exports()
    assert Export.objects.get(id=asked.export.id).state == ExportState.READY


def test_a_long_table_asks_now_and_then_whether_to_go_on(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(people)
    for name in ("Simvastatin", "Metformin"):
        add_medicine(people.amara.actor, patient_of(people), MedicineWords(name=name))
    calls = []
    for rows in (1, 2_000):
        monkeypatch.setattr(archive, "ROWS", rows)
        calls.append(0)

        def counted() -> None:
            calls[-1] += 1

        archive.write_archive(io.BytesIO(), patient_of(people), asked.passphrase, counted)
    assert calls[0] >= calls[1] + 2


def test_one_at_a_time_and_not_before_it_is_made(people: People) -> None:
    asked = ask(people)
    with pytest.raises(Conflict):
        ask(people)
    with pytest.raises(Conflict):
        fetched(people, asked)


@pytest.mark.parametrize("who", ["bo", "dario", "imani", "quill"])
def test_nobody_else_may(people: People, who: str) -> None:
    actor, asked = getattr(people, who).actor, built(people)
    for act in (
        ask_export,
        lambda *a: fetch_export(*a, asked.export.id),
        lambda *a: stop_export(*a, asked.export.id),
    ):
        with pytest.raises(Denied):
            act(actor, patient_of(people))
    assert people.bo.patient is not None
    with pytest.raises(NotFound):
        fetch_export(people.bo.actor, people.bo.patient.id, asked.export.id)
    assert Export.objects.get().state == ExportState.READY


def test_it_needs_the_second_factor(people: People) -> None:
    with pytest.raises(SecondFactorNeeded):
        ask_export(people.amara.actor_with_password_only, patient_of(people))
    assert not Export.objects.exists()


def test_an_erased_patients_archive_goes_too(people: People) -> None:
    built(people)
    blob = SealedFile.objects.get().blob
    erase_now(patient_of(people))
    assert not default_storage.exists(blob)
    assert not Export.objects.exists()
