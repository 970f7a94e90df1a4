"""How the course goes, why doses were missed, and side effects: no blame, no order to change a medicine."""

from mendly_core.words.registry import Mark, Plural, Sentence, sentence

_COURSE = (
    sentence(
        "course.full_days",
        Plural(
            "{full:number} of {days:count} day fully taken.",
            "{full:number} of {days:count} days fully taken.",
        ),
        Plural(
            "{full:number} de {days:count} día con todas las dosis.",
            "{full:number} de {days:count} días con todas las dosis.",
        ),
    ),
    sentence(
        "course.doses",
        Plural(
            "{taken:number} of {doses:count} dose is logged as taken.",
            "{taken:number} of {doses:count} doses are logged as taken.",
        ),
        Plural(
            "{taken:number} de {doses:count} dosis está anotada como tomada.",
            "{taken:number} de {doses:count} dosis están anotadas como tomadas.",
        ),
    ),
    sentence(
        "course.before",
        Plural(
            "In the days before it was {taken:number} of {doses:count} dose.",
            "In the days before it was {taken:number} of {doses:count} doses.",
        ),
        Plural(
            "En los días de antes fue {taken:number} de {doses:count} dosis.",
            "En los días de antes fueron {taken:number} de {doses:count} dosis.",
        ),
    ),
    sentence(
        "course.unknown",
        Plural(
            "Of {doses:count} dose we do not know. Your phone was not heard of.",
            "Of {doses:count} doses we do not know. Your phone was not heard of.",
        ),
        Plural(
            "De {doses:count} dosis no sabemos nada. No nos llegó nada del teléfono.",
            "De {doses:count} dosis no sabemos nada. No nos llegó nada del teléfono.",
        ),
    ),
    sentence(
        "course.no_word",
        "When we hear nothing from a phone, that does not mean that a dose was left out.",
        "Si no nos llega nada del teléfono, eso no quiere decir que faltó una dosis.",
    ),
    sentence("course.empty", "Here you will see how your doses go.", "Aquí verá cómo van sus dosis."),
    sentence(
        "course.no_pattern",
        "No dose was left open in these days, as far as we know.",
        "No quedó ninguna dosis sin anotar en estos días, hasta donde sabemos.",
    ),
    sentence(
        "course.most_open",
        "Most were left open on {day:name} {hour:at}.",
        "Las que más faltan son las del {day:name} {hour:at}.",
    ),
    sentence(
        "course.spread",
        "Doses that are not logged lie at different times.",
        "Las dosis sin anotar son de distintas horas.",
    ),
    sentence(
        "course.from_log",
        "We only count what was logged here.",
        "Solo contamos lo que se anotó aquí.",
    ),
    sentence(
        "course.some_days",
        "Not every day goes as planned. Each new day counts.",
        "No todos los días salen como se pensó. Cada día nuevo cuenta.",
    ),
    sentence("course.week", "The week from {day:date}", "La semana desde el {day:date}", Mark.LABEL),
)

_BARRIERS = (
    sentence(
        "barriers.ask",
        "Some doses of {medicine:medicine} are not logged. What made it hard?",
        "Algunas dosis de {medicine:medicine} no están anotadas. ¿Qué lo hizo difícil?",
    ),
    sentence(
        "barriers.why",
        "If your care team sees your medicines, they can read your answer and help you. You need not say.",
        "Si su equipo de salud ve sus medicinas, puede leer su respuesta y ayudarle. No tiene que decirlo.",
    ),
    sentence("barriers.forgot", "It slipped my mind", "Se me pasó", Mark.LABEL),
    sentence("barriers.side_effect", "It makes me feel unwell", "Me hace sentir mal", Mark.LABEL),
    sentence("barriers.cost", "It costs too much", "Cuesta demasiado", Mark.LABEL),
    sentence("barriers.ran_out", "I had none left", "No me quedaba", Mark.LABEL),
    sentence("barriers.feels_fine", "I feel fine without it", "Me siento bien sin ella", Mark.LABEL),
    sentence("barriers.other", "Something else", "Otra cosa", Mark.LABEL),
    sentence("barriers.not_said", "I would rather not say", "Prefiero no decirlo", Mark.LABEL),
    sentence("barriers.thanks", "Thank you for telling us.", "Gracias por decirlo."),
    sentence(
        "barriers.thanks_not_said",
        "That is fine. We will not ask again soon.",
        "Está bien. No volveremos a preguntar pronto.",
    ),
    sentence(
        "barriers.tell_effect",
        "Thank you. Now tell us what you feel.",
        "Gracias. Ahora cuéntenos lo que siente.",
    ),
)

_WHAT = (
    sentence("effects.what.stomach", "Stomach ache", "Dolor de barriga", Mark.LABEL),
    sentence("effects.what.sick", "Feeling sick", "Ganas de vomitar", Mark.LABEL),
    sentence("effects.what.headache", "Headache", "Dolor de cabeza", Mark.LABEL),
    sentence("effects.what.dizzy", "Dizzy", "Mareo", Mark.LABEL),
    sentence("effects.what.tired", "Tired", "Cansancio", Mark.LABEL),
    sentence("effects.what.sleep", "Bad sleep", "Mal sueño", Mark.LABEL),
    sentence("effects.what.rash", "Itch or rash", "Picor o ronchas", Mark.LABEL),
    sentence("effects.what.muscles", "Sore muscles", "Dolor de músculos", Mark.LABEL),
    sentence("effects.what.cough", "Cough", "Tos", Mark.LABEL),
    sentence("effects.what.mood", "Low mood", "Bajo ánimo", Mark.LABEL),
    sentence("effects.what.other", "Something else", "Otra cosa", Mark.LABEL),
    sentence("effects.severity.mild", "Mild: I can do all I want", "Leve: puedo hacer de todo", Mark.LABEL),
    sentence(
        "effects.severity.moderate",
        "In between: I can do less",
        "Entre medias: puedo hacer menos",
        Mark.LABEL,
    ),
    sentence(
        "effects.severity.severe", "Severe: I can do very little", "Grave: puedo hacer muy poco", Mark.LABEL
    ),
    sentence(
        "effects.sign.breathing",
        "It is hard to breathe, or I wheeze",
        "Me cuesta respirar, o me silba el pecho",
        Mark.LABEL,
    ),
    sentence(
        "effects.sign.swelling",
        "My throat or tongue is swollen",
        "Tengo hinchada la garganta o la lengua",
        Mark.LABEL,
    ),
    sentence("effects.sign.swallowing", "It is hard to swallow", "Me cuesta tragar", Mark.LABEL),
    sentence("effects.sign.confused", "I am mixed up or dizzy", "Tengo confusión o mareo", Mark.LABEL),
    sentence(
        "effects.sign.blisters",
        "I have blisters or sores on my skin, mouth or eyes",
        "Tengo ampollas o llagas en la piel, la boca o los ojos",
        Mark.LABEL,
    ),
)

_EFFECTS = (
    sentence(
        "effects.help_now",
        "This can be serious. Call {number:name} now.",
        "Esto puede ser grave. Llame ya al {number:name}.",
        Mark.SAFETY,
    ),
    sentence(
        "effects.not_seen_yet",
        "We put it in the list of your care team. Do not wait for them to see it.",
        "Lo pusimos en la lista de su equipo de salud. No espere a que lo vean.",
        Mark.SAFETY,
    ),
    sentence(
        "effects.short_list",
        "This list is short. If you feel very ill, call {number:name} now, with or without a tick here.",
        "Esta lista es corta. Si se siente muy mal, llame ya al {number:name}, marque algo aquí o no.",
        Mark.SAFETY,
    ),
    sentence(
        "effects.saved",
        "Thank you for telling us. Who may see your medicines can see it too.",
        "Gracias por decirlo. Quien puede ver sus medicinas también lo ve.",
    ),
    sentence("effects.none", "You have told us of no side effect.", "No nos ha contado ningún efecto."),
    sentence(
        "effects.question",
        "Do you wonder what to do with your medicine? Ask your care team.",
        "¿No sabe qué hacer con su medicina? Pregunte a su equipo de salud.",
    ),
    sentence(
        "effects.withdrawn",
        "It no longer shows in your list.",
        "Ya no aparece en su lista.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_COURSE, *_BARRIERS, *_WHAT, *_EFFECTS)
