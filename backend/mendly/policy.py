"""Who may do what, to whom, and why: the one decision function. What no rule grants is denied.

Rooms above register named predicates (small questions with a yes or no answer). The rules below are data: each
grants some actions on some categories, and asks its predicates in order. A rule says yes when all of them do.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from mendly.errors import Denied, SecondFactorNeeded, StepUpNeeded


class Action(StrEnum):
    VIEW = "view"
    ADD = "add"
    CHANGE = "change"
    RECORD = "record"
    """Log doses and readings, which are only ever added, and take back what one logged oneself."""
    SHARE = "share"
    """Open something to someone."""
    WITHDRAW = "withdraw"
    """Close it again. Kept apart from opening: closing must never be the harder of the two."""
    EXPORT = "export"
    ERASE = "erase"
    INVITE = "invite"
    ACCEPT = "accept"
    LEAVE = "leave"
    """The last two are granted by no rule: who was asked says yes, a provider ends their part. They are recorded."""
    BREAK_GLASS = "break_glass"
    """Open one record in an emergency, without care or consent."""
    JUDGE = "judge"
    """Say afterwards whether such an opening was right."""


class Category(StrEnum):
    PROFILE = "profile"
    MEDICINES = "medicines"
    READINGS = "readings"
    GENES = "genes"
    DRUG_RESPONSE = "drug_response"
    """The part of genes that is about medicines: cards, and what each of these genes says. Who may see the genes
    may see this; a guardian sees this alone."""
    TUMOURS = "tumours"
    """What a laboratory found in a tumour: kept apart from the genes that a person was born with."""
    CHOICES = "choices"
    """What the patient wants to know of their genes, and their letters to the family: theirs alone."""
    MESSAGES = "messages"
    SHARING = "sharing"
    ACCESS_LOG = "access_log"
    EVERYTHING = "everything"
    """The whole record at once, to take it along or to erase it; to see how far that is, and to take it back."""
    ACCOUNT = "account"
    """The account alone of someone who has no record: whom they help, and how they sign in."""
    CLINIC = "clinic"
    """Things of a clinic that belong to no patient: its panel, its queue."""
    CLINIC_RULES = "clinic_rules"
    STAFF = "staff"
    """Who works in the clinic: invited, vetted and ended by its administrators."""


SHAREABLE = (
    Category.PROFILE,
    Category.MEDICINES,
    Category.READINGS,
    Category.GENES,
    Category.TUMOURS,
    Category.MESSAGES,
)
"""Categories a patient can open to someone else, one by one."""

SHARED_WITHIN = {Category.DRUG_RESPONSE: Category.GENES}
"""A category that has no consent of its own, and the one whose consent opens it."""


class Purpose(StrEnum):
    """Why somebody asks. There is none for insurers or employers, and none may be added: see the tests."""

    SELF_CARE = "self_care"
    TREATMENT = "treatment"
    RESEARCH = "research"
    """Only written in consents: no door lets anybody in for it, so nothing is read for research."""
    OPERATIONS = "operations"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, as the door saw them.

    `second_factor`: this sign-in proved a second factor. `fresh`: they proved who they are within five minutes,
    in this very browser; a phone never did.
    """

    user_id: UUID | None
    purpose: Purpose = Purpose.SELF_CARE
    second_factor: bool = False
    fresh: bool = False
    via: str = "portal"


def person_of(actor: Actor) -> UUID:
    """The person who acts. Only for acts that a door let in: Mendly's own tasks are no person."""
    if actor.user_id is None:
        raise Denied
    return actor.user_id


SYSTEM = Actor(user_id=None, purpose=Purpose.OPERATIONS, second_factor=True, via="task")
"""Mendly's own sweeps and tasks: they derive, remind and clean, and never show anything to anyone."""


@dataclass(frozen=True, slots=True)
class Question:
    """May this actor do this? Checks of one question share what they read in `looked_up`; it ends with the question."""

    actor: Actor
    action: Action
    patient_id: UUID | None
    category: Category
    looked_up: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)


Predicate = Callable[[Question], bool]
_predicates: dict[str, Predicate] = {}
AboutMany = Callable[[Question, frozenset[UUID]], frozenset[UUID]]
"""The same check for a list: of these patients, those for whom it holds. The question names no patient."""
_about_many: dict[str, AboutMany] = {}


def predicate(name: str) -> Callable[[Predicate], Predicate]:
    """Register a permission check under a name that rules can use. A name can be taken only once."""

    def register(check: Predicate) -> Predicate:
        if name in _predicates:
            raise ValueError(f"predicate {name} is registered twice")
        _predicates[name] = check
        return check

    return register


def predicate_about_many(name: str) -> Callable[[AboutMany], AboutMany]:
    """Register how a check answers for a whole list at once; without it, lists ask one by one."""

    def register(check: AboutMany) -> AboutMany:
        if name in _about_many:
            raise ValueError(f"predicate {name} is registered twice for lists")
        _about_many[name] = check
        return check

    return register


def registered_predicates() -> dict[str, Predicate]:
    return dict(_predicates)


Grants = frozenset[tuple[Action, Category]]


def _grants(actions: Iterable[Action], categories: Iterable[Category]) -> Grants:
    return frozenset((action, category) for action in actions for category in categories)


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    grants: Grants
    asks: tuple[str, ...]


SECOND_FACTOR = "account.second_factor"
RECENT_PROOF = "account.recently_proved"
PROOFS = frozenset({SECOND_FACTOR, RECENT_PROOF})
"""What someone lacks who may do the thing but has not shown well enough that it is them. Asked last in each rule."""
BROKE_THE_GLASS = "a provider in an emergency, for an hour"
"""The rule, and so the role in the access log, of whoever broke the glass."""
_WRITES = (Action.VIEW, Action.ADD, Action.CHANGE)
_LOGGED = (Category.MEDICINES, Category.READINGS)
RULES: tuple[Rule, ...] = (
    Rule(
        "the patient, for themself",
        _grants(_WRITES, (*SHAREABLE, Category.DRUG_RESPONSE, Category.CHOICES))
        | _grants((Action.RECORD,), _LOGGED)
        | _grants((Action.VIEW, Action.WITHDRAW), (Category.SHARING,))
        | _grants((Action.VIEW, Action.WITHDRAW), (Category.EVERYTHING,))
        | _grants((Action.VIEW,), (Category.ACCESS_LOG,)),
        ("account.active", "account.is_the_patient", SECOND_FACTOR),
    ),
    Rule(
        "the patient, who has just shown that it is them",
        _grants((Action.SHARE,), (Category.SHARING,))
        | _grants((Action.EXPORT, Action.ERASE), (Category.EVERYTHING,)),
        ("account.active", "account.is_the_patient", SECOND_FACTOR, RECENT_PROOF),
    ),
    Rule(
        "someone with an account and no record, for themself",
        _grants((Action.VIEW, Action.WITHDRAW), (Category.ACCOUNT,)),
        ("account.active", "leaving.has_only_an_account", SECOND_FACTOR),
    ),
    Rule(
        "someone with an account and no record, who has just shown that it is them",
        _grants((Action.ERASE,), (Category.ACCOUNT,)),
        ("account.active", "leaving.has_only_an_account", SECOND_FACTOR, RECENT_PROOF),
    ),
    Rule(
        "a provider who cares for the patient, as far as the patient agreed",
        _grants(_WRITES, (Category.MEDICINES, Category.READINGS, Category.TUMOURS, Category.MESSAGES))
        | _grants((Action.RECORD,), _LOGGED)
        | _grants((Action.VIEW, Action.ADD), (Category.GENES,))
        | _grants((Action.VIEW,), (Category.PROFILE, Category.DRUG_RESPONSE)),
        (
            "account.active",
            "account.is_provider",
            "care.in_relationship",
            "consent.permitted",
            "consent.not_denied",
            SECOND_FACTOR,
        ),
    ),
    Rule(
        "a proxy whom the patient named, within the scopes given; never genes or tumours",
        _grants((Action.VIEW, Action.RECORD), _LOGGED)
        | _grants((Action.VIEW, Action.ADD), (Category.MESSAGES,))
        | _grants((Action.VIEW,), (Category.PROFILE,)),
        ("account.active", "care.proxy_in_scope", SECOND_FACTOR),
    ),
    Rule(
        "a guardian, until the young person is of age; genes only about medicines",
        _grants(_WRITES, _LOGGED)
        | _grants((Action.RECORD,), _LOGGED)
        | _grants((Action.VIEW, Action.ADD), (Category.MESSAGES,))
        | _grants((Action.VIEW,), (Category.PROFILE, Category.DRUG_RESPONSE, Category.ACCESS_LOG))
        | _grants((Action.VIEW, Action.WITHDRAW), (Category.SHARING,)),
        ("account.active", "care.guardian_now", SECOND_FACTOR),
    ),
    Rule(
        "a guardian, who has just shown that it is them",
        _grants((Action.SHARE,), (Category.SHARING,)),
        ("account.active", "care.guardian_now", SECOND_FACTOR, RECENT_PROOF),
    ),
    Rule(
        BROKE_THE_GLASS,
        _grants((Action.VIEW,), (Category.PROFILE, Category.MEDICINES, Category.READINGS)),
        (
            "account.active",
            "account.is_provider",
            "care.glass_broken",
            "consent.not_denied",
            SECOND_FACTOR,
        ),
    ),
    Rule(
        "a provider in the rooms of their clinic",
        _grants((Action.VIEW, Action.CHANGE), (Category.CLINIC,)),
        ("account.active", "account.is_provider", SECOND_FACTOR),
    ),
    Rule(
        "a provider invites a patient into care",
        _grants((Action.INVITE,), (Category.PROFILE,)),
        ("account.active", "account.is_provider", SECOND_FACTOR),
    ),
    Rule(
        "a provider opens a record in an emergency",
        _grants((Action.BREAK_GLASS,), (Category.PROFILE,)),
        ("account.active", "account.is_provider", SECOND_FACTOR),
    ),
    Rule(
        "an administrator of a clinic judges openings in an emergency",
        _grants((Action.JUDGE,), (Category.CLINIC,)),
        ("account.active", "account.is_provider", "account.is_clinic_admin", SECOND_FACTOR),
    ),
    Rule(
        "an administrator of a clinic answers for it",
        _grants((Action.VIEW,), (Category.STAFF,)) | _grants((Action.CHANGE,), (Category.CLINIC_RULES,)),
        ("account.active", "account.is_provider", "account.is_clinic_admin", SECOND_FACTOR),
    ),
    Rule(
        "an administrator of a clinic, who has just shown that it is them",
        _grants((Action.INVITE, Action.CHANGE), (Category.STAFF,)),
        ("account.active", "account.is_provider", "account.is_clinic_admin", SECOND_FACTOR, RECENT_PROOF),
    ),
)


@dataclass(frozen=True, slots=True)
class Decision:
    """`rule` is the one that said yes. `lacks`: the first proof that is missing, when nothing else is in the way."""

    allowed: bool
    rule: str | None = None
    lacks: str | None = None


def decide(question: Question) -> Decision:
    """Answer without raising. Mendly's own tasks may derive anything; they have no screen to show it on."""
    if question.actor is SYSTEM:
        return Decision(allowed=True, rule="system")
    lacks: set[str] = set()
    answers: dict[str, bool] = {}
    for rule in RULES:
        if (question.action, question.category) not in rule.grants:
            continue
        missing = _first_missing(rule, question, answers)
        if missing is None:
            return Decision(allowed=True, rule=rule.name)
        if PROOFS.issuperset(rule.asks[rule.asks.index(missing) :]):
            lacks.add(missing)
    return Decision(
        allowed=False, lacks=next(filter(lacks.__contains__, (SECOND_FACTOR, RECENT_PROOF)), None)
    )


def _first_missing(rule: Rule, question: Question, answers: dict[str, bool]) -> str | None:
    """The first check that says no. One question asks each check once, however many rules name it."""
    for name in rule.asks:
        if name not in answers:
            answers[name] = _predicates[name](question)
        if not answers[name]:
            return name
    return None


def require(actor: Actor, action: Action, patient_id: UUID | None, category: Category) -> Decision:
    """Pass if a rule says yes; raise `Denied` (seen as "not found") or what proof alone is missing otherwise.

    The purpose travels with the actor: it is fixed at the door where the person came in.
    """
    decision = decide(Question(actor, action, patient_id, category))
    if decision.allowed:
        return decision
    if decision.lacks == SECOND_FACTOR:
        raise SecondFactorNeeded
    if decision.lacks == RECENT_PROOF:
        raise StepUpNeeded
    raise Denied


def may(actor: Actor, action: Action, patient_id: UUID | None, category: Category) -> bool:
    """The same answer as a yes or no, for menus and for frames on a socket."""
    return decide(Question(actor, action, patient_id, category)).allowed


def would_need_proof(actor: Actor, action: Action, patient_id: UUID | None, category: Category) -> bool:
    """Yes when this actor may do it as soon as they show once more that it is them: pages offer that first."""
    return decide(Question(actor, action, patient_id, category)).lacks == RECENT_PROOF


def may_each(
    actor: Actor, action: Action, patient_ids: Iterable[UUID], category: Category
) -> frozenset[UUID]:
    """Those of the patients for whom `may` says yes, by the same rules: for pages that list many."""
    patients = frozenset(patient_ids)
    if actor is SYSTEM:
        return patients
    allowed: frozenset[UUID] = frozenset()
    for rule in RULES:
        if (action, category) in rule.grants:
            allowed |= _those_of(rule, Question(actor, action, None, category), patients - allowed)
    return allowed


def _those_of(rule: Rule, question: Question, patients: frozenset[UUID]) -> frozenset[UUID]:
    for name in rule.asks:
        if not patients:
            break
        about_many = _about_many.get(name)
        if about_many is not None:
            patients = about_many(question, patients)
        else:
            check = _predicates[name]
            patients = frozenset(p for p in patients if check(replace(question, patient_id=p)))
    return patients


def unanswered_names() -> set[str]:
    """Names that a rule asks but no room has registered. Start-up refuses to run with any."""
    return {name for rule in RULES for name in rule.asks} - set(_predicates)
