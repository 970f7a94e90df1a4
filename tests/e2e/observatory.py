"""Scores an answer's headers by the rules of Mozilla's HTTP Observatory (its `grade.py`), those that can apply here.

100 to begin with; faults take away, and where 90 or more is left, good practice adds. Without a place in the browsers'
own preload list 130 is the most.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http.cookies import Morsel

HALF_A_YEAR = 15_768_000
Policy = Mapping[str, frozenset[str]]


def score(
    headers: Mapping[str, str], cookies: Sequence[Morsel[str]], html: str, *, https: bool = True
) -> int:
    """`headers` by lower-case name; `cookies` that the answer or the sign-in set."""
    policy = policy_of(headers.get("content-security-policy", ""))
    faults = (
        _policy_fault(policy) + _cookie_faults(cookies, https=https) + _transport_fault(headers, https=https)
    )
    faults += 0 if headers.get("x-content-type-options") == "nosniff" else 5
    framed = "frame-ancestors" not in policy and headers.get("x-frame-options", "") not in {
        "DENY",
        "SAMEORIGIN",
    }
    faults += 20 if framed else 0
    faults += 5 if headers.get("referrer-policy", "") in {"unsafe-url", "no-referrer-when-downgrade"} else 0
    faults += 50 if headers.get("access-control-allow-origin") == "*" else 0
    left = 100 - faults
    return left + _bonus(headers, policy, cookies, html) if left >= 90 else max(0, left)


def policy_of(header: str) -> Policy:
    parts = (part.split() for part in header.split(";"))
    return {words[0].lower(): frozenset(words[1:]) for words in parts if words}


def _policy_fault(policy: Policy) -> int:
    if not policy:
        return 25
    scripts = policy.get("script-src", policy.get("default-src", frozenset()))
    loose = {"'unsafe-inline'", "'unsafe-eval'", "data:", "*", "https:", "http:"}
    return 20 if scripts & loose or not scripts else 0


def _cookie_faults(cookies: Sequence[Morsel[str]], *, https: bool) -> int:
    worst = 0
    for cookie in cookies:
        is_session = "session" in cookie.key
        if https and not cookie["secure"]:
            worst = max(worst, 40 if is_session else 20)
        if is_session and not cookie["httponly"]:
            worst = max(worst, 30)
    return worst


def _transport_fault(headers: Mapping[str, str], *, https: bool) -> int:
    parts = dict(
        part.strip().partition("=")[::2] for part in headers.get("strict-transport-security", "").split(";")
    )
    return 0 if https and int(parts.get("max-age") or 0) >= HALF_A_YEAR else 20


def _bonus(headers: Mapping[str, str], policy: Policy, cookies: Sequence[Morsel[str]], html: str) -> int:
    unsafe = any("'unsafe-" in word for words in policy.values() for word in words)
    bonus = 0 if unsafe else 10 if policy.get("default-src") == frozenset({"'none'"}) else 5
    same_site = bool(cookies) and all(c["samesite"] in {"Lax", "Strict"} and c["secure"] for c in cookies)
    bonus += 5 if same_site else 0
    private = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
    bonus += 5 if headers.get("referrer-policy") in private else 0
    bonus += 5 if policy.get("frame-ancestors") == frozenset({"'none'"}) else 0
    scripts = html.count("<script")
    bonus += 5 if scripts and html.count("integrity=") >= scripts else 0
    return bonus
