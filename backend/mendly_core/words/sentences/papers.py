"""What stands on paper: the wallet card a patient carries, and the report for a clinician."""

from mendly_core.words.registry import Mark, Sentence, sentence

_CARD = (
    sentence("papers.card.title", "My genes and my medicines", "Mis genes y mis medicinas", Mark.LABEL),
    sentence(
        "papers.card.show",
        "Show this card when you get a new medicine.",
        "Muestre esta tarjeta cuando le den una medicina nueva.",
    ),
    sentence(
        "papers.card.safety",
        "Do not change a medicine by yourself. Talk to your care team.",
        "No cambie una medicina por su cuenta. Hable con su equipo de salud.",
        Mark.SAFETY,
    ),
    sentence(
        "papers.card.not_all",
        "A gene or medicine that is not on this card may still matter.",
        "Un gen o una medicina que no está aquí también puede contar.",
        Mark.SAFETY,
    ),
    sentence(
        "papers.card.empty",
        "There is no result to carry yet.",
        "Aún no hay un resultado que llevar.",
    ),
    sentence(
        "papers.card.waits",
        "Your clinic checks some advice first. It is not on this card yet.",
        "Su clínica revisa antes algunos consejos. Aún no están en esta tarjeta.",
    ),
    sentence("papers.card.genes", "My genes", "Mis genes", Mark.LABEL),
    sentence(
        "papers.card.medicines", "Medicines to ask about", "Medicinas por las que preguntar", Mark.LABEL
    ),
    sentence("papers.card.name", "Name", "Nombre", Mark.LABEL),
    sentence("papers.card.born", "Born", "Fecha de nacimiento", Mark.LABEL),
    sentence("papers.made_on", "Made on {day:date}.", "Hecha el {day:date}."),
)


def _doctor(key: str, en: str, es: str, *marks: Mark) -> Sentence:
    return sentence(f"papers.{key}", en, es, Mark.DOCTOR, *marks)


_REPORT = (
    _doctor(
        "report.right_now",
        "Right now, with the medicine list",
        "Ahora mismo, con la lista de medicinas",
        Mark.LABEL,
    ),
    _doctor("report.by_genotype", "By genotype", "Por genotipo", Mark.LABEL),
    _doctor("report.now", "Right now", "Ahora mismo", Mark.LABEL),
    _doctor("report.because", "Because of", "Por", Mark.LABEL),
    _doctor(
        "report.list",
        "Medicines on the list that matter here: {medicines:name}.",
        "Medicinas de la lista que cuentan aquí: {medicines:name}.",
    ),
    _doctor(
        "report.wears_off",
        "The effect of a medicine on an enzyme wears off days to weeks after it ends.",
        "El efecto de una medicina en una enzima pasa días o semanas después de terminarla.",
    ),
    _doctor("report.title", "Pharmacogenomic report", "Informe farmacogenómico", Mark.LABEL),
    _doctor("report.genes", "Gene results", "Resultados por gen", Mark.LABEL),
    _doctor("report.guidance", "Guidance for medicines", "Guías para medicinas", Mark.LABEL),
    _doctor("report.limits", "Limits of the test", "Límites de la prueba", Mark.LABEL),
    _doctor("report.sources", "Sources", "Fuentes", Mark.LABEL),
    _doctor("report.gene", "Gene", "Gen", Mark.LABEL),
    _doctor("report.result", "Result", "Resultado", Mark.LABEL),
    _doctor("report.phenotype", "Phenotype", "Fenotipo", Mark.LABEL),
    _doctor("report.state", "State", "Estado", Mark.LABEL),
    _doctor("report.seen", "Sites seen", "Sitios vistos", Mark.LABEL),
    _doctor("report.medicine", "Medicine", "Medicina", Mark.LABEL),
    _doctor("report.action", "Guideline action", "Acción de la guía", Mark.LABEL),
    _doctor("report.strength", "Strength", "Fuerza", Mark.LABEL),
    _doctor("report.source", "Guideline", "Guía", Mark.LABEL),
    _doctor("report.population", "Population", "Población", Mark.LABEL),
    _doctor("report.score", "activity score {score:name}", "puntaje de actividad {score:name}", Mark.LABEL),
    _doctor(
        "report.possible", "possibility, result not certain", "posibilidad, resultado no seguro", Mark.LABEL
    ),
    _doctor(
        "report.not_ruled_out",
        "{gene:gene}: not ruled out by this test: {alleles:name}.",
        "{gene:gene}: esta prueba no descarta: {alleles:name}.",
    ),
    _doctor(
        "report.no_result",
        "No result is not a wild-type result.",
        "Sin resultado no significa sin variantes.",
    ),
    _doctor(
        "report.consumer",
        "Results read from a file are from a raw consumer or research test. Confirm before clinical use.",
        "Los resultados leídos de un archivo vienen de una prueba de consumo o de investigación. "
        "Confirmar antes del uso clínico.",
    ),
    _doctor(
        "report.unsigned",
        "Guidance rows have not been signed by a clinician. Confirm with the current guideline.",
        "Las filas de guía no tienen firma de un profesional. Confirmar con la guía vigente.",
    ),
    _doctor(
        "report.waits",
        "Guidance rows that the clinic has yet to sign are left out.",
        "Faltan las filas de guía que la clínica aún no ha firmado.",
    ),
    _doctor(
        "report.no_change",
        "The patient was told not to change a medicine without the care team.",
        "Se indicó al paciente que no cambie una medicina sin su equipo de salud.",
    ),
    _doctor("report.version", "Knowledge version {version:name}.", "Versión de los datos: {version:name}."),
    _doctor(
        "report.guideline",
        "{guide:name}, {year:name}. PMID {pmid:name}.",
        "{guide:name}, {year:name}. PMID {pmid:name}.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_CARD, *_REPORT)
