"""Who may do what, written down apart from the product. Answers: ok, hidden, sign-in, second-factor."""

from __future__ import annotations

from tests.backend.matrix.expectations import Need

SIGNED_OUT = frozenset({"anonymous", "disabled provider"})
PATIENTS = frozenset({"owner", "owner without second factor", "other patient"})
CLINIC = frozenset(
    {
        "provider",
        "provider without second factor",
        "provider without consent",
        "provider whose care ended",
        "provider of another clinic",
    }
)
WEAK = frozenset({"owner without second factor", "provider without second factor"})
ALL = frozenset({"view", "add", "change"})
_OWNER = {
    **dict.fromkeys(("profile", "medicines", "readings", "genes", "messages"), ALL),
    "sharing": frozenset({"view", "share"}),
    "access_log": frozenset({"view"}),
}
_PROVIDER = {
    **dict.fromkeys(("medicines", "readings", "messages"), ALL),
    "genes": frozenset({"view", "add"}),
    "profile": frozenset({"view"}),
}
RIGHTS_ON_AMARA: dict[str, dict[str, frozenset[str]]] = {
    "owner": _OWNER,
    "owner without second factor": _OWNER,
    "provider": _PROVIDER,
    "provider without second factor": _PROVIDER,
    "proxy": {
        **dict.fromkeys(("medicines", "readings", "messages"), ALL),
        "profile": frozenset({"view"}),
    },
    "proxy for messages only": {"messages": ALL},
}


def expected(actor: str, need: Need, target: str) -> str:
    """`target`: amara, carmen, absent, or crossed (someone else's things under Amara's address)."""
    if need.who == "everyone":
        return "ok"
    if need.who == "nobody" or actor in SIGNED_OUT:
        return "sign-in"
    if not need.rights:
        return _without_rights(actor, need.who, target)
    rights = RIGHTS_ON_AMARA.get(actor, {})
    if target in {"carmen", "absent"} or not all(a in rights.get(c, ()) for a, c in need.rights):
        return "hidden"
    if actor == "provider without second factor" or (
        actor in WEAK and any(category == "genes" for _, category in need.rights)
    ):
        return "second-factor"
    return "ok" if target == "amara" else "hidden"


def _without_rights(actor: str, who: str, target: str) -> str:
    if who == "signed in":
        return "ok"
    if who == "a patient":
        return "ok" if actor in PATIENTS else "hidden"
    if who == "owner of the phone":
        return "ok" if target == "amara" and actor in {"owner", "owner without second factor"} else "hidden"
    if who in {"clinic", "clinic admin"}:
        return _in_the_clinic(actor, who)
    if who == "invited":
        return "ok" if actor not in PATIENTS else "hidden"
    if who == "either side of the care" and target == "amara" and actor in PATIENTS - {"other patient"}:
        return "ok"
    on_amara = target == "amara" and actor in {"provider", "provider without second factor"}
    if who == "provider who may change readings" and target == "crossed" and actor == "provider without second factor":
        return "second-factor"
    if who in {"item", "provider who may change readings", "either side of the care"} and on_amara:
        return "second-factor" if actor in WEAK else "ok"
    return "hidden"


def _in_the_clinic(actor: str, who: str) -> str:
    admins = {"provider", "provider without second factor"}
    if actor not in CLINIC or (who == "clinic admin" and actor not in admins):
        return "hidden"
    return "second-factor" if actor in WEAK else "ok"
