"""The second half of the insight card: the one thing to do, how sure it is, what was not looked at, sources.

Every action leads to the care team; the safety line goes with each of them.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

_ACTIONS = (
    sentence(
        "guidance.do.call_today",
        "Call your care team today and tell them about this result.",
        "Llame hoy a su equipo de salud y cuente este resultado.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.before_surgery",
        "If you need surgery, first tell the doctor about this result.",
        "Si le van a operar, cuente antes este resultado al médico.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.surgery_history",
        "Tell your care team if you or your family had a bad reaction in surgery.",
        "Avise a su equipo de salud si usted o su familia tuvo una mala reacción en una cirugía.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.avoid",
        "Ask your care team soon if another medicine fits you better.",
        "Pregunte pronto a su equipo de salud si otra medicina le va mejor.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.use_alternative",
        "Ask your care team if another medicine fits you better.",
        "Pregunte a su equipo de salud si otra medicina le va mejor.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.lower_dose",
        "Ask your care team if a lower dose fits you better.",
        "Pregunte a su equipo de salud si le va mejor una dosis más baja.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.higher_dose",
        "Ask your care team if a higher dose fits you better.",
        "Pregunte a su equipo de salud si le va mejor una dosis más alta.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.adjust_dose",
        "Ask your care team if your dose fits your genes.",
        "Pregunte a su equipo de salud si su dosis va bien con sus genes.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.prescriber",
        "Talk to the person who prescribes it. They set the dose with blood tests.",
        "Hable con quien le receta esta medicina. Esa persona fija la dosis con análisis de sangre.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.monitor",
        "Ask your care team if you need extra checks.",
        "Pregunte a su equipo de salud si necesita más controles.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.usual",
        "Use it the way your care team told you.",
        "Úsela como le dijo su equipo de salud.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.tell_if_weak",
        "Tell your care team if it does not help you.",
        "Avise a su equipo de salud si no le ayuda.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.tell_if_side_effects",
        "Tell your care team if you feel side effects.",
        "Avise a su equipo de salud si nota efectos no deseados.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.no_guidance",
        "Ask your care team if you have questions.",
        "Pregunte a su equipo de salud si tiene dudas.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.lab_test",
        "Ask your care team if a lab test would help.",
        "Pregunte a su equipo de salud si le sirve una prueba de laboratorio.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.do.several",
        "Ask your care team which advice fits you.",
        "Pregunte a su equipo de salud qué consejo va con usted.",
        Mark.ACTION,
    ),
    sentence(
        "guidance.safety",
        "Do not change this medicine by yourself. Talk to your care team.",
        "No cambie esta medicina por su cuenta. Hable con su equipo de salud.",
        Mark.SAFETY,
    ),
)

_SURE = (
    sentence(
        "guidance.sure.strong",
        "Experts feel very sure of this advice.",
        "Los expertos están muy seguros de este consejo.",
    ),
    sentence(
        "guidance.sure.moderate",
        "Experts feel fairly sure of this advice.",
        "Los expertos están bastante seguros de este consejo.",
    ),
    sentence(
        "guidance.sure.optional",
        "Experts see this advice as a choice, not a must.",
        "Los expertos ven este consejo como una opción, no una regla.",
    ),
    sentence(
        "guidance.sure.none",
        "It is not known how sure experts are of this advice.",
        "No se sabe qué tan seguros están los expertos de este consejo.",
    ),
    sentence(
        "guidance.sure.lab",
        "A lab reported your gene result.",
        "Un laboratorio dio su resultado.",
    ),
    sentence(
        "guidance.sure.file",
        "Your gene result comes from a file. A lab should confirm it.",
        "Su resultado viene de un archivo. Hace falta que un laboratorio lo confirme.",
    ),
    sentence(
        "guidance.sure.lab_and_file",
        "Part of your gene result comes from a file. A lab should confirm that part.",
        "Una parte de su resultado viene de un archivo. Hace falta que un laboratorio la confirme.",
    ),
    sentence(
        "guidance.sure.results_differ",
        "Your DNA files or your lab do not agree about this gene. A lab can tell which one is right.",
        "Sus archivos de ADN o su laboratorio no coinciden en este gen. "
        "Un laboratorio puede decir cuál acierta.",
    ),
    sentence(
        "guidance.sure.not_checked",
        "This card is not yet checked by your clinic.",
        "Su clínica aún no ha revisado esta tarjeta.",
    ),
    sentence(
        "guidance.sure.checked",
        "Your clinic has checked this card.",
        "Su clínica ha revisado esta tarjeta.",
    ),
    sentence(
        "guidance.sure.newer",
        "A newer guide may say something else.",
        "Una guía más nueva puede decir otra cosa.",
    ),
)

_NOT_LOOKED_AT = (
    sentence(
        "guidance.not_looked_at",
        "We did not look at your age, your kidneys, your liver or your other medicines here.",
        "Aquí no miramos su edad, sus riñones, su hígado ni sus otras medicinas.",
    ),
    sentence(
        "guidance.not_looked_at.genes",
        "Other genes can matter too.",
        "Otros genes también pueden contar.",
    ),
)

_SOURCES = (
    sentence(
        "guidance.source.guide",
        "Expert guide: {guide:name}, {year:name}.",
        "Guía de expertos: {guide:name}, {year:name}.",
    ),
    sentence(
        "guidance.source.facts",
        "Gene facts: version {version:name}.",
        "Datos de genes: versión {version:name}.",
    ),
    sentence(
        "guidance.source.updated",
        "This card was made on {day:date}.",
        "Esta tarjeta se hizo el {day:date}.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_ACTIONS, *_SURE, *_NOT_LOOKED_AT, *_SOURCES)
