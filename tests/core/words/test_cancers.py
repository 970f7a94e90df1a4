"""Every disease of the tumour facts has a name in both languages."""

from __future__ import annotations

from mendly_core.tumour import diseases, tumour_facts
from mendly_core.words import disease_name
from mendly_core.words.sentences.cancers import SPANISH


def test_every_disease_and_every_row_has_its_spanish_name() -> None:
    used = {disease.name for disease in diseases()} | {row.disease for row in tumour_facts().evidence}
    assert used == set(SPANISH)
    assert disease_name("Non-small cell lung cancer", "es") == "Cáncer de pulmón de células no pequeñas"
    assert disease_name("Melanoma", "en") == "Melanoma"
    assert disease_name("von Hippel-Lindau disease tumours", "en") == "Von Hippel-Lindau disease tumours"


def test_a_disease_of_an_imported_table_keeps_its_own_name() -> None:
    assert disease_name("Rare sarcoma", "es") == "Rare sarcoma"
