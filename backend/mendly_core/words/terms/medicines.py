"""Hard words about medicines."""

from mendly_core.words.terms.shape import Term, term

TERMS: tuple[Term, ...] = (
    term(
        "adherence",
        (
            "adherence",
            ("compliance", "nonadherence", "noncompliance"),
            "doses taken as planned",
            "How many of the planned doses you took.",
        ),
        (
            "adherencia",
            ("cumplimiento terapéutico",),
            "dosis tomadas según el plan",
            "Cuántas de las dosis del plan tomó.",
        ),
    ),
    term(
        "adverse",
        (
            "adverse",
            ("adverse event", "adverse events", "adverse effect", "adverse effects", "adverse reaction"),
            "side effect",
            "Something a medicine does that you do not want.",
        ),
        (
            "adverso",
            ("adversos", "adversa", "adversas", "efecto adverso", "efectos adversos", "evento adverso"),
            "efecto no deseado",
            "Algo que hace una medicina y que usted no quiere.",
        ),
    ),
    term(
        "anticoagulant",
        (
            "anticoagulant",
            ("anticoagulants", "anticoagulation", "antiplatelet", "antiplatelets"),
            "blood thinner",
            "A medicine that helps to keep blood clots from forming.",
        ),
        (
            "anticoagulante",
            ("anticoagulantes", "antiagregante", "antiagregantes", "antiplaquetario"),
            "medicina que evita coágulos",
            "Una medicina que ayuda a que la sangre no forme coágulos.",
        ),
    ),
    term(
        "contraindicated",
        (
            "contraindicated",
            ("contraindication", "contraindications"),
            "not to be used",
            "The guides say that this should not be used here. Ask your care team.",
        ),
        (
            "contraindicado",
            ("contraindicada", "contraindicación", "contraindicaciones"),
            "que no se debe usar",
            "Las guías dicen que esto no se debe usar aquí. Hable con su equipo de salud.",
        ),
    ),
    term(
        "hypersensitivity",
        (
            "hypersensitivity",
            ("hypersensitive", "anaphylaxis"),
            "strong reaction of the body",
            "The body fights a medicine and makes you ill.",
        ),
        (
            "hipersensibilidad",
            ("anafilaxia",),
            "reacción fuerte del cuerpo",
            "El cuerpo lucha contra una medicina y usted se pone mal.",
        ),
    ),
    term(
        "inhibitor",
        (
            "inhibitor",
            ("inhibitors", "inducer", "inducers", "phenoconversion"),
            "medicine that changes how a gene works",
            "A medicine that makes a gene work slower or faster while you use it.",
        ),
        (
            "inhibidor",
            ("inhibidores", "inductor", "inductores", "fenoconversión"),
            "medicina que cambia cómo trabaja un gen",
            "Una medicina que hace que un gen trabaje más lento o más rápido.",
        ),
    ),
    term(
        "prodrug",
        ("prodrug", ("prodrugs",), "medicine to turn on", "A medicine that your body must first turn on."),
        ("profármaco", ("profármacos",), "medicina por activar", "Una medicina que su cuerpo debe activar."),
    ),
    term(
        "titration",
        (
            "titration",
            ("titrate", "titrated", "titrating"),
            "small steps in a dose",
            "Your care team raises or lowers a dose in small steps.",
        ),
        (
            "titulación",
            ("titular la dosis",),
            "pasos pequeños en una dosis",
            "Su equipo de salud sube o baja una dosis paso a paso.",
        ),
    ),
    term(
        "toxicity",
        ("toxicity", ("toxic",), "harm from a medicine", "Harm that comes from too much of a medicine."),
        (
            "toxicidad",
            ("tóxico", "tóxica"),
            "daño por una medicina",
            "Daño que viene de mucha cantidad de una medicina.",
        ),
    ),
)
