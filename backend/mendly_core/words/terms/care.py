"""Hard words about care."""

from mendly_core.words.terms.shape import Term, term

TERMS: tuple[Term, ...] = (
    term(
        "baseline",
        ("baseline", ("baselines",), "your own average", "What your readings are like on most days."),
        ("línea base", ("valor basal", "basal"), "su propia media", "Cómo son sus mediciones casi siempre."),
    ),
    term(
        "caregiver",
        ("caregiver", ("caregivers",), "helper", "A person who helps you with your care."),
        ("cuidador", ("cuidadora", "cuidadores"), "persona que ayuda", "Una persona que le ayuda."),
    ),
    term(
        "cardiovascular",
        ("cardiovascular", ("cardiac",), "of the heart", "To do with the heart and the blood."),
        ("cardiovascular", ("cardíaco", "cardíaca"), "del corazón", "Tiene que ver con el corazón."),
    ),
    term(
        "chronic",
        ("chronic", (), "long-lasting", "It stays for a long time."),
        ("crónico", ("crónica", "crónicos", "crónicas"), "que dura mucho", "Se queda por mucho tiempo."),
    ),
    term(
        "efficacy",
        ("efficacy", ("therapeutic",), "how well it works", "How well a medicine does its job."),
        (
            "eficacia",
            ("terapéutico", "terapéutica"),
            "qué tan bien sirve",
            "Qué tan bien sirve una medicina.",
        ),
    ),
    term(
        "prognosis",
        ("prognosis", (), "what may come", "What doctors expect to happen with an illness."),
        ("pronóstico", ("pronósticos",), "lo que puede venir", "Lo que se espera de una enfermedad."),
    ),
    term(
        "prophylaxis",
        ("prophylaxis", ("prophylactic",), "care that prevents", "Care that helps to keep an illness away."),
        ("profilaxis", ("profiláctico",), "cuidado que previene", "Cuidado para que no llegue un mal."),
    ),
)
