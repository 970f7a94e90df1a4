"""One person's way with their genes: upload, choose, read, print, share, take back; the clinic's page follows."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from mendly_core.genes.array_layouts import array_row
from mendly_core.genes.samples import array_file
from mendly_core.predisposition import predisposition_facts
from mendly_core.words import say
from tests.e2e.browser.conftest import Guests
from tests.e2e.browser.test_live_pages import open_live
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

LEIDEN = "rs6025"
FOUND = "Your file shows a change that is tied to"


def dna_file(path: Path) -> Path:
    """A man who breaks clopidogrel down poorly, and who carries one changed copy of factor V."""
    site = predisposition_facts().sites[LEIDEN]
    row = array_row("23andme", LEIDEN, site.chrom.removeprefix("chr"), site.pos37, "CT")
    lines = array_file({"CYP2C19": ("*2", "*2")}, lines=3_000, seed=11, vendor="23andme")
    kept = [
        line for line in b"".join(lines).splitlines(keepends=True) if not line.startswith(LEIDEN.encode())
    ]
    path.write_bytes(b"".join([*kept, row.encode()]))
    return path


def tick_genes(page: Page, record: str, *, share: bool) -> None:
    page.goto(f"/p/{record}/sharing/")
    page.locator("#sharing input[value=genes]").set_checked(share)
    page.locator("#sharing fieldset + .do button").click()
    page.wait_for_load_state()


def status_of(page: Page, address: str) -> int:
    return page.request.get(address).status


def test_from_upload_to_taking_back(guests: Guests, server: Server, tmp_path: Path) -> None:
    server.new_tokens()
    record = guests.world.ids["sam"]
    with server.client("sam") as sam:
        medicine = {"name": "Clopidogrel", "ingredient": "clopidogrel"}
        assert sam.post(f"/api/v1/patients/{record}/medicines/", json=medicine).status_code == 201
    guests.speak_all("en", "sam", "quill")
    page, clinic = guests.visit("sam"), guests.visit("quill")
    tick_genes(page, record, share=False)
    assert status_of(clinic, f"/patients/{record}/genes/") == 404

    open_live(page, f"/p/{record}/genes/")
    page.set_input_files("#dna-file", dna_file(tmp_path / "dna.txt"))
    page.get_by_role("button", name="Send this file").click()
    card = page.locator("#cards .card", has_text="Clopidogrel")
    card.wait_for()

    page.goto(f"/p/{record}/genes/beyond/")
    page.get_by_role("link", name=say("choices.name.clots", "en")).click()
    page.check("input[value=show]")
    page.get_by_role("button", name=say("choices.keep", "en")).click()
    expect(page.locator("#seen")).to_contain_text(FOUND)

    page.goto(f"/p/{record}/genes/")
    page.locator("#cards .card", has_text="Clopidogrel").get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(
        "Do not change this medicine by yourself. Talk to your care team."
    )

    page.goto(f"/p/{record}/papers/card/")
    page.emulate_media(media="print")
    expect(page.locator(".tabs")).to_be_hidden()
    page.emulate_media(media="screen")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as PDF").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF-")

    tick_genes(page, record, share=True)
    clinic.goto(f"/patients/{record}/genes/")
    for told in ("Clopidogrel", FOUND):
        expect(clinic.locator("main")).to_contain_text(told)
    tick_genes(page, record, share=False)
    for address in ("genes/", "papers/card/", "papers/report/file/"):
        assert status_of(clinic, f"/patients/{record}/{address}") == 404
    tick_genes(page, record, share=True)
    assert status_of(clinic, f"/patients/{record}/genes/") == 200
