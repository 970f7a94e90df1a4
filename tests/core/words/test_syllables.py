"""Syllable counters against lists that were counted by hand, one entry per number of syllables."""

import pytest

from mendly_core.words.syllables import count_syllables

ENGLISH = {
    1: (
        "a I one two use age are ate dose gene genes clear cleared works worked can't don't blood cells "
        "thing things life take school change called made place heart sleep through strength eye eyes "
        "clothes please weight height friend team asked helped skipped planned searched these those know "
        "could would"
    ),
    2: (
        "every doses added noted needed ended changes places causes reaches disease harmful muscle able "
        "little simple table handled doubled minutes people quiet diet science being going doing doesn't "
        "didn't isn't couldn't rhythm unique technique safety sometimes something someone guideline "
        "baseline layer beyond employed player saying lonely hopeless statement movement chosen sugar "
        "answer reply ready really virus today tablet doctor liver kidney useful million client careful "
        "severe because business evening Wednesday question patient special nation reason"
    ),
    3: (
        "medicine medicines however radio period serious usual actual area idea ideas example reaction "
        "pharmacist barrier carrier earlier easier easiest disabled enabled surgery medical chemical "
        "everyone everything everywhere family opinion companion employee allergic dangerous hospital "
        "general animal delicious recipe insulin vitamin device's arrangement enforcement important "
        "another familiar behavior exercise potato DNA"
    ),
    4: (
        "usually ingredient recipient experience everybody information education necessary identify "
        "original diabetes society variety anxiety majority emergency intermittent January February "
        "American mechanical continuous thermometer"
    ),
    5: "university possibility electricity opportunity refrigerator pharmacology",
}
SPANISH = {
    1: "a y el quien gen pan sol muy hoy voy bien más qué que cual seis dos tres luz ley rey diez pies juez buey",
    2: (
        "agua cuenta puede sangre usted salud día días guía leer país raíz oír baúl maíz reír freír "
        "aquí guíe siguió quise ciudad quiere cuidar guerra cuerpo riesgo nuevo siete nueve aire causa "
        "deuda viuda ruido jueves lunes dosis error azul suave prueba hecho leche coche cuando cinco ocho "
        "doce trece estáis pingüe ahí adiós también cambio lento medio presión"
    ),
    3: (
        "ahora reacción pregunta oído peligro corazón cuidado equipo hígado músculo glóbulo cigüeña "
        "pingüino María poeta teatro héroe maestra semana pastilla archivo caballo zapato vacío tenía "
        "había podía sería antiguo bilingüe funciona trabaja número médico rehúsa reúne historia farmacia "
        "alergia clínica"
    ),
    4: (
        "medicina resultado aéreo mediciones oxígeno enfermedad emergencia experiencia análisis "
        "lingüística necesario universo caótico energía todavía teléfono cirugía alegría compañía "
        "notificar seguridad despedida consultorio"
    ),
    5: (
        "medicamento temperatura laboratorio antibiótico fotografía geografía recordatorio farmacéutico "
        "aeropuerto enfermedades electricidad seguridades"
    ),
    6: "notificaciones metabolizador responsabilidad",
}


def _counted(table: dict[int, str]) -> dict[str, int]:
    return {word: count for count, words in table.items() for word in words.split()}


@pytest.mark.parametrize(("language", "table"), [("en", ENGLISH), ("es", SPANISH)])
def test_hand_counted_words_come_out_right(language: str, table: dict[int, str]) -> None:
    wrong = {
        word: (count_syllables(word, language), count)
        for word, count in _counted(table).items()
        if count_syllables(word, language) != count
    }
    assert wrong == {}


def test_the_hand_counted_lists_are_long_enough() -> None:
    assert len(_counted(ENGLISH)) >= 150
    assert len(_counted(SPANISH)) >= 100


def test_a_number_or_a_time_counts_as_one_syllable() -> None:
    assert [count_syllables(word, "en") for word in ("7", "128.5", "13:05", "12,000")] == [1, 1, 1, 1]


def test_capitals_are_spelt_letter_by_letter() -> None:
    assert count_syllables("VCF", "en") == 3
    assert count_syllables("WWW", "en") == 9
    assert count_syllables("ADN", "es") == 4


def test_joined_words_count_part_by_part() -> None:
    assert count_syllables("sign-in", "en") == 2
    assert count_syllables("mid-afternoon", "en") == 4


def test_typographic_apostrophes_and_decomposed_accents_make_no_difference() -> None:
    assert count_syllables("doesn’t", "en") == 2
    assert count_syllables("di\N{COMBINING ACUTE ACCENT}a", "es") == 2
