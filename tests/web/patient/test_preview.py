"""What would they see now? The policy's own answer, by kind, told to nobody else."""

from __future__ import annotations

import re

import pytest

from mendly.audit.models import AccessRecord
from mendly.care.models import CareRelationship, Proxy
from mendly.care.services import end_care
from mendly.consent.models import Answer
from mendly.consent.services import decide_sharing
from mendly.policy import Action, Category, may
from portal.kinds import kind_words
from tests.backend.conftest import People
from tests.web.patient.conftest import browser_of, page_of


def care(people: People) -> CareRelationship:
    return CareRelationship.objects.get(patient=people.amara.patient, provider=people.imani.provider)


def deny(people: People, *categories: Category) -> None:
    assert people.amara.patient is not None
    assert people.imani.provider is not None
    answers = dict.fromkeys(categories, Answer.DENY)
    patient, provider = people.amara.patient.id, people.imani.provider.id
    decide_sharing(people.amara.actor, patient, provider, answers, language="en")


def rows(html: str) -> dict[str, str]:
    return dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", html))


def preview(people: People, language: str = "en") -> str:
    browser = browser_of(people.amara, language=language)
    return browser.get(page_of(people.amara, f"sharing/{care(people).id}/sees/")).content.decode()


@pytest.mark.parametrize(
    "closed", [(), (Category.GENES,), (Category.MEDICINES, Category.MESSAGES), (Category.PROFILE,)]
)
def test_the_preview_says_what_the_policy_says(people: People, closed: tuple[Category, ...]) -> None:
    assert people.amara.patient is not None
    if closed:
        deny(people, *closed)
    shown = rows(preview(people))
    for category in (Category.PROFILE, Category.MEDICINES, Category.GENES, Category.MESSAGES):
        seen = may(people.imani.actor, Action.VIEW, people.amara.patient.id, category)
        assert (kind_words(category) in shown) == seen, category
        assert seen == (category not in closed)


def test_it_says_how_far_they_may_go(people: People) -> None:
    shown = rows(preview(people))
    assert shown["Medicines and doses"] == "see, log, add, change"
    assert shown["Name and birth date"] == "see"
    assert rows(preview(people, "es"))["Nombre y fecha de nacimiento"] == "ver"


def test_it_is_written_down_as_the_patients_look_not_as_theirs(people: People) -> None:
    before = AccessRecord.objects.filter(actor=people.imani.user.id).count()
    assert "They are not told that you looked at this." in preview(people)
    assert AccessRecord.objects.filter(actor=people.imani.user.id).count() == before


def test_after_the_end_they_see_nothing(people: People) -> None:
    row = care(people)
    assert people.amara.patient is not None
    end_care(people.amara.actor, people.amara.patient.id, row.id)
    html = preview(people)
    assert "Dr Imani can see nothing of you now." in html
    assert rows(html) == {}


def test_a_helper_sees_no_genes(people: People) -> None:
    proxy = Proxy.objects.get(user=people.dario.user)
    html = browser_of(people.amara).get(page_of(people.amara, f"sharing/helper/{proxy.id}/sees/"))
    shown = rows(html.content.decode())
    assert shown["Medicines and doses"] == "see, log"
    assert "Genes" not in shown


def test_only_the_patient_may_ask_and_only_about_their_own_people(people: People) -> None:
    proxy = Proxy.objects.get(user=people.dario.user)
    for path in (f"sharing/{care(people).id}/sees/", f"sharing/helper/{proxy.id}/sees/"):
        for other in (people.dario, people.imani, people.bo):
            assert browser_of(other).get(page_of(people.amara, path)).status_code == 404
        assert browser_of(people.bo).get(page_of(people.bo, path)).status_code == 404
        assert path in browser_of(people.amara).get(page_of(people.amara, "sharing/")).content.decode()
