"""A DNA file of full size, chosen on the open Genes page, becomes a card there while the person watches."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mendly_core.genes.samples import array_file
from tests.e2e.browser.conftest import Guests, patience
from tests.e2e.browser.test_live_pages import is_the_same_page, open_live, tell
from tests.e2e.servers import Server

pytestmark = pytest.mark.browser

LINES = 600_000
"""As many as the raw data of a usual array test."""
PROMISED = 5.0
"""Seconds from the last byte that the server took to the card."""


def test_a_file_of_full_size_becomes_a_card_on_the_open_page(
    guests: Guests, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "genome_full.txt"
    with file.open("wb") as lines:
        lines.writelines(array_file({"SLCO1B1": ("*5", "*5")}, lines=LINES, seed=7, vendor="23andme"))
    server.new_tokens()
    record = guests.world.ids["sam"]
    with server.client("sam") as sam:
        medicine = {"name": "Simvastatin", "ingredient": "simvastatin"}
        assert sam.post(f"/api/v1/patients/{record}/medicines/", json=medicine).status_code == 201
    guests.speak_all("en", "sam")
    page = guests.visit("sam")
    open_live(page, f"/p/{record}/genes/")
    card = page.locator("#cards .card", has_text="Simvastatin").filter(has_text="side effects")
    assert card.count() == 0
    page.set_input_files("#dna-file", file)
    with page.expect_response(lambda answer: answer.url.endswith("/genome/uploads/"), timeout=60_000) as sent:
        page.get_by_role("button", name="Send this file").click()
    assert sent.value.status == 202
    started = time.monotonic()
    card.wait_for(timeout=60_000)
    seconds = time.monotonic() - started
    assert is_the_same_page(page)
    tell(capsys, f"from a sent file of {LINES:,} lines to its card", seconds)
    assert seconds < patience(PROMISED)
