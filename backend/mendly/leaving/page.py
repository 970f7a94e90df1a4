"""The archive as a page to read: one file, without a network, in the patient's language, for any browser or printer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from html import escape
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from mendly.accounts.models import Patient, Provider
from mendly.care.access_log import Look, look_sentence
from mendly.clock import now
from mendly.consent.models import ConsentRecord
from mendly.genome.models import GenomeFile, LabReport
from mendly.leaving.contents import as_text
from mendly.medicines.models import BarrierAnswer, IntakeEvent, Medicine, SideEffect, StockRecord
from mendly.medicines.stocks import line_of
from mendly.messaging.models import Message
from mendly.vitals.models import Observation
from mendly_core.words import REGISTRY, say

STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b2430;"
    "background:#fff}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;"
    "padding:.4rem;border-bottom:1px solid #e4dfd3;overflow-wrap:anywhere}td:first-child{min-width:7.5em}"
)
Rows = Iterable[Sequence[object]]
Moment = Callable[[datetime], str]


def page_of(patient: Patient, looks: Iterable[Look]) -> Iterator[bytes]:
    user = patient.user
    with override(user.language):
        title = escape(_("Your data from Mendly"))
        yield (
            f'<!doctype html><html lang="{user.language}"><head><meta charset="utf-8">'
            f'<meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style>'
            f"</head><body><main><h1>{title}</h1><p>{escape(patient.name)}, {_clock(patient)(now())}</p>"
            f"<p>{escape(_('This page needs no network. The folder “tables” has all of it for a spreadsheet.'))}</p>"
        ).encode()
        for heading, rows in _sections(patient, looks):
            yield _section(heading, rows).encode()
        yield b"</main></body></html>\n"


def _section(heading: str, rows: Rows) -> str:
    lines = "".join(
        "<tr>" + "".join(f"<td>{escape(as_text(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    nothing = f"<p>{escape(_('Nothing here.'))}</p>"
    return f"<h2>{escape(heading)}</h2>" + (f"<table>{lines}</table>" if lines else nothing)


def _sections(patient: Patient, looks: Iterable[Look]) -> Iterator[tuple[str, Rows]]:
    at, own = _clock(patient), {"patient_id": patient.id}
    medicines = list(Medicine.objects.filter(**own).order_by("started_on"))
    names = {row.id: row.name for row in medicines}
    yield (
        _("Medicines"),
        ((m.name, m.strength, m.purpose, m.how, m.notes, m.started_on, m.ended_on) for m in medicines),
    )
    intakes = IntakeEvent.objects.filter(**own).order_by("-logged_at")
    yield (
        _("Doses you logged"),
        ((at(i.taken_at or i.logged_at), names[i.medicine_id], i.kind, i.amount, i.reason) for i in intakes),
    )
    stock = StockRecord.objects.filter(undone_at=None, **own).order_by("-at")
    lines = ((names[row.medicine_id], line_of(row)) for row in stock)
    yield (
        _("What you had left"),
        ((at(line.at), name, line.kind, line.amount, line.unit, line.expires) for name, line in lines),
    )
    told = SideEffect.objects.filter(**own).order_by("-reported_at")
    yield (
        _("Side effects"),
        ((e.since, e.ended_on, e.what, e.words, e.severity, names.get(e.medicine_id)) for e in told),
    )
    barriers = BarrierAnswer.objects.filter(**own).order_by("-answered_at")
    yield (
        _("What made it hard"),
        ((at(b.answered_at), names[b.medicine_id], b.answer, b.words) for b in barriers),
    )
    readings = Observation.standing.filter(**own).order_by("-taken_at")
    yield _("Readings"), ((at(r.taken_at), r.type, _numbers(r.values_json), r.note) for r in readings)
    labs = LabReport.objects.filter(withdrawn_at=None, **own)
    yield _("Genes"), [*((r.reported_on, r.laboratory, _numbers(r.result)) for r in labs), *_files(own, at)]
    messages = Message.objects.filter(**own).select_related("conversation").order_by("-sent_at")
    yield _("Messages"), ((at(m.sent_at), m.conversation.subject, m.body) for m in messages)
    yield _("What I decided"), _decisions(patient, at)
    yield _("Who looked at my data"), _looks(patient, looks)


def _files(own: dict[str, UUID], at: Moment) -> Rows:
    return [(at(f.received_at), f.name, f.state) for f in GenomeFile.objects.filter(**own)]


def _decisions(patient: Patient, at: Moment) -> Rows:
    language, zone = patient.user.language, patient.user.zone_info
    names = {p.id: p.name for p in Provider.objects.all()}
    for row in ConsentRecord.objects.filter(patient_id=patient.id).order_by("-number"):
        name = names.get(row.recipient) or _("Someone of a clinic")
        words = say(row.words, language, provider=name) if row.words in REGISTRY else row.words
        until = say("consent.until", language, day=row.ends_at.astimezone(zone).date())
        yield at(row.created_at), f"{words} {until}" if row.answer == "permit" else words


def _looks(patient: Patient, looks: Iterable[Look]) -> Rows:
    language, zone = patient.user.language, patient.user.zone_info
    for look in looks:
        name = pgettext("who looked", "You") if look.who == "self" else look.name or _("Someone close")
        person = f"{name}, {look.clinic}" if look.clinic else name
        yield (look_sentence(look, language, person=person, local=look.at.astimezone(zone)),)


def _numbers(values: object) -> str:
    if not isinstance(values, dict):
        return as_text(values)
    return ", ".join(f"{name}: {as_text(value)}" for name, value in values.items() if value not in (None, ""))


def _clock(patient: Patient) -> Moment:
    """A moment on the patient's own clock."""
    zone = patient.user.zone_info
    return lambda moment: date_format(moment.astimezone(zone), "DATETIME_FORMAT")
