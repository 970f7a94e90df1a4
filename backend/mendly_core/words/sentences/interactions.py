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
        "interactions.with.contraindicated",
        "{first:medicine} with {second:name} can be dangerous.",
        "{first:medicine} con {second:name} puede ser un peligro.",
    ),
    sentence(
        "interactions.with.serious",
        "{first:medicine} with {second:name} can harm you.",
        "{first:medicine} con {second:name} puede hacerle daño.",
    ),
    sentence(
        "interactions.with.monitor",
        "{first:medicine} and {second:name} may not go well together.",
        "{first:medicine} y {second:name} pueden no ir bien a la vez.",
    ),
    sentence(
        "interactions.over_label_maximum",
        "Your plan for {medicine:medicine} is over the most that its label allows in a day.",
        "Su plan de {medicine:medicine} pasa lo máximo que permite su etiqueta en un día.",
    ),
    sentence(
        "interactions.maximum.amounts",
        "Your plan has {planned:number} mg in a day. Most labels stop at {most:number} mg for adults.",
        "Su plan tiene {planned:number} mg en un día. Para adultos, la etiqueta llega a {most:number} mg.",
    ),
    sentence(
        "interactions.maximum.held",
        "These on your list hold it: {medicines:name}.",
        "Estas de su lista lo tienen: {medicines:name}.",
    ),
    sentence(
        "interactions.maximum.own",
        "What your care team or your own pack says comes first.",
        "Lo que dice su equipo de salud o su propio envase va primero.",
    ),
    sentence(
        "interactions.maximum.not_known",
        "We do not know how much {medicine:medicine} you plan in a day.",
        "No sabemos cuánto {medicine:medicine} planea usar en un día.",
    ),
    sentence(
        "interactions.maximum.not_compared",
        "We did not check the day amount of {medicine:medicine}. Labels are for some ages only.",
        "No revisamos cuánto {medicine:medicine} usa en un día. La etiqueta es solo para ciertas edades.",
    ),
    sentence(
        "interactions.maximum.ask",
        "Ask your pharmacist how much is right for you.",
        "Pregunte a su farmacia qué cantidad es buena para usted.",
        Mark.ACTION,
    ),
    sentence(
        "interactions.maximum.care",
        "With a baby on the way, or sick kidneys or liver, ask first.",
        "Si espera un bebé, o tiene mal los riñones o el hígado, pregunte antes.",
    ),
    sentence(
        "interactions.source.onc",
        "From a list that US experts made in 2012.",
        "De una lista que hicieron expertos de EE. UU. en 2012.",
    ),
    sentence(
        "interactions.source.boxed",
        "From the strongest warning on the US label.",
        "Del aviso más fuerte de la etiqueta de EE. UU.",
    ),
    sentence(
        "interactions.source.contraindication",
        "From the part of the US label on what not to mix.",
        "De la parte de la etiqueta de EE. UU. sobre lo que no se mezcla.",
    ),
    sentence(
        "interactions.source.warning",
        "From a warning on the US label.",
        "De un aviso de la etiqueta de EE. UU.",
    ),
    sentence(
        "interactions.source.notice",
        "From a safety notice of the {source:name}.",
        "De un aviso de seguridad de la {source:name}.",
    ),
    sentence(
        "interactions.source.group",
        "From our own list of drugs that do much the same thing.",
        "De nuestra lista de fármacos que hacen casi lo mismo.",
    ),
    sentence(
        "interactions.source.label",
        "From US labels of drugs that you can buy by yourself.",
        "De etiquetas de EE. UU. de fármacos que se compran sin receta.",
    ),
    sentence(
        "interactions.source.dated",
        "The facts are of {day:date}.",
        "Los datos son del {day:date}.",
    ),
    sentence(
        "interactions.not_reviewed",
        "No pharmacist has checked these facts for us yet.",
        "Nadie de una farmacia ha visto aún estos datos por nosotros.",
        Mark.SAFETY,
    ),
    sentence(
        "interactions.never_all",
        "Our list is not complete. No warning does not prove that it is safe.",
        "Nuestra lista no está completa. Que no haya aviso no prueba que sea seguro.",
        Mark.SAFETY,
    ),
    sentence(
        "interactions.hide.what",
        "You can hide a warning that you asked about. It comes back when something in it changes.",
        "Puede ocultar un aviso por el que ya preguntó. Vuelve si algo en él cambia.",
    ),
    sentence(
        "interactions.why.asked_pharmacist",
        "I asked my pharmacist",
        "Pregunté en mi farmacia",
        Mark.LABEL,
    ),
    sentence(
        "interactions.why.asked_care_team",
        "My care team knows about it",
        "Mi equipo de salud lo sabe",
        Mark.LABEL,
    ),
    sentence(
        "interactions.why.not_together",
        "I do not use them on the same days",
        "No uso las dos en los mismos días",
        Mark.LABEL,
    ),
    sentence("interactions.why.other", "Another reason", "Otra razón", Mark.LABEL),
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
