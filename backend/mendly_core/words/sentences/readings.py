"""Readings: the average of this week, the week before, and the goal, in words above the chart."""

from mendly_core.words.registry import Mark, Plural, Sentence, sentence

_MEASURES = (
    sentence("readings.name.blood_pressure", "Blood pressure", "Presión de la sangre", Mark.LABEL),
    sentence("readings.name.pulse", "Pulse", "Pulso", Mark.LABEL),
    sentence("readings.name.glucose", "Blood sugar", "Azúcar en la sangre", Mark.LABEL),
    sentence("readings.name.weight", "Weight", "Peso", Mark.LABEL),
    sentence("readings.name.steps", "Steps", "Pasos", Mark.LABEL),
    sentence("readings.name.sleep", "Sleep", "Sueño", Mark.LABEL),
    sentence("readings.name.oxygen", "Blood oxygen", "Oxígeno en la sangre", Mark.LABEL),
    sentence("readings.name.temperature", "Temperature", "Temperatura", Mark.LABEL),
)

_AVERAGES = (
    sentence(
        "readings.this_week.pair",
        "Your average this week is {upper:number} over {lower:number}.",
        "Su media de esta semana es {upper:number} sobre {lower:number}.",
    ),
    sentence(
        "readings.this_week.one",
        "Your average this week is {value:number} {unit:name}.",
        "Su media de esta semana es {value:number} {unit:name}.",
    ),
    sentence(
        "readings.last_week.pair",
        "Last week it was {upper:number} over {lower:number}.",
        "La semana pasada fue {upper:number} sobre {lower:number}.",
    ),
    sentence(
        "readings.last_week.one",
        "Last week it was {value:number} {unit:name}.",
        "La semana pasada fue {value:number} {unit:name}.",
    ),
    sentence(
        "readings.last_week.none",
        "We have no readings from last week.",
        "No tenemos mediciones de la semana pasada.",
    ),
    sentence(
        "readings.count",
        Plural(
            "This comes from {readings:count} reading.",
            "This comes from {readings:count} readings.",
        ),
        Plural(
            "Sale de {readings:count} medición.",
            "Sale de {readings:count} mediciones.",
        ),
    ),
    sentence(
        "readings.none_this_week",
        "No readings this week yet. Add one to see your average here.",
        "Aún no hay mediciones esta semana. Anote una para ver aquí su media.",
    ),
    sentence(
        "readings.to_check",
        Plural(
            "{readings:count} reading looks off, so we left it out. Please check it.",
            "{readings:count} readings look off, so we left them out. Please check them.",
        ),
        Plural(
            "{readings:count} medición parece rara y no la contamos. Revísela, por favor.",
            "{readings:count} mediciones parecen raras y no las contamos. Revíselas, por favor.",
        ),
    ),
)

_GOALS = (
    sentence("readings.goal.within", "That is within your goal.", "Está dentro de su meta."),
    sentence("readings.goal.above", "That is above your goal.", "Está por encima de su meta."),
    sentence("readings.goal.below", "That is below your goal.", "Está por debajo de su meta."),
    sentence(
        "readings.goal.none",
        "You have no goal yet. Your care team can set one with you.",
        "Aún no tiene una meta. Su equipo de salud puede fijarla con usted.",
    ),
)

_ENTRY = (
    sentence(
        "readings.is_this_right",
        "This is far from what we expect. Is it right?",
        "Esto se aleja de lo que se espera. ¿Es correcto?",
    ),
    sentence(
        "readings.saved",
        "Your reading is saved.",
        "Su medición está guardada.",
    ),
    sentence(
        "readings.imported",
        Plural("We added {readings:count} new reading.", "We added {readings:count} new readings."),
        Plural("Sumamos {readings:count} medición nueva.", "Sumamos {readings:count} mediciones nuevas."),
    ),
    sentence(
        "readings.import_nothing_new",
        "We had all of these readings before. Nothing was added.",
        "Ya teníamos todo esto. No se sumó nada nuevo.",
    ),
    sentence(
        "readings.gap",
        "A gap in the chart means no reading. It does not mean that all was well.",
        "Un hueco en la gráfica es que no hay medición. No quiere decir que todo fue bien.",
    ),
    sentence(
        "readings.steps_differ",
        "Steps from a phone can be a little off.",
        "Los pasos de un teléfono pueden variar un poco.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_MEASURES, *_AVERAGES, *_GOALS, *_ENTRY)
