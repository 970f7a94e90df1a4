"""Who may do what, written down apart from the product. Answers: ok, hidden, sign-in, second-factor, step-up."""

from __future__ import annotations

from tests.backend.matrix.expectations import Need

SIGNED_OUT = frozenset({"anonymous", "disabled provider"})
OWNERS = frozenset({"owner", "owner without second factor", "owner who has not proved it lately"})
PATIENTS = OWNERS | {"other patient"}
CLINIC = frozenset(
    {
        "provider",
        "provider without second factor",
        "provider who has not proved it lately",
        "provider without consent",
        "provider whom the patient denied",
        "provider whose care ended",
        "provider of another clinic",
    }
)
CARING = frozenset({"provider", "provider without second factor", "provider who has not proved it lately"})
STALE = frozenset({"owner who has not proved it lately", "provider who has not proved it lately"})
WEAK = frozenset({"owner without second factor", "provider without second factor"})
ALL = frozenset({"view", "add", "change"})
ASK_AGAIN = frozenset({("share", "sharing"), ("export", "everything"), ("erase", "everything")})
"""What asks for a proof of the last minutes."""
LOGGED = ALL | {"record"}
_OWNER = {
    **dict.fromkeys(("profile", "genes", "tumours", "choices", "messages"), ALL),
    **dict.fromkeys(("medicines", "readings"), LOGGED),
    "sharing": frozenset({"view", "share", "withdraw"}),
    "access_log": frozenset({"view"}),
    "everything": frozenset({"view", "export", "erase", "withdraw"}),
}
_PROVIDER = {
    **dict.fromkeys(("medicines", "readings"), LOGGED),
    **dict.fromkeys(("tumours", "messages"), ALL),
    "genes": frozenset({"view", "add"}),
    "profile": frozenset({"view"}),
}
RIGHTS_ON_AMARA: dict[str, dict[str, frozenset[str]]] = {
    **dict.fromkeys(OWNERS, _OWNER),
    **dict.fromkeys(CARING, _PROVIDER),
    "proxy": {
        **dict.fromkeys(("medicines", "readings"), frozenset({"view", "record"})),
        "messages": frozenset({"view", "add"}),
        "profile": frozenset({"view"}),
    },
    "proxy for messages only": {"messages": frozenset({"view", "add"})},
}


def expected(actor: str, need: Need, target: str) -> str:
    """`target`: amara, carmen, absent, or crossed (someone else's things under Amara's address)."""
    if need.who == "everyone":
        return "ok"
    if need.who == "nobody" or actor in SIGNED_OUT:
        return "sign-in"
    return _stopped_at_the_door(actor, need.door) or _inside(actor, need, target)


def _stopped_at_the_door(actor: str, door: str) -> str:
    """Pages of a patient are hidden from providers; those of a clinic, and what only who treats does, from others."""
    if (door == "patients" and actor in CLINIC) or (door in {"clinic", "treatment"} and actor not in CLINIC):
        return "hidden"
    return "second-factor" if door == "clinic" and actor in WEAK else ""


def _inside(actor: str, need: Need, target: str) -> str:
    if not need.rights:
        return _without_rights(actor, need.who, target)
    if target in {"carmen", "absent"} or not has_rights(actor, need.rights):
        return "hidden"
    if lacks_second_factor(actor, need.rights):
        return "second-factor"
    if actor in STALE and ASK_AGAIN & set(need.rights):
        return "step-up"
    return "ok" if target == "amara" else "hidden"


def has_rights(actor: str, rights: tuple[tuple[str, str], ...]) -> bool:
    """On Amara's record, apart from the second factor."""
    held = RIGHTS_ON_AMARA.get(actor, {})
    return all(action in held.get(category, ()) for action, category in rights)


def lacks_second_factor(actor: str, rights: tuple[tuple[str, str], ...]) -> bool:
    """Providers need it for everything, all others for genes, what is chosen about them, and tumours."""
    about_genes = any(category in {"genes", "choices", "tumours"} for _, category in rights)
    about_genes |= ("export", "everything") in rights
    return actor in WEAK and (about_genes or actor in CLINIC)


def _without_rights(actor: str, who: str, target: str) -> str:
    if who == "signed in":
        return "ok"
    if who == "guardian of a child":
        return "hidden"
    if who == "signed in just now":
        return "step-up" if actor in STALE else "ok"
    if who == "without a record":
        return "hidden" if actor in PATIENTS | CLINIC else "ok"
    if who == "a patient":
        return "ok" if actor in PATIENTS else "hidden"
    if who == "owner of the phone":
        return "ok" if target == "amara" and actor in OWNERS else "hidden"
    if who == "someone who may open the record":
        sees = has_rights(actor, (("view", "profile"),)) or has_rights(actor, (("view", "messages"),))
        return "ok" if target == "amara" and sees else "hidden"
    if who in {"caring clinic", "nobody's signature"}:
        return _about_a_row(actor, who)
    if who in {"colleague", "colleague just now"}:
        return _about_a_colleague(actor, who, target)
    if who == "provider in an emergency":
        return _in_an_emergency(actor)
    if who in {"clinic", "clinic admin", "clinic admin just now"}:
        return _in_the_clinic(actor, who)
    if who.startswith("invited"):
        return _invited(actor, who, target)
    return _at_work(actor, who, target)


def _in_the_clinic(actor: str, who: str) -> str:
    if actor not in CLINIC or (who != "clinic" and actor not in CARING):
        return "hidden"
    if who == "clinic admin just now" and actor in STALE:
        return "step-up"
    return "second-factor" if actor in WEAK else "ok"


def _about_a_colleague(actor: str, who: str, target: str) -> str:
    """Amara's things name a colleague; whoever has not proved it lately learns nothing about others."""
    inside = _in_the_clinic(actor, "clinic admin just now" if who == "colleague just now" else "clinic admin")
    return inside if inside != "ok" or target == "amara" else "hidden"


def _in_an_emergency(actor: str) -> str:
    """Any provider may ask; to those who care for the patient already, the answer is that they do."""
    if actor not in CLINIC:
        return "hidden"
    if actor in WEAK:
        return "second-factor"
    return "step-up" if actor in STALE else "ok"


def _about_a_row(actor: str, who: str) -> str:
    """A row behind a card is signed by whoever sees the card; a signature that is not there is nobody's."""
    if actor not in CLINIC or (actor not in WEAK and (actor not in CARING or who != "caring clinic")):
        return "hidden"
    return "second-factor" if actor in WEAK else "ok"


def _invited(actor: str, who: str, target: str) -> str:
    """Invitations lie at the other patient's address. One into care first asks for a record of one's own."""
    if who == "invited into care" and actor not in PATIENTS:
        return "ok"
    return "ok" if actor == "other patient" and target != "absent" else "hidden"


def _at_work(actor: str, who: str, target: str) -> str:
    """Things of a clinic's work on Amara, and the two sides of a care relationship."""
    if who == "either side of the care" and target == "amara" and actor in OWNERS:
        return "ok"
    is_provider = actor in CARING
    asked_first = who == "provider who may change readings" and target == "crossed"
    if is_provider and actor in WEAK and (target == "amara" or asked_first):
        return "second-factor"
    return "ok" if is_provider and target == "amara" else "hidden"
