"""Insight cards: every part of the server's card reaches the person, most pressing first."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.mobile.world import Phone, fill, ident


@pytest.mark.asyncio
async def test_a_card_has_its_one_message_and_all_its_parts(phone: Phone) -> None:
    fill(phone.server)
    await phone.companion.engine.sync_once()
    [card] = phone.companion.insights.all()
    assert card.headline == "Your body clears this medicine slowly."
    assert card.means == ("More of it stays in your blood, so sore muscles are more likely.",)
    assert card.not_checked == ("We did not look at other genes.",)
    for sentence in (*card.saw, *card.means, *card.todo, *card.sure, *card.not_checked):
        assert sentence in card.spoken


@pytest.mark.asyncio
async def test_the_servers_own_headline_is_taken_if_it_sends_one(phone: Phone) -> None:
    phone.server.insight("Codeine", headline="Codeine may not work as well for you.")
    await phone.companion.engine.sync_once()
    [card] = phone.companion.insights.all()
    assert card.headline == "Codeine may not work as well for you."
    assert card.means[0] == "Your body clears this medicine slowly."


@pytest.mark.asyncio
async def test_a_medicine_with_three_cards_leads_with_the_most_pressing_one(phone: Phone) -> None:
    about = {"medicine": ident("Warfarin")}
    phone.server.insight("Warfarin and one gene", level="info", **about)
    phone.server.insight("Warfarin and two genes", level="act", **about)
    phone.server.insight("Warfarin and three genes", level="watch", **about)
    phone.server.insight("A card of no medicine", level="info", medicine="")
    phone.server.insight("Another of no medicine", level="info", medicine="")
    await phone.companion.engine.sync_once()
    lead, *others = phone.companion.insights.leading()
    assert lead.level == "act"
    assert [card.medicine for card in others] == ["", ""]
    assert [card.level for card in phone.companion.insights.beside(lead)] == ["watch", "info"]
    assert phone.companion.insights.beside(others[0]) == []


@pytest.mark.asyncio
async def test_the_most_pressing_card_comes_first_then_the_newest(phone: Phone) -> None:
    phone.server.insight("A", level="info", updated_at="2026-11-21T10:00:00Z")
    phone.server.insight("B", level="act", updated_at="2026-11-01T10:00:00Z")
    phone.server.insight("C", level="info", updated_at="2026-11-22T10:00:00Z")
    phone.server.insight("D", level="of a later version", updated_at=None)
    await phone.companion.engine.sync_once()
    assert [card.id for card in phone.companion.insights.all()] == [
        UUID(ident(f"insight {name}")) for name in "BDCA"
    ]


@pytest.mark.asyncio
async def test_what_another_medicine_changes_right_now_is_shown_and_read_aloud(phone: Phone) -> None:
    line = "While you use Paxil, your CYP2D6 gene hardly works."
    phone.server.insight("Codeine", right_now=[line])
    phone.server.insight("Simvastatin")
    await phone.companion.engine.sync_once()
    cards = {card.title: card for card in phone.companion.insights.all()}
    assert cards["Your genes and codeine"].right_now == (line,)
    assert line in cards["Your genes and codeine"].spoken
    assert cards["Your genes and simvastatin"].right_now == ()


@pytest.mark.asyncio
async def test_an_odd_card_shows_what_it_has(phone: Phone) -> None:
    phone.server.document(
        "insight", ident("odd"), {"title": "Odd", "means": "One sentence.", "saw": [1, None, " "]}
    )
    await phone.companion.engine.sync_once()
    [card] = phone.companion.insights.all()
    assert (card.title, card.headline, card.saw, card.level) == ("Odd", "One sentence.", (), "unknown")
