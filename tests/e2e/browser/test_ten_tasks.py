"""Ten tasks of one new person, from a passkey to coming back from a backup, as a person does them in a browser."""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import pyzipper
from playwright.sync_api import Page, expect

from tests.backend.leaving.test_backups import Drill
from tests.e2e.browser.axe import AXE
from tests.e2e.browser.conftest import Guests, sign_in
from tests.e2e.browser.visitors import PASSWORD, Mailbox, Visitor
from tests.e2e.browser.walk import Walk, path_of, with_authenticator
from tests.e2e.servers import (
    Server,
    embedded_environment,
    free_port,
    start_embedded,
    stop_processes,
)
from tests.prepared import ROOT

pytestmark = pytest.mark.browser

NAME, DOCTOR, HELPER = "Pia Passkey", "Dr Imani", "Dario, my cousin"
LATER = """
import os
from datetime import timedelta
from pathlib import Path
import django
from mendly.secrets_store import ensure_embedded_secrets
ensure_embedded_secrets(os.environ, Path(os.environ["MENDLY_DATA"]))
django.setup()
from mendly.clock import now, standing_at
from mendly.leaving.services import erase_due
from mendly.leaving.services.erasure import COOL_OFF, SETTLING
start = now()
for after in (COOL_OFF + timedelta(seconds=1), COOL_OFF + SETTLING + timedelta(minutes=1)):
    with standing_at(start + after):
        print(erase_due())
"""
"""The sweep as it runs when the days to think are over, and once more when all has settled."""


@pytest.fixture
def walk(guests: Guests, server: Server, tmp_path: Path) -> Walk:
    """Somebody new, signed in, on a device that can hold passkeys: browsers give those to names, not to numbers."""
    site = server.url.replace("127.0.0.1", "localhost")
    email = f"pia.{secrets.token_hex(4)}@example.org"
    mailbox, visitor = Mailbox(server.log), Visitor(site)
    visitor.sign_up(email)
    visitor.fill(mailbox.address("/accounts/confirm-email/"))
    visitor.sign_in(email)
    page = guests.visit(base_url=site, reduced_motion="reduce")
    page.add_init_script(AXE)
    page.context.add_cookies(visitor.cookies(site))  # type: ignore[arg-type]
    return Walk(guests, server, page, email, mailbox, tmp_path, names=(NAME, DOCTOR, HELPER, email))


@pytest.fixture
def restored(server: Server, tmp_path: Path) -> Iterator[Server]:
    """An empty house with the secrets of the running one; a test fills and starts it."""
    data, port = tmp_path / "empty", free_port()
    house = Server(
        f"http://127.0.0.1:{port}",
        data,
        embedded_environment(data, port),
        server.people,
        log=tmp_path / "restored.log",
    )
    yield house
    stop_processes(house.processes)


@pytest.mark.parametrize(
    "languages", [("en", "es"), pytest.param(("es", "en"), marks=pytest.mark.long)], ids="-then-".join
)
def test_ten_tasks(walk: Walk, restored: Server, languages: tuple[str, str]) -> None:
    """One language for the first five tasks, the other for the rest; the long run turns them around."""
    walk.guests.speak_all("en", "imani", "dario", "amara")
    walk.speak(languages[0])
    make_a_passkey(walk)
    clinic = share_with_a_provider(walk)
    limit_genes(walk, clinic)
    see_who_looked(walk, clinic)
    revoke(walk, clinic)
    walk.speak(languages[1])
    add_a_proxy(walk)
    take_data_along(walk)
    ask_for_erasure_and_cancel(walk)
    drill = Drill(walk.folder, house=walk.server.data)
    kept = drill.keep()
    assert kept.returncode == 0, kept.stderr
    be_erased(walk)
    restore(walk, drill, restored)
    assert walk.faults == []


def make_a_passkey(walk: Walk) -> None:
    """Made, renamed, used to sign in without a password, removed, and made again for the tasks that follow."""
    page = walk.page
    with_authenticator(page)
    page.goto("/start/")
    walk.look("start", known=True)
    page.fill("[name=name]", NAME)
    walk.press("Make my record")
    page.wait_for_url("**/today/")
    walk.record = path_of(page).split("/")[2]
    walk.look("first-day", known=True)
    walk.own("genes/")
    assert path_of(page) == "/second-factor/"
    walk.look("second-step", known=True)
    walk.follow("Make a passkey")
    walk.look("make-passkey")
    _name_it(walk)
    walk.look("recovery-codes", known=True)
    page.goto("/accounts/2fa/")
    expect(page.get_by_role("heading", name="My laptop")).to_be_visible()
    walk.look("second-steps")
    page.get_by_role("link", name=walk.words("Rename")).click()
    walk.look("rename-passkey")
    page.goto("/accounts/2fa/webauthn/reauthenticate/")
    walk.look("confirm-by-passkey")
    page.goto("/accounts/2fa/webauthn/")
    walk.look("passkeys")
    _remove_it(walk)
    page.goto("/accounts/2fa/webauthn/add/")
    _name_it(walk)
    _come_back_by_passkey(walk)
    walk.own("genes/")
    assert path_of(page).endswith("/genes/")


def _name_it(walk: Walk) -> None:
    walk.page.fill("[name=name]", "My laptop")
    walk.press("Make a passkey")
    walk.page.wait_for_url("**/recovery-codes/")


def _remove_it(walk: Walk) -> None:
    walk.page.goto("/accounts/2fa/")
    walk.page.locator("a[href*=remove]").first.click()
    walk.look("remove-passkey")
    walk.press("Remove this passkey")
    walk.see("No passkey yet. With one you sign in by finger, face or PIN of your device.")


def _come_back_by_passkey(walk: Walk) -> None:
    page = walk.page
    page.goto("/accounts/logout/")
    walk.press("Sign out")
    page.wait_for_url("**/")
    page.goto("/accounts/login/")
    walk.look("sign-in", known=True)
    walk.press("Sign in with a passkey")
    page.wait_for_url("**/today/")


def share_with_a_provider(walk: Walk) -> Page:
    """A doctor invites, the person ticks what they may see. Gives the doctor's page."""
    clinic = walk.guests.visit("imani", reduced_motion="reduce")
    clinic.add_init_script(AXE)
    clinic.goto("/team/")
    walk.look("clinic-invites", clinic, graded=False, known=True)
    clinic.locator("[name=email]").first.fill(walk.email)
    clinic.locator("main form[method=post] button").first.click()
    walk.page.goto(walk.mailbox.address("/invitation/"))
    walk.look("invitation")
    for box in walk.page.locator("[name=categories]").all():
        box.check()
    walk.press("Yes, connect us")
    walk.see("You are connected now. You can change this at any time.")
    walk.look("connected")
    assert status_of(clinic, f"/patients/{walk.record}/") == 200
    return clinic


def limit_genes(walk: Walk, clinic: Page) -> None:
    genes = f"/patients/{walk.record}/genes/"
    assert status_of(clinic, genes) == 200
    walk.own("sharing/")
    walk.page.uncheck("#sharing input[value=genes]")
    walk.press("Save")
    walk.see("Saved. It holds from now on.")
    assert status_of(clinic, genes) == 404
    walk.look("genes-closed")
    walk.follow("What does %(name)s see now?", name=DOCTOR)
    walk.see("Closed to them")
    walk.look("what-the-doctor-sees")


def see_who_looked(walk: Walk, clinic: Page) -> None:
    clinic.goto(f"/patients/{walk.record}/")
    walk.look("clinics-page", clinic, graded=False)
    walk.own("sharing/")
    walk.follow("The whole list")
    expect(walk.page.locator(".rows .row", has_text=DOCTOR).first).to_be_visible()
    walk.look("who-looked")


def revoke(walk: Walk, clinic: Page) -> None:
    walk.own("sharing/")
    walk.unfold("End this")
    walk.press("%(name)s no longer cares for me", name=DOCTOR)
    walk.see("It has ended. They can no longer see your data.")
    assert status_of(clinic, f"/patients/{walk.record}/") == 404
    walk.look("care-ended")
    clinic.goto(f"/patients/{walk.record}/")
    walk.look("closed-to-the-clinic", clinic, graded=False, known=True)


def add_a_proxy(walk: Walk) -> None:
    """Someone close is asked, says yes, sees the day and no genes; and it ends quietly."""
    page, helper = walk.page, walk.guests.visit("dario", reduced_motion="reduce")
    helper.add_init_script(AXE)
    walk.own("sharing/")
    walk.follow("Ask someone for help")
    page.fill("[name=name]", HELPER)
    page.fill("[name=email]", walk.server.people["dario"].email)
    page.check("[name=scopes][value=view]")
    walk.look("ask-for-help")
    walk.press("Send the invitation")
    walk.see("We sent them an e-mail. It works for 7 days.")
    walk.look("help-asked")
    helper.goto(walk.mailbox.address("/help-invitation/"))
    walk.look("asked-to-help", helper)
    helper.locator("main form[method=post] button").first.click()
    helper.wait_for_url("**/today/")
    walk.look("helpers-view", helper)
    assert status_of(helper, f"/p/{walk.record}/genes/") == 404
    walk.own("sharing/")
    walk.look("helped")
    walk.follow("What does %(name)s see now?", name=HELPER)
    walk.look("what-the-helper-sees")
    walk.own("sharing/")
    walk.unfold("End this")
    walk.press("End their help")
    walk.see("It has ended. We do not tell them.")
    assert status_of(helper, f"/p/{walk.record}/today/") == 404


def take_data_along(walk: Walk) -> None:
    """Ask, write the password down, come back, save the file, open it, read the page inside."""
    page = walk.page
    page.goto("/leaving/")
    walk.look("take-or-leave", known=True)
    walk.press("Make my file")
    password = page.locator(".big bdi").inner_text()
    walk.look("password-of-the-file")
    for _ in range(60):
        page.goto("/leaving/")
        if walk.button("Save my file").count():
            break
        page.wait_for_timeout(500)
    walk.look("file-ready")
    with page.expect_download() as saved:
        walk.press("Save my file")
    archive = walk.folder / "mine.zip"
    saved.value.save_as(archive)
    with zipfile.ZipFile(archive) as closed, pytest.raises(RuntimeError):
        closed.read("your-data.html")
    with pyzipper.AESZipFile(archive) as opened:
        opened.setpassword(password.encode())
        opened.extractall(walk.folder / "mine")
    reader = walk.guests.visit()
    reader.add_init_script(AXE)
    reader.goto((walk.folder / "mine" / "your-data.html").as_uri())
    expect(reader.get_by_text(NAME).first).to_be_visible()
    walk.look("the-file-opened", reader, graded=False)
    page.goto("/leaving/")
    expect(walk.button("Make my file")).to_be_visible()


def ask_for_erasure_and_cancel(walk: Walk) -> None:
    _ask_for_erasure(walk)
    walk.look("erasure-asked")
    walk.press("Keep my account")
    walk.see("Your account stays. We erase nothing.")
    walk.look("account-kept")


def be_erased(walk: Walk) -> None:
    """Asked again, the days go by: signed out, nobody there any more, and a receipt under the link of the e-mail."""
    _ask_for_erasure(walk)
    receipt = walk.mailbox.address("/receipt/")
    walk.page.goto(receipt)
    walk.look("receipt-too-early", known=True)
    done = subprocess.run(
        [sys.executable, "-c", LATER],
        env=dict(walk.server.environment),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split()[-2:] == ["0", "1"]
    walk.own("today/")
    assert path_of(walk.page) == "/accounts/login/"
    _is_nobody(walk.page, walk.email)
    assert walk.page.get_attribute("html", "lang") == walk.language
    walk.look("nobody-there")
    walk.page.goto(receipt)
    expect(walk.page.locator("main .rows .row").first).to_be_visible()
    walk.look("receipt")


def restore(walk: Walk, drill: Drill, restored: Server) -> None:
    """Everyone but the erased person comes back."""
    shutil.copyfile(walk.server.data / "tombstones.jsonl", drill.empty / "tombstones.jsonl")
    done = drill.restore()
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"erased again: [1-9]", done.stdout)
    start_embedded(restored)
    page = walk.guests.visit(base_url=restored.url, reduced_motion="reduce")
    page.add_init_script(AXE)
    page.context.add_cookies([{"name": "language", "value": walk.language, "url": restored.url}])
    page.goto("/accounts/login/")
    _is_nobody(page, walk.email)
    walk.look("not-brought-back", page, known=True)
    page.goto("/accounts/login/")
    sign_in(page, walk.server.people["amara"].email, walk.server.people["amara"].password)
    expect(page.get_by_text("Simvastatin").first).to_be_visible()
    walk.look("brought-back", page, known=True)
    page.close()  # its server ends before the other devices are put away


def _ask_for_erasure(walk: Walk) -> None:
    walk.page.goto("/leaving/")
    walk.unfold("I want to erase my account")
    walk.press("Erase my account in 7 days")
    walk.see("We sent you an e-mail about this. You have 7 days to think.")


def _is_nobody(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.locator(".errors").wait_for()


def status_of(page: Page, address: str) -> int:
    return page.request.get(address).status
