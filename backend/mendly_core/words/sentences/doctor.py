"""The part of a card for the doctor: the field's own terms, no reading gate, no dose figures."""

from mendly_core.words.registry import Mark, Sentence, sentence


def _term(key: str, en: str, es: str) -> Sentence:
    return sentence(key, en, es, Mark.DOCTOR, Mark.LABEL)


_LINES = (
    sentence(
        "doctor.gene",
        "{gene:gene}: {result:name} ({state:name}).",
        "{gene:gene}: {result:name} ({state:name}).",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.gene_without_result",
        "{gene:gene}: no result ({state:name}).",
        "{gene:gene}: sin resultado ({state:name}).",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.advice",
        "{population:name}: {action:name}. Expected: {effect:name}. Strength: {strength:name}.",
        "{population:name}: {action:name}. Se espera: {effect:name}. Fuerza: {strength:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.note",
        "Limit: {note:name}.",
        "Límite (en inglés): {note:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.guideline",
        "Guideline: {guide:name}, {year:name}. PMID {pmid:name}.",
        "Guía clínica: {guide:name}, {year:name}. PMID {pmid:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.dose_figures",
        "Details and dose figures are in the guideline and in the provider view, not on this card.",
        "Los detalles y las dosis están en la guía y en la vista del profesional, no en esta tarjeta.",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.possible_rows",
        "The result is not certain. These rows are possibilities, not the answer:",
        "El resultado no es seguro. Estas filas son posibilidades, no la respuesta:",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.withdrawn_rows",
        "Reported withdrawn in 2026; listed for reference only:",
        "Retiradas en 2026 según avisos; solo como referencia:",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.limits",
        "Limits: {limits:name}.",
        "Límites: {limits:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "doctor.unsigned",
        "Rows not yet signed by a clinician. Confirm with the current guideline.",
        "Filas aún sin firma de un profesional. Confírmelas con la guía vigente.",
        Mark.DOCTOR,
    ),
)

_STATES = (
    _term("doctor.state.lab", "reported by a laboratory", "informado por un laboratorio"),
    _term("doctor.state.called", "called from file, all defining sites seen", "leído del archivo completo"),
    _term(
        "doctor.state.called_with_limits",
        "called from file with limits: unseen or assumed sites",
        "leído del archivo con límites: sitios no vistos o supuestos",
    ),
    _term(
        "doctor.state.ambiguous",
        "ambiguous: candidates differ in phenotype",
        "ambiguo: los candidatos difieren en fenotipo",
    ),
    _term("doctor.state.not_tested", "not tested", "no analizado"),
    _term("doctor.state.not_callable", "not callable from this file", "no se puede leer de este archivo"),
)

_ACTIONS = (
    _term("doctor.action.avoid", "avoid", "evitar"),
    _term("doctor.action.use_alternative", "consider an alternative", "considerar una alternativa"),
    _term("doctor.action.lower_dose", "lower dose", "dosis menor"),
    _term("doctor.action.higher_dose", "higher dose", "dosis mayor"),
    _term("doctor.action.adjust_dose", "adjust dose", "ajustar la dosis"),
    _term("doctor.action.monitor", "monitor", "vigilar"),
    _term("doctor.action.usual", "usual use", "uso habitual"),
    _term("doctor.action.contraindicated", "contraindicated", "contraindicado"),
    _term("doctor.action.no_guidance", "no recommendation", "sin recomendación"),
)

_EFFECTS = (
    _term("doctor.effect.less_effect", "reduced effect", "menor efecto"),
    _term("doctor.effect.more_side_effects", "more adverse effects", "más efectos adversos"),
    _term("doctor.effect.toxicity_risk", "toxicity", "toxicidad"),
    _term("doctor.effect.normal_effect", "typical response", "respuesta habitual"),
    _term("doctor.effect.allergic_reaction", "hypersensitivity", "hipersensibilidad"),
    _term("doctor.effect.bleeding", "bleeding", "sangrado"),
    _term("doctor.effect.unknown", "unknown", "desconocido"),
)

_STRENGTHS = (
    _term("doctor.strength.strong", "strong", "fuerte"),
    _term("doctor.strength.moderate", "moderate", "moderada"),
    _term("doctor.strength.optional", "optional", "opcional"),
    _term("doctor.strength.none", "not stated", "no indicada"),
)

_POPULATIONS = (
    _term("doctor.population.general", "General", "General"),
    _term("doctor.population.adult", "Adult", "Adulto"),
    _term("doctor.population.child", "Child", "Niño"),
    _term(
        "doctor.population.adult_or_child_over_40kg",
        "Adult, or child over 40 kg",
        "Adulto, o niño de más de 40 kg",
    ),
    _term("doctor.population.cardiac_acs_or_pci", "Cardiac (ACS or PCI)", "Cardíaco (SCA o ICP)"),
    _term("doctor.population.cardiac_other", "Cardiac (other)", "Cardíaco (otro)"),
    _term("doctor.population.neurovascular", "Neurovascular", "Neurovascular"),
    _term("doctor.population.new_user", "New user", "Inicio del tratamiento"),
    _term(
        "doctor.population.new_user_no_alternative",
        "New user, no alternative",
        "Inicio del tratamiento, sin alternativa",
    ),
    _term("doctor.population.used_over_3_months", "Used over 3 months", "En uso más de 3 meses"),
    _term("doctor.population.non_malignant_disease", "Non-malignant disease", "Enfermedad no maligna"),
    _term("doctor.population.malignancy", "Malignancy", "Neoplasia"),
    _term("doctor.population.standard_dose", "Standard dose", "Dosis estándar"),
    _term("doctor.population.medium_dose", "Medium dose", "Dosis media"),
    _term("doctor.population.single_low_dose", "Single low dose", "Dosis única baja"),
)

SENTENCES: tuple[Sentence, ...] = (
    *_LINES,
    *_STATES,
    *_ACTIONS,
    *_EFFECTS,
    *_STRENGTHS,
    *_POPULATIONS,
)
