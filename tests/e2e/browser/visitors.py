"""People at the portal's own forms, without a browser: signing up, invitations, a second sign-in step."""

from __future__ import annotations

import hmac
import re
import struct
import time
from base64 import b32decode
from http.cookiejar import Cookie
from pathlib import Path

import httpx

PASSWORD = "a quiet harbour at dawn 7"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
MAIL_SECONDS = 15.0


class Visitor:
    """One person with one cookie jar; `fill` sends the form that a page shows."""

    def __init__(self, url: str) -> None:
        self.client = httpx.Client(base_url=url, follow_redirects=True, timeout=30)

    def get(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def fill(self, address: str, **fields: str) -> str:
        return self.send(address, self.get(address), **fields)

    def send(self, address: str, page: str, **fields: str) -> str:
        """Send the form of a page that was fetched before; gives the path on which it ends."""
        found = TOKEN.search(page)
        assert found, f"no form at {address}"
        answer = self.client.post(address, data={"csrfmiddlewaretoken": found[1], **fields})
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.url.path)

    def sign_up(self, email: str) -> None:
        self.fill("/accounts/signup/", email=email, password1=PASSWORD)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.fill("/accounts/login/", login=email, password=password)

    def turn_second_step_on(self) -> None:
        """Set up an authenticator app, as the page says: the key goes in, six numbers come out.

        Each look at the page makes a new key, so the form of the very page that was read goes back.
        """
        self.fill("/accounts/reauthenticate/", password=PASSWORD)
        page = self.get("/accounts/2fa/totp/activate/")
        key = re.search(r"\b[A-Z2-7]{32}\b", page)
        assert key, "the page shows no key"
        landed = self.send("/accounts/2fa/totp/activate/", page, code=code_of_app(key[0]))
        assert landed == "/accounts/2fa/recovery-codes/", landed

    def cookies(self, url: str) -> list[dict[str, str]]:
        """What a browser needs to go on as this visitor."""
        jar: list[Cookie] = list(self.client.cookies.jar)
        return [{"name": cookie.name, "value": cookie.value or "", "url": url} for cookie in jar]


def code_of_app(key: str, at: float | None = None) -> str:
    """The six numbers of an authenticator app (RFC 6238, 30 s, SHA-1)."""
    step = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.digest(b32decode(key), step, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Mailbox:
    """The e-mails that the server of a test writes into its log."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.read_to = log.stat().st_size

    def address(self, beginning: str) -> str:
        """The newest address that starts with these characters and came since the last look."""
        deadline = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < deadline:
            with self.log.open("rb") as log:
                log.seek(self.read_to)
                text = log.read().decode(errors="replace")
            found = re.findall(rf"https?://[^/\s]+({re.escape(beginning)}\S+)", text)
            if found:
                self.read_to += len(text.encode())
                return str(found[-1])
            time.sleep(0.05)
        raise AssertionError(f"no e-mail with an address {beginning}…")
