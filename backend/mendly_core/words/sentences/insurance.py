"""Insurance facts in plain words, shown before a DNA file goes up. Not legal advice."""

from mendly_core.words.registry import Mark, Sentence, sentence

_AREAS = {
    "AU": ("Australia", "Australia"),
    "CA": ("Canada", "Canadá"),
    "EU": ("European Union", "Unión Europea"),
    "GB": ("United Kingdom", "Reino Unido"),
    "US": ("United States", "Estados Unidos"),
}

# Two-letter codes of the countries with facts, to choose from.
_COUNTRIES = {
    "AU": ("Australia", "Australia"),
    "AT": ("Austria", "Austria"),
    "BE": ("Belgium", "Bélgica"),
    "BG": ("Bulgaria", "Bulgaria"),
    "CA": ("Canada", "Canadá"),
    "CY": ("Cyprus", "Chipre"),
    "CZ": ("Czechia", "Chequia"),
    "DE": ("Germany", "Alemania"),
    "DK": ("Denmark", "Dinamarca"),
    "EE": ("Estonia", "Estonia"),
    "ES": ("Spain", "España"),
    "FI": ("Finland", "Finlandia"),
    "FR": ("France", "Francia"),
    "GB": ("United Kingdom", "Reino Unido"),
    "GR": ("Greece", "Grecia"),
    "HR": ("Croatia", "Croacia"),
    "HU": ("Hungary", "Hungría"),
    "IE": ("Ireland", "Irlanda"),
    "IT": ("Italy", "Italia"),
    "LT": ("Lithuania", "Lituania"),
    "LU": ("Luxembourg", "Luxemburgo"),
    "LV": ("Latvia", "Letonia"),
    "MT": ("Malta", "Malta"),
    "NL": ("Netherlands", "Países Bajos"),
    "PL": ("Poland", "Polonia"),
    "PT": ("Portugal", "Portugal"),
    "RO": ("Romania", "Rumanía"),
    "SE": ("Sweden", "Suecia"),
    "SI": ("Slovenia", "Eslovenia"),
    "SK": ("Slovakia", "Eslovaquia"),
    "US": ("United States", "Estados Unidos"),
}

# Key of the rule: (what it protects, what it does not) in English, then in Spanish.
_RULES = {
    "au_life": (
        (
            "Life insurers may not use the result of a DNA test.",
            "They can still use an illness that a doctor has found. They can use a good result that you offer.",
        ),
        (
            "Los seguros de vida no pueden usar el resultado de una prueba de ADN.",
            "Sí pueden usar una enfermedad que vio un médico. Y un resultado bueno que usted ofrezca.",
        ),
    ),
    "ca_act": (
        (
            "No one may make you take a DNA test or show a result. They need your written yes to use one.",
            "They can ask about your family and about an illness that a doctor has found.",
        ),
        (
            "Nadie le puede pedir una prueba de ADN ni su resultado. Para usarlo hace falta su sí por escrito.",
            "Pueden preguntar por su familia y por una enfermedad que vio un médico.",
        ),
    ),
    "eu_data": (
        (
            "DNA data has special care by law. Its use needs your clear yes or some other legal ground.",
            "This alone does not keep an insurer from asking. The law of your own country counts.",
        ),
        (
            "Los datos de ADN tienen un cuidado especial en la ley. Su uso pide su sí claro u otra base legal.",
            "Esto solo no impide que un seguro pregunte. Cuenta la ley de su país.",
        ),
    ),
    "eu_convention": (
        (
            "In the states that signed up, tests of what may come are for health only. Many limit insurers.",
            "Each state has its own rules. Not all of them have signed up.",
        ),
        (
            "En los países que la firmaron, esas pruebas son solo para la salud. Muchos ponen límites a los seguros.",
            "Cada país tiene sus reglas. No todos la han firmado.",
        ),
    ),
    "gb_code": (
        (
            "You do not have to tell insurers the result of a test of what may come.",
            "A test of an illness you have, and your family, can be asked about. "
            "So can Huntington disease for life cover above 500000 pounds.",
        ),
        (
            "No tiene que decir a los seguros el resultado de una prueba de lo que puede venir.",
            "Pueden preguntar por una enfermedad que ya tiene y por su familia. "
            "Y por la de Huntington en seguros de vida de más de 500000 libras.",
        ),
    ),
    "us_florida": (
        (
            "In Florida, the law also holds for life plans. It holds for disability and long-term care plans too.",
            "Other states have other rules. An illness that a doctor has found is not covered.",
        ),
        (
            "En Florida, la ley también vale para seguros de vida. Y para los de invalidez y de cuidado largo.",
            "Otros estados tienen otras reglas. No cubre una enfermedad que ya vio un médico.",
        ),
    ),
    "us_health": (
        (
            "Health insurers may not use DNA results to turn you down or to set your price.",
            "Life, disability and long-term care insurance are not covered. Nor is an illness that already shows.",
        ),
        (
            "Los seguros de salud no pueden usar su ADN para rechazarle ni para poner el precio.",
            "No cubre los seguros de vida, de invalidez ni de cuidado largo. Ni una enfermedad que ya se nota.",
        ),
    ),
    "us_work": (
        (
            "Bosses may not use DNA results to hire or fire you.",
            "Firms with fewer than 15 people are not covered. Nor are some federal and army plans.",
        ),
        (
            "En el trabajo no pueden usar su ADN para contratarle o despedirle.",
            "No cubre empresas con menos de 15 personas. Ni algunos planes federales o del ejército.",
        ),
    ),
}

_PAGE = (
    sentence("insurance.title", "DNA results and insurance", "El ADN y los seguros", Mark.LABEL),
    sentence(
        "insurance.intro",
        "In some places, an insurer may ask about a DNA test. Read this before you upload your file.",
        "En algunos lugares, un seguro puede preguntar por una prueba de ADN. Lea esto antes de subir su archivo.",
    ),
    sentence("insurance.protected", "What is protected", "Qué está protegido", Mark.LABEL),
    sentence("insurance.not_protected", "What is not", "Qué no lo está", Mark.LABEL),
    sentence("insurance.law", "Law or code: {law:name}.", "Ley o código: {law:name}."),
    sentence("insurance.since", "It holds from {day:date}.", "Vale desde el {day:date}."),
    sentence("insurance.checked", "Last checked: {month:name}.", "Última revisión: {month:name}."),
    sentence(
        "insurance.to_be_confirmed",
        "To be confirmed: we could not check all of this at the source.",
        "Por confirmar: no pudimos revisar todo esto en su fuente.",
        Mark.SAFETY,
    ),
    sentence(
        "insurance.unknown",
        "We do not know the rules in your country. That does not mean that there are none.",
        "No conocemos las reglas de su país. Eso no quiere decir que no las haya.",
        Mark.SAFETY,
    ),
    sentence(
        "insurance.no_advice",
        "This is not legal advice. A lawyer or a patient group can tell you more.",
        "Esto no es un consejo legal. Un abogado o un grupo de pacientes puede decirle más.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (
    *_PAGE,
    *(
        sentence(f"insurance.area.{code.casefold()}", english, spanish, Mark.LABEL)
        for code, (english, spanish) in _AREAS.items()
    ),
    *(
        sentence(f"insurance.country.{code.casefold()}", english, spanish, Mark.LABEL)
        for code, (english, spanish) in _COUNTRIES.items()
    ),
    *(
        entry
        for key, ((yes_en, no_en), (yes_es, no_es)) in _RULES.items()
        for entry in (
            sentence(f"insurance.protected.{key}", yes_en, yes_es),
            sentence(f"insurance.not_protected.{key}", no_en, no_es),
        )
    ),
)
