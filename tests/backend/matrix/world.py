"""The people and things of the authorisation matrix: one patient with everything, one whom nobody knows."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.test import Client

from mendly.accounts.actors import AUTHENTICATION_METHODS_SESSION_KEY
from mendly.accounts.models import Device, Patient, StaffInvitation, User
from mendly.accounts.services import open_clinic
from mendly.accounts.tokens import hash_of
from mendly.alerts.models import Alert
from mendly.alerts.services import evaluate
from mendly.care.models import (
    CareInvitation,
    CareRelationship,
    EmergencyNumber,
    Opening,
    Proxy,
    ProxyInvitation,
    Scope,
)
from mendly.care.services import end_care, invite_proxy, name_proxy, start_care
from mendly.clock import new_id, now
from mendly.consent.models import Answer, ConsentRecord, Recipient
from mendly.consent.services import decide_sharing
from mendly.genome.models import FileState, GenomeFile, LabReport
from mendly.genome.tumours.services import enter_tumour_report
from mendly.insights.models import Insight, KnowledgeRun, KnowledgeStep
from mendly.insights.services import refresh
from mendly.insights.signatures import rows_behind_cards
from mendly.leaving.models import Export
from mendly.medicines.checks import MedicineWords
from mendly.medicines.models import CalendarFeed, PlanProposal, ScheduleRevision
from mendly.medicines.plans import PlanDraft
from mendly.medicines.safety import warnings_of
from mendly.medicines.services import add_medicine, log_dose, record_stock, report_side_effect, set_schedule
from mendly.medicines.services.side_effects import Told
from mendly.medicines.services.stocks import Counted
from mendly.messaging.services import start_conversation
from mendly.policy import SHAREABLE, SYSTEM
from mendly.predisposition.places import category_place, gene_place
from mendly.predisposition.services import choose, write_letter
from mendly.vitals.services import record_observation
from mendly.vitals.values import BloodPressure
from mendly.worklist.arrivals import answers_changed
from mendly.worklist.models import Item
from mendly_core.doses import DailyRule, IntakeKind, SlotTime, StockKind
from mendly_core.predisposition import Choice
from mendly_core.side_effects import Common, Severity
from tests.backend.conftest import People, Persona, make_provider, make_user

CALENDAR = "amaras-calendar"
"""The secret of an address: whoever has it reads the times of doses, signed in or not."""
TOKENS = {"care_token": "care", "proxy_token": "proxy", "staff_token": "staff"}
_THINGS = """
    patient medicine schedule proposal intake effect entry warning conversation message observation alert file asking
    export opening report lab_result insight relationship proxy device item changes provider colleague invitation
    topic asked_topic gene letter
"""
NAMES_OF_THINGS = frozenset((*_THINGS.split(), *TOKENS))
"""Words of an address that name something of somebody's; any other is a fixed word."""
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Things:
    """One patient and an id of each kind of thing that belongs to them, as URL arguments."""

    ids: dict[str, object]

    def absent(self) -> Things:
        """Ids and tokens that name nothing."""
        return Things(
            {name: uuid4() if isinstance(value, UUID) else f"no-{value}" for name, value in self.ids.items()}
        )

    def with_patient_of(self, other: Things) -> Things:
        """Somebody else's things under this person's address."""
        return Things({**self.ids, "patient": other.ids["patient"]})


@dataclass
class World:
    people: People
    amara: Things
    carmen: Things
    clients: dict[str, Client] = field(default_factory=dict)
    users: dict[str, User | None] = field(default_factory=dict)


ACTORS = (
    "anonymous",
    "owner",
    "owner without second factor",
    "owner who has not proved it lately",
    "other patient",
    "proxy",
    "proxy for messages only",
    "proxy whose time is over",
    "provider",
    "provider without second factor",
    "provider who has not proved it lately",
    "provider without consent",
    "provider whom the patient denied",
    "provider whose care ended",
    "provider of another clinic",
    "disabled provider",
)


STALE = frozenset({"owner who has not proved it lately", "provider who has not proved it lately"})


def make_world(people: People) -> World:
    extra = _more_people(people)
    amara, carmen = _things(people, people.amara), _things(people, people.carmen)
    world = World(people, amara, carmen)
    users: dict[str, tuple[User | None, bool]] = {
        "anonymous": (None, False),
        "owner": (people.amara.user, True),
        "owner without second factor": (people.amara.user, False),
        "owner who has not proved it lately": (people.amara.user, True),
        "other patient": (people.sam.user, True),
        "proxy": (people.dario.user, True),
        "proxy for messages only": (extra["eve"].user, True),
        "proxy whose time is over": (extra["fin"].user, True),
        "provider": (people.imani.user, True),
        "provider without second factor": (people.imani.user, False),
        "provider who has not proved it lately": (people.imani.user, True),
        "provider without consent": (extra["noor"].user, True),
        "provider whom the patient denied": (extra["rui"].user, True),
        "provider whose care ended": (extra["otto"].user, True),
        "provider of another clinic": (people.quill.user, True),
        "disabled provider": (extra["pia"].user, True),
    }
    assert tuple(users) == ACTORS
    for name, (user, second_factor) in users.items():
        world.clients[name] = _client(user, second_factor=second_factor, fresh=name not in STALE)
        world.users[name] = user
    User.objects.filter(id=extra["pia"].user.id).update(is_active=False)
    return world


def _more_people(people: People) -> dict[str, Persona]:
    found = {name: Persona(make_user(name)) for name in ("eve", "fin")}
    amara = people.amara.patient
    assert amara is not None
    for name, scopes, ends in (
        ("eve", [Scope.MESSAGE], 9),
        ("fin", [Scope.VIEW, Scope.RECORD, Scope.MESSAGE], -1),
    ):
        proxy = name_proxy(
            amara.id, found[name].user, name=name, scopes=scopes, ends_at=now() + timedelta(days=9)
        )
        Proxy.objects.filter(id=proxy.id).update(ends_at=now() + timedelta(days=ends))
    third_clinic = open_clinic(name="Third Clinic")
    for name in ("Noor", "Otto", "Pia", "Rui"):
        provider = make_provider(f"Dr {name}", third_clinic if name == "Rui" else people.clinic)
        found[name.lower()] = provider
        assert provider.provider is not None
        start_care(people.amara.actor, amara.id, provider.provider)
        if name != "Noor":
            _answer(people.amara, provider, Answer.PERMIT)
    _answer(people.amara, found["rui"], Answer.DENY)
    _permit_to_clinic(people.amara, third_clinic.id)
    otto = found["otto"].provider
    ended = CareRelationship.objects.get(patient=amara, provider=otto)
    end_care(people.amara.actor, amara.id, ended.id)
    return found


def _answer(owner: Persona, recipient: Persona, answer: Answer) -> None:
    assert owner.patient is not None
    assert recipient.provider is not None
    answers = dict.fromkeys(SHAREABLE, answer)
    decide_sharing(owner.actor, owner.patient.id, recipient.provider.id, answers, language="en")


def _permit_to_clinic(owner: Persona, clinic: UUID) -> None:
    """Everyone of that clinic may see everything, unless somebody among them may not."""
    mine = ConsentRecord.objects.filter(patient=owner.patient)
    for number, category in enumerate(SHAREABLE, start=mine.count() + 1):
        record = mine.filter(answer=Answer.PERMIT, category=category).first()
        assert record is not None
        record.id, record.number = new_id(), number
        record.recipient_kind, record.recipient = Recipient.CLINIC, clinic
        record.starts_at = now()
        record._state.adding = True
        record.save(force_insert=True)


def _things(people: People, owner: Persona) -> Things:
    actor, patient = owner.actor, owner.patient
    assert patient is not None
    medicine, _ = add_medicine(actor, patient.id, MedicineWords(name="Simvastatin", ingredient="simvastatin"))
    rule, yesterday = DailyRule((SlotTime(1, "00:00"),)), now().date() - timedelta(days=1)
    draft = PlanDraft(rule=rule, amount=Decimal(1), unit="tablet", valid_from=yesterday)
    plan = set_schedule(actor, patient.id, medicine.id, draft)[0]
    intake, _ = log_dose(actor, patient.id, kind=IntakeKind.TAKEN, medicine_id=medicine.id)
    effect, mild = new_id(), Told(Common.RASH, Severity.MILD, yesterday)
    report_side_effect(actor, patient.id, effect, mild)
    entry, _ = record_stock(actor, patient.id, medicine.id, new_id(), Counted(StockKind.COUNTED, Decimal(30)))
    conversation, message = start_conversation(actor, patient.id, subject="Hello", body="First words")
    readings = [_pressure(owner, now() - timedelta(minutes=minutes)) for minutes in (10, 5)]
    evaluate(patient.id)
    file = _genome(owner)
    choose(actor, patient.id, {"iron": Choice.ASK}, language="en")
    letter = write_letter(actor, patient.id, gene="SLCO1B1", confirmed=False, language="en")
    relationship = CareRelationship.objects.filter(patient=patient, ended_at=None).first()
    ends = now() + timedelta(days=3)
    invitation = invite_proxy(
        actor, patient.id, email="nia@example.test", name="Nia", scopes=[Scope.VIEW], ends_at=ends
    )
    proxy = Proxy.objects.filter(patient=patient).first()
    device = Device.objects.create(
        user=owner.user, name="P", platform="x", second_factor=True, last_seen_at=now()
    )
    return Things(
        {
            "patient": patient.id,
            "medicine": medicine.id,
            "schedule": plan.schedule,
            "proposal": _proposal(people, plan).id,
            "intake": intake.id,
            "warning": warnings_of(SYSTEM, patient.id, "en").shown[0].id,
            "effect": effect,
            "entry": entry.id,
            "conversation": conversation.id,
            "message": message.id,
            "observation": readings[0],
            "alert": Alert.objects.get(patient=patient).id,
            "file": file.id,
            "asking": _asking_file(owner).id,
            "report": _tumour(owner),
            "lab_result": LabReport.objects.get(patient=patient).id,
            "topic": category_place(patient.id, "coeliac"),
            "asked_topic": category_place(patient.id, "iron"),
            "gene": gene_place(patient.id, "SLCO1B1"),
            "letter": letter.id,
            "insight": Insight.objects.get(patient=patient).id,
            "relationship": relationship.id if relationship else uuid4(),
            "proxy": proxy.id if proxy else uuid4(),
            "device": device.id,
            "export": Export.objects.create(patient=patient, asked_at=now()).id,
            "opening": _opening(people, owner),
            "number": EmergencyNumber.objects.get(patient=patient).number,
            "invitation": invitation.id,
            "item": _item(patient),
            "changes": _changes(patient),
            "row": min(rows_behind_cards([patient.id])),
            "provider": people.imani.provider.id,  # type: ignore[union-attr]
            "colleague": (people.jules if owner is people.amara else people.quill).provider.id,  # type: ignore[union-attr]
            **TOKENS,
        }
    )


def _proposal(people: People, plan: ScheduleRevision) -> PlanProposal:
    days = {
        "rule": plan.rule,
        "zone_policy": "floating",
        "home_zone": None,
        "valid_from": None,
        "valid_to": None,
        "early_minutes": 60,
        "late_minutes": 240,
    }
    return PlanProposal.objects.create(
        patient_id=plan.patient_id,
        medicine_id=plan.medicine_id,
        schedule=plan.schedule,
        rev=plan.rev + 1,
        days=days,
        amount=Decimal(2),
        unit="tablet",
        words="",
        by=people.imani.user.id,
        proposed_at=now(),
    )


def _opening(people: People, owner: Persona) -> UUID:
    """By somebody who does nothing else here; over since long. Amara's record was opened by her own clinic."""
    patient = owner.patient
    assert patient is not None
    clinic = people.clinic if owner is people.amara else open_clinic(name="Night Clinic")
    night = make_provider(f"Dr Night{Opening.objects.count()}", clinic).provider
    at = now() - timedelta(days=1)
    over = {"opened_at": at, "ends_at": at, "ended_at": at, "mailed_at": at}
    why = {"reason": "cannot_answer", "words": "Found asleep, cannot answer"}
    return Opening.objects.create(patient=patient, provider=night, clinic=night.clinic, why=why, **over).id


def _item(patient: Patient) -> UUID:
    item = Item.objects.filter(patient=patient).first()
    return item.id if item else uuid4()


def _changes(patient: Patient) -> UUID:
    """The queue item about new knowledge that changed this patient's answer, if a clinic cares for them."""
    run = KnowledgeRun.objects.create(
        number=KnowledgeRun.objects.count() + 1, version="2026-02-01+0", started_at=now()
    )
    KnowledgeStep.objects.create(patient=patient, run=run, stepped_at=now(), told_at=now())
    with transaction.atomic():
        answers_changed(patient.id, run.id)
    item = Item.objects.filter(source=run.id, clinic__name="Harbour Clinic").first()
    return item.id if item else uuid4()


def _pressure(owner: Persona, at: datetime) -> UUID:
    assert owner.patient is not None
    values = BloodPressure(168, 104, 70)
    reading = new_id()
    record_observation(owner.actor, owner.patient.id, observation_id=reading, taken_at=at, values=values)
    return reading


def _genome(owner: Persona) -> GenomeFile:
    """A file with its calls, without the cost of reading one."""
    from mendly.genome.services import enter_lab_result

    assert owner.patient is not None
    enter_lab_result(
        owner.actor,
        owner.patient.id,
        gene="SLCO1B1",
        diplotype="*5/*5",
        phenotype=None,
        activity_score=None,
        laboratory="Lab",
        method="",
        reported_on=date(2026, 1, 1),
    )
    refresh(owner.patient.id)
    return GenomeFile.objects.create(
        patient=owner.patient,
        name="dna.txt",
        fingerprint=b"x",
        state=FileState.READY,
        facts={},
        received_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def _asking_file(owner: Persona) -> GenomeFile:
    """A file that waits to be told its DNA map."""
    return GenomeFile.objects.create(
        patient=owner.patient,
        name="unsure.txt",
        fingerprint=b"y",
        state=FileState.ASKING,
        refusal="build_unknown",
        refusal_facts={},
        received_at=datetime(2026, 1, 2, tzinfo=UTC),
    )


def _tumour(owner: Persona) -> UUID:
    assert owner.patient is not None
    report, _ = enter_tumour_report(
        owner.actor, owner.patient.id, report_id=new_id(), findings="EGFR T790M", disease="NSCLC"
    )
    return report.id


def _client(user: User | None, *, second_factor: bool, fresh: bool) -> Client:
    client = Client(raise_request_exception=False)
    if user is None:
        return client
    client.force_login(user, backend=BACKEND)
    session, at = client.session, time.time() if fresh else 0
    method = "mfa" if second_factor else "password"
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": method, "at": at}]
    session.save()
    return client


def open_invitations(world: World) -> None:
    """Invitations sent to the other patient's address: nobody else can open them."""
    email = world.people.sam.user.email
    provider = world.people.imani.provider
    assert provider is not None
    ends = now() + timedelta(days=3)
    CareInvitation.objects.create(
        provider=provider, email=email, token_hash=hash_of(TOKENS["care_token"]), expires_at=ends
    )
    CalendarFeed.objects.create(
        patient=world.people.amara.patient,
        secret_hash=hash_of(CALENDAR),
        names_medicines=False,
        rings=False,
        made_at=now(),
    )
    ProxyInvitation.objects.create(
        patient=world.people.amara.patient,
        email=email,
        name="Sam",
        scopes=[Scope.VIEW],
        invited_by=world.people.amara.user.id,
        ends_at=ends,
        token_hash=hash_of(TOKENS["proxy_token"]),
        expires_at=ends,
    )
    StaffInvitation.objects.create(
        clinic=world.people.clinic,
        email=email,
        name="Sam",
        profession="nurse",
        token_hash=hash_of(TOKENS["staff_token"]),
        invited_by=provider,
        expires_at=ends,
    )
