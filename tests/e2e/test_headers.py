"""Headers of the pages behind TLS, with a certificate made for the test, scored by the Observatory's rules."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.cookies import Morsel, SimpleCookie
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.e2e.browser.pages import PAGES
from tests.e2e.observatory import score
from tests.e2e.servers import Server, embedded_server, free_port
from tests.e2e.splitter import start_splitter

WANTED = 125
PLACEHOLDER = re.compile(r"\{(\w+)\}")
ADDRESS_PARTS = {"me", "language"}
PEOPLE = ("", "amara", "imani", "dario")
HOST = "127.0.0.1"


def certificate(folder: Path) -> Path:
    """A certificate for loopback that is valid for a day, with its key in the same file."""
    key, at = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(hours=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path_factory.mktemp("tls")
    path, front, behind = certificate(folder), free_port(), free_port()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    public = {"MENDLY_PUBLIC_URL": f"https://{HOST}:{front}", "MENDLY_PROXIES": "1"}
    with (
        embedded_server(folder / "data", port=behind, more=public) as server,
        start_splitter(front, http=behind, sockets=behind, tls=context),
    ):
        server.url = public["MENDLY_PUBLIC_URL"]
        yield server, path


def browser_of(server: Server, path: Path, who: str) -> tuple[httpx.Client, list[Morsel[str]]]:
    """A client that signed in by the form, and every cookie that it was given on the way."""
    cookies: list[Morsel[str]] = []

    def keep(answer: httpx.Response) -> None:
        for line in answer.headers.get_list("set-cookie"):
            cookies.extend(SimpleCookie(line).values())

    client = httpx.Client(
        base_url=server.url,
        cookies=server.people[who].known_browser if who else {},
        verify=ssl.create_default_context(cafile=str(path)),
        limits=httpx.Limits(max_keepalive_connections=0),
        event_hooks={"response": [keep]},
        timeout=30,
    )
    page = client.get("/accounts/login/")
    if who:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
        assert token is not None
        login = server.people[who]
        answer = client.post(
            "/accounts/login/",
            data={"csrfmiddlewaretoken": token[1], "login": login.email, "password": login.password},
            headers={"Referer": f"{server.url}/accounts/login/"},
        )
        assert answer.status_code == 302, answer.text
    return client, cookies


def addresses_of(server: Server, who: str) -> list[str]:
    own = {"me": server.people[who].patient if who else "", "language": "en"}
    return [
        address.format(**own)
        for address in PAGES[who]
        if set(PLACEHOLDER.findall(address)) <= {name for name, value in own.items() if value}
    ] + ["/api/v1/me/", "/healthz"]


def headers_of(answer: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in answer.headers.items()}


@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_behind_tls_scores_high(tls: tuple[Server, Path], who: str) -> None:
    server, path = tls
    client, cookies = browser_of(server, path, who)
    scores = {}
    with closing(client):
        for address in addresses_of(server, who):
            answer = client.get(address)
            scores[address] = score(headers_of(answer), cookies, answer.text)
    assert len(scores) >= 3
    assert min(scores.values()) >= WANTED, scores
    print(f"{who or 'anyone'}: {len(scores)} pages, lowest {min(scores.values())}")


def test_cookies_of_a_session_are_bound_to_the_host(tls: tuple[Server, Path]) -> None:
    server, path = tls
    client, cookies = browser_of(server, path, "amara")
    client.close()
    names = {cookie.key for cookie in cookies}
    assert {"__Host-session", "__Host-csrf"} <= names
    for cookie in cookies:
        assert cookie["secure"], cookie.key
        assert cookie["path"] == "/", cookie.key
        assert not cookie["domain"], cookie.key


def test_pages_on_loopback_lack_what_only_tls_gives(tmp_path: Path) -> None:
    with embedded_server(tmp_path) as server, httpx.Client(base_url=server.url) as client:
        answer = client.get("/accounts/login/")
        found = score(headers_of(answer), [], answer.text, https=False)
    print(f"loopback without TLS: {found}")
    assert found == 80


def test_the_score_falls_with_each_fault() -> None:
    good = {
        "content-security-policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "strict-transport-security": "max-age=63072000",
    }
    cookie: Morsel[str] = SimpleCookie("session=1; Secure; HttpOnly; SameSite=Lax")["session"]
    best = score(good, [cookie], "<p>")
    assert best == 125
    for name in good:
        assert score({key: value for key, value in good.items() if key != name}, [cookie], "<p>") < best, name
    cookie["secure"] = ""
    assert score(good, [cookie], "<p>") == 60
