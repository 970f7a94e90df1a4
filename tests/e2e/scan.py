"""Let wapiti look for holes in a running demo clinic, signed in as a patient and as a provider.

    python -m tests.e2e.scan PATH/TO/wapiti        (infra/security.py --scan installs it and calls this)

Exits 1 when something of medium or high weight was found, 2 when the scan itself saw too little to mean anything.
"""

from __future__ import annotations

import atexit
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.e2e.servers import Server, embedded_server
from tests.prepared import open_shelf

WHO = ("amara", "imani")
CRAWL_SECONDS, ATTACK_SECONDS = 300, 120
"""At most: for finding pages, and for each kind of attack."""
FEWEST_PAGES = 15
MEDIUM = 2
NEEDS_THE_NETWORK = (
    "cms",
    "nikto",
    "wapp",
    "wp_enum",
    "network_device",
    "takeover",
    "log4shell",
    "shellshock",
)
"""Modules that fetch their lists from the network, or look for other products or at name servers."""
SEES_NOTHING = ("csrf",)
"""Asks again with its content type doubled, which no server reads: the right and the wrong token are both refused, and
that counts as a find. What it looks for is shown for every address in tests/backend/matrix/test_forged_forms.py."""
LEFT_OUT = ("logout", "devices/", "password/change", "2fa/", "sessions/", "leaving/")
"""Addresses that would sign the scanner out, or take the person away whom it uses."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one scan saw and found."""

    pages: int
    found: Sequence[tuple[str, int, str]]
    """(Kind, weight 1 to 4, address)."""

    @property
    def grave(self) -> list[tuple[str, int, str]]:
        return [one for one in self.found if one[1] >= MEDIUM]


def cookies_of(server: Server, who: str) -> dict[str, str]:
    """The cookies of a browser in which this person has signed in by the form."""
    login = server.people[who]
    with httpx.Client(base_url=server.url, cookies=login.known_browser, timeout=30) as client:
        page = client.get("/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token is not None
        form = {"csrfmiddlewaretoken": token[1], "login": login.email, "password": login.password}
        answer = client.post(
            "/accounts/login/", data=form, headers={"Referer": f"{server.url}/accounts/login/"}
        )
        assert answer.has_redirect_location, "the scanner cannot sign in"
        assert answer.headers["location"] == "/home/", "the scanner is asked for a code"
        return {cookie.name: cookie.value or "" for cookie in client.cookies.jar}


def is_signed_in(server: Server, cookies: Mapping[str, str]) -> bool:
    with httpx.Client(base_url=server.url, cookies=dict(cookies), timeout=30) as client:
        return "/accounts/" not in client.get("/home/").headers.get("location", "/accounts/")


def write_cookies(path: Path, cookies: Mapping[str, str]) -> Path:
    """As the program reads them: a jar that follows what the server sets, as in a browser."""
    facts = {"expires": None, "secure": False, "port": None, "version": 0}
    path.write_text(
        json.dumps({"127.0.0.1": {"/": {name: {"value": value, **facts} for name, value in cookies.items()}}})
    )
    return path


def modules_of(wapiti: Path) -> str:
    """Every module that this program has and that needs nothing from the network."""
    said = subprocess.run([wapiti, "--list-modules"], capture_output=True, text=True, check=True).stdout
    names = re.findall(r"^\s+(\w+)(?: \(used by default\))?$", said, re.MULTILINE)
    assert len(names) > 20, said
    return ",".join(name for name in names if name not in {*NEEDS_THE_NETWORK, *SEES_NOTHING})


def scan(wapiti: Path, server: Server, who: str, folder: Path) -> Report:
    """Crawl and attack everything that this person can reach."""
    cookies = cookies_of(server, who)
    report = folder / f"{who}.json"
    words = [
        wapiti,
        "-u",
        f"{server.url}/home/",
        "--scope",
        "domain",
        "-c",
        write_cookies(folder / f"{who}-cookies.json", cookies),
        "-m",
        modules_of(wapiti),
    ]
    words += [
        "--flush-session",
        "--store-session",
        folder / who,
        "--no-bugreport",
        "-f",
        "json",
        "-o",
        report,
    ]
    words += [
        "--max-scan-time",
        str(CRAWL_SECONDS),
        "--max-attack-time",
        str(ATTACK_SECONDS),
        "--level",
        "2",
        "-v",
        "1",
    ]
    for pattern in LEFT_OUT:
        words += ["-x", f"{server.url}/*{pattern}*"]
    subprocess.run([str(word) for word in words], check=True, stdout=sys.stderr)
    assert is_signed_in(server, cookies), "the scanner was signed out on the way, and saw too little"
    return read_report(json.loads(report.read_text()))


def read_report(told: Mapping[str, Any]) -> Report:
    """The JSON that wapiti writes."""
    parts = (told["vulnerabilities"], told["anomalies"])
    found = [
        (kind, one["level"], one["path"]) for part in parts for kind, many in part.items() for one in many
    ]
    return Report(told["infos"]["crawled_pages_nbr"], found)


def main() -> None:
    wapiti = Path(sys.argv[1])
    worst = 0
    atexit.register(open_shelf())
    with tempfile.TemporaryDirectory() as folder, embedded_server(Path(folder) / "data") as server:
        for who in WHO:
            report = scan(wapiti, server, who, Path(folder))
            kinds = Counter((kind, weight) for kind, weight, _ in report.found)
            print(
                f"{who}: {report.pages} pages seen, {len(report.grave)} of medium or high weight, all: {dict(kinds)}"
            )
            for one in report.grave:
                print("   ", *one)
            worst = max(worst, 1 if report.grave else 0, 2 if report.pages < FEWEST_PAGES else 0)
    sys.exit(worst)


if __name__ == "__main__":
    main()
