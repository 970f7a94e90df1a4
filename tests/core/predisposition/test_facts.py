"""The tables are those that were checked in, and hold no number that the facts do not hold."""

from __future__ import annotations

import re

from mendly_core.predisposition import predisposition_facts

FACTS = predisposition_facts()


def test_the_pack_has_the_size_its_sources_tell() -> None:
    assert (len(FACTS.sites), len(FACTS.rules), len(FACTS.conditions)) == (27, 42, 15)
    assert len({site.gene for site in FACTS.sites.values()}) == 18
    assert sum(site.only_from_37 for site in FACTS.sites.values()) == 5
    assert [site.rsid for site in FACTS.sites.values() if site.helper] == ["rs7412"]


def test_every_frequency_is_written_in_the_penetrance_note_it_names() -> None:
    for outcome, entries in FACTS.frequencies.items():
        note = next(rule.penetrance_note for rule in FACTS.rules if rule.outcome == outcome)
        stated = {100 * int(a) // int(b) for a, b in re.findall(r"(\d+) in (?:about )?(\d+)", note)}
        stated |= {100 * int(a) // int(b) for a, b in re.findall(r"about (\d+) of (\d+)", note)}
        for entry in entries:
            assert {entry.low, entry.high} <= stated, (outcome, note)
            assert entry.age is None or f"age {entry.age}" in note


def test_places_reach_a_reader_in_its_own_shape() -> None:
    leiden = FACTS.sites["rs6025"].wanted()
    assert (leiden.ref38, leiden.ref37, leiden.alts, leiden.forms) == ("C", "T", ("T",), ("C", "T"))
    assert FACTS.sites["rs80357906"].wanted().kind == "ins"
    assert FACTS.sites["rs80358233"].wanted().kind == "del"
    assert all(site.wanted().forms.count(site.risk) == 1 for site in FACTS.sites.values())
