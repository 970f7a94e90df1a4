"""One paper as data, and as an answer with the file. Used by the patient's pages and by the clinic's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, cast
from uuid import UUID

from django.http import HttpResponse

from mendly.clock import now
from mendly.errors import NotFound
from mendly.insights.papers import clinician_report_of, wallet_card_of
from mendly.policy import Actor
from mendly_core.words import ClinicianReport, WalletCard
from portal.papers.pdf import Holder, report_pdf, wallet_card_pdf
from portal.wording import active_language

Paper = Literal["card", "report"]
FILE_NAMES: Final = {"card": "mendly-card.pdf", "report": "mendly-report.pdf"}


@dataclass(frozen=True, slots=True)
class Papers:
    """The paper that was asked for; the other one is None."""

    paper: Paper
    card: WalletCard | None = None
    report: ClinicianReport | None = None

    @property
    def title(self) -> str:
        found = self.card or self.report
        assert found is not None
        return found.title


def paper_named(name: str) -> Paper:
    if name not in FILE_NAMES:
        raise NotFound
    return cast(Paper, name)


def papers_of(actor: Actor, patient: UUID, paper: Paper, *, as_file: bool = False) -> Papers:
    language = active_language()
    if paper == "card":
        return Papers(paper, card=wallet_card_of(actor, patient, language, as_file=as_file))
    return Papers(paper, report=clinician_report_of(actor, patient, language, as_file=as_file))


def file_answer(actor: Actor, patient: UUID, paper: Paper, holder: Holder) -> HttpResponse:
    """The PDF. Its name tells nothing of health; nobody on the way keeps it."""
    found, language, made_at = papers_of(actor, patient, paper, as_file=True), active_language(), now()
    if found.card is not None:
        content = wallet_card_pdf(found.card, holder, language, made_at=made_at)
    else:
        assert found.report is not None
        content = report_pdf(found.report, holder, language, made_at=made_at)
    headers = {
        "Content-Disposition": f'attachment; filename="{FILE_NAMES[paper]}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)
