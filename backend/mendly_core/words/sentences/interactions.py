"""Two medicines that may not go together, and doubles. Always a question for a pharmacist, never an order.

No fact row has been checked by a pharmacist, and no warning never means "safe": both are said.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "interactions.contraindicated",
        "{first:medicine} and {second:name} can be dangerous together.",
        "{first:medicine} y {second:name} pueden ser un peligro juntas.",
    ),
    sentence(
        "interactions.serious",
        "{first:medicine} and {second:name} can harm you together.",
        "{first:medicine} y {second:name} pueden hacerle daño juntas.",
    ),
    sentence(
        "interactions.monitor",
        "{first:medicine} and {second:name} may affect each other.",
        "{first:medicine} y {second:name} pueden influir una en la otra.",
    ),
    sentence(
        "interactions.duplicate",
        "{first:medicine} and {second:medicine} do much the same thing.",
        "{first:medicine} y {second:medicine} hacen casi lo mismo.",
    ),
    sentence(
        "interactions.same_ingredient",
        "{first:medicine} and {second:medicine} hold the same drug.",
        "{first:medicine} y {second:medicine} tienen el mismo fármaco.",
    ),
    sentence(
        "interactions.over_label_maximum",
        "Your plan for {medicine:medicine} is over the most that its label allows in a day.",
        "Su plan de {medicine:medicine} pasa lo máximo que permite su etiqueta en un día.",
    ),
    sentence(
        "interactions.do.do_not_combine_ask_now",
        "Call your pharmacist or care team now.",
        "Llame ya a su farmacia o a su equipo de salud.",
        Mark.ACTION,
    ),
    sentence(
        "interactions.do.ask_before_next_dose",
        "Ask your pharmacist or care team before your next dose.",
        "Pregunte a su farmacia o a su equipo de salud antes de su próxima dosis.",
        Mark.ACTION,
    ),
    sentence(
        "interactions.do.ask_at_next_visit",
        "Ask your care team about it at your next visit.",
        "Pregunte a su equipo de salud en su próxima visita.",
        Mark.ACTION,
    ),
    sentence(
        "interactions.do.space_apart",
        "Ask your pharmacist how far apart to use them.",
        "Pregunte a su farmacia cuánto tiempo dejar entre una y otra.",
        Mark.ACTION,
    ),
    sentence(
        "interactions.do.watch_for",
        "Ask your pharmacist what signs to watch for.",
        "Pregunte a su farmacia qué señales debe vigilar.",
        Mark.ACTION,
    ),
    sentence(
        "interactions.safety",
        "Do not change a medicine by yourself. Talk to your care team.",
        "No cambie una medicina por su cuenta. Hable con su equipo de salud.",
        Mark.SAFETY,
    ),
    sentence(
        "interactions.none_known",
        "We found no warning for your list. That does not prove it is safe.",
        "No vimos avisos para su lista. Eso no prueba que sea segura.",
        Mark.SAFETY,
    ),
    sentence(
        "interactions.not_checked",
        "We could not check {medicine:medicine}. It is not in our list.",
        "No pudimos revisar {medicine:medicine}. No está en nuestra lista.",
        Mark.SAFETY,
    ),
)
