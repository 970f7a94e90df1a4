"""Lines for emergencies. The number comes from the person's country, never from here."""

from mendly_core.words.registry import Mark, Sentence, sentence

SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "emergency.call",
        "If you feel very ill, call {number:name} now.",
        "Si se siente muy mal, llame ya al {number:name}.",
        Mark.SAFETY,
    ),
    sentence(
        "emergency.signs",
        "Chest pain, trouble with breathing, or one weak side? Call {number:name} now.",
        "¿Dolor de pecho, le cuesta respirar o un lado débil? Llame ya al {number:name}.",
        Mark.SAFETY,
    ),
    sentence(
        "emergency.blood_pressure",
        "Chest pain, bad headache, trouble with seeing or speaking? Call {number:name} now.",
        "¿Dolor de pecho, mucho dolor de cabeza, ve o habla mal? Llame ya al {number:name}.",
        Mark.SAFETY,
    ),
    sentence(
        "emergency.low_sugar",
        "If you feel faint or mixed up, call {number:name} now.",
        "Si se marea o se siente confuso, llame ya al {number:name}.",
        Mark.SAFETY,
    ),
    sentence(
        "emergency.reaction",
        "Hard to breathe, or a swollen face? Call {number:name} now.",
        "¿Le cuesta respirar o tiene la cara hinchada? Llame ya al {number:name}.",
        Mark.SAFETY,
    ),
    sentence(
        "emergency.not_for_messages",
        "Do not use messages in an emergency. Call {number:name}.",
        "No use los mensajes en una emergencia. Llame al {number:name}.",
        Mark.SAFETY,
    ),
    sentence(
        "emergency.crisis",
        "Do you think of hurting yourself? Call {number:name} now. Someone will listen.",
        "¿Piensa en hacerse daño? Llame ya al {number:name}. Alguien le va a escuchar.",
        Mark.SAFETY,
    ),
    sentence(
        "emergency.not_watched",
        "Mendly does not watch you all day. It cannot call for help.",
        "Mendly no le vigila todo el día. No puede pedir ayuda por usted.",
        Mark.SAFETY,
    ),
)
