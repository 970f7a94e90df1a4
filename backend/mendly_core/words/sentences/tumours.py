"""The patient's page of a tumour report: questions for the cancer team, never a promise.

What speaks against a medicine is told with the same weight as what speaks for it.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

_PAGE = (
    sentence("tumours.title", "Your tumor report", "El informe de su tumor", Mark.LABEL),
    sentence(
        "tumours.intro",
        "These are points to talk about with your cancer team. They are not a treatment plan.",
        "Son temas para hablar con su equipo de cáncer. No son un plan de tratamiento.",
    ),
    sentence(
        "tumours.only_tumour",
        "This is about the tumor only. It does not tell which genes you got from your parents.",
        "Esto trata solo del tumor. No dice qué genes le dieron sus padres.",
    ),
    sentence(
        "tumours.saw",
        "Your report names {finding:name}.",
        "Su informe nombra {finding:name}.",
    ),
    sentence(
        "tumours.none",
        "We found no entry in our list for this report. There may still be a good treatment for you.",
        "No vimos nada en nuestra lista para este informe. Aun así puede haber un buen tratamiento.",
        Mark.SAFETY,
    ),
)

_MEANS = (
    sentence(
        "tumours.may_help",
        "With this finding, {medicine:medicine} may be of help to some people.",
        "Con este hallazgo, {medicine:medicine} puede servir a algunas personas.",
    ),
    sentence(
        "tumours.resistance",
        "With this finding, {medicine:medicine} may work less well or not at all.",
        "Con este hallazgo, {medicine:medicine} puede servir menos o nada.",
    ),
    sentence(
        "tumours.little_benefit",
        "With this finding, {medicine:medicine} was of little or no help in studies.",
        "Con este hallazgo, {medicine:medicine} ayudó poco o nada en los estudios.",
    ),
    sentence(
        "tumours.given.together",
        "These medicines are given together.",
        "Estas medicinas se dan juntas.",
    ),
    sentence(
        "tumours.given.any_one",
        "Only one of these medicines is used at a time.",
        "De estas medicinas solo se usa una a la vez.",
    ),
    sentence(
        "tumours.against",
        "Your report also has a finding that speaks against {medicine:medicine}.",
        "Su informe también tiene un hallazgo en contra de {medicine:medicine}.",
    ),
)

_FITS = (
    sentence(
        "tumours.fit.same",
        "This was shown for your kind of cancer.",
        "Esto se vio en su tipo de cáncer.",
    ),
    sentence(
        "tumours.fit.wider",
        "This was shown for a group of cancers that yours belongs to.",
        "Esto se vio en un grupo de cánceres al que va el suyo.",
    ),
    sentence(
        "tumours.fit.narrower",
        "This was shown for one form of your cancer only. Ask if yours is that form.",
        "Esto se vio solo en una forma de su cáncer. Pregunte si la suya es esa.",
    ),
    sentence(
        "tumours.fit.any_solid",
        "This was shown for solid tumors of many kinds.",
        "Esto se vio en tumores sólidos de muchos tipos.",
    ),
    sentence(
        "tumours.fit.excluded",
        "The rule for this medicine leaves out your kind of cancer.",
        "La regla de esta medicina deja fuera su tipo de cáncer.",
    ),
    sentence(
        "tumours.fit.other",
        "This was shown for {disease:name}, not for your kind of cancer.",
        "Esto se vio en {disease:name}, no en su tipo de cáncer.",
    ),
    sentence(
        "tumours.fit.not_given",
        "This was shown for {disease:name}. You did not tell us your kind of cancer.",
        "Esto se vio en {disease:name}. No nos dijo su tipo de cáncer.",
    ),
)

_SURE = (
    sentence(
        "tumours.level.a",
        "It rests on an approved use or a guide for doctors.",
        "Se basa en un uso aprobado o en una guía para médicos.",
    ),
    sentence(
        "tumours.level.b",
        "It rests on studies in people. It is less sure.",
        "Se basa en estudios con personas. Es menos seguro.",
    ),
    sentence(
        "tumours.sure.depends",
        "It also depends on your past care, your health and more tests.",
        "También depende de lo que ya recibió, de su salud y de más pruebas.",
    ),
    sentence(
        "tumours.sure.unchecked",
        "No cancer doctor has checked our list yet. It is short and can be out of date.",
        "Ningún médico del cáncer ha mirado aún nuestra lista. Es corta y puede estar atrasada.",
        Mark.SAFETY,
    ),
    sentence(
        "tumours.source",
        "List version {version:name}.",
        "Versión de la lista: {version:name}.",
    ),
)

_DO = (
    sentence(
        "tumours.do.ask_for",
        "Ask your cancer team: could {medicine:medicine} fit me?",
        "Pregunte a su equipo de cáncer: ¿me puede servir {medicine:medicine}?",
        Mark.ACTION,
    ),
    sentence(
        "tumours.do.ask_against",
        "Ask your cancer team: does this count for me if {medicine:medicine} comes up?",
        "Pregunte a su equipo de cáncer: ¿cuenta esto para mí si se habla de {medicine:medicine}?",
        Mark.ACTION,
    ),
    sentence(
        "tumours.do.ask_report",
        "Ask your cancer team what the report means for you.",
        "Pregunte a su equipo de cáncer qué significa el informe para usted.",
        Mark.ACTION,
    ),
    sentence(
        "tumours.safety",
        "Do not change a medicine by yourself. Talk to your care team.",
        "No cambie una medicina por su cuenta. Hable con su equipo de salud.",
        Mark.SAFETY,
    ),
)

_LINES = (
    sentence(
        "tumours.line.not_in_list",
        "{finding:name} is not in our list. That does not mean that there is no treatment.",
        "{finding:name} no está en nuestra lista. Eso no quiere decir que no haya tratamiento.",
        Mark.SAFETY,
    ),
    sentence(
        "tumours.line.other_change",
        "Our list knows {gene:gene}, but not this change in it.",
        "Nuestra lista conoce {gene:gene}, pero no este cambio.",
    ),
    sentence(
        "tumours.line.without_row",
        "We know {finding:name}, but alone it leads to no entry in our list.",
        "Conocemos {finding:name}, pero solo no lleva a nada en nuestra lista.",
    ),
    sentence(
        "tumours.line.gene_missing",
        "{finding:name} does not say which gene it is in. Please add the gene.",
        "{finding:name} no dice en qué gen está. Añada el gen, por favor.",
    ),
    sentence(
        "tumours.line.names_disagree",
        "In {finding:name}, the names do not fit together. Please write one change a line.",
        "En {finding:name} los nombres no van juntos. Ponga un solo cambio por línea, por favor.",
    ),
    sentence(
        "tumours.line.reported_absent",
        "We read {finding:name} as not found, so we did not use it.",
        "Leímos {finding:name} como algo que no se vio, así que no lo usamos.",
    ),
    sentence(
        "tumours.line.reported_unsure",
        "Your report is not sure about {finding:name}, so we did not use it.",
        "Su informe no está seguro de {finding:name}, así que no lo usamos.",
    ),
)

_REFUSED = (
    sentence(
        "tumours.refused.empty",
        "There is nothing to read yet. Write one finding a line.",
        "Aún no hay nada que leer. Ponga un hallazgo por línea.",
    ),
    sentence(
        "tumours.refused.too_many_lines",
        "That is too much at once. Write 100 lines or fewer.",
        "Es demasiado de una vez. Ponga 100 líneas o menos.",
    ),
    sentence(
        "tumours.refused.line_too_long",
        "One line is too long. Write one finding a line.",
        "Una línea es muy larga. Ponga un hallazgo por línea.",
    ),
    sentence(
        "tumours.refused.not_text",
        "This does not look like text. Type the findings or copy them as text.",
        "Esto no parece texto. Escriba los hallazgos o cópielos como texto.",
    ),
    sentence(
        "tumours.refused.germline_file",
        "This looks like a DNA file of your own genes. Here we only take the report of a tumor.",
        "Esto parece un archivo de ADN de sus propios genes. Aquí solo va el informe de un tumor.",
    ),
    sentence(
        "tumours.refused.contradiction",
        "{first:name} and {second:name} cannot both be right. Please check your report.",
        "{first:name} y {second:name} no pueden ser ciertos a la vez. Mire su informe, por favor.",
    ),
    sentence(
        "tumours.refused.unknown_disease",
        "We do not know this kind of cancer. Please choose one from the list.",
        "No conocemos este tipo de cáncer. Elija uno de la lista, por favor.",
    ),
    sentence(
        "tumours.unreadable",
        "We cannot read this report any more. Please enter it again.",
        "Ya no podemos leer este informe. Póngalo otra vez, por favor.",
    ),
    sentence("tumours.refused.nothing_kept", "Nothing was kept.", "No se guardó nada."),
)

_FIT_TERMS = {
    "same": ("same disease", "misma enfermedad"),
    "wider": ("row is for a wider group", "la fila es de un grupo más amplio"),
    "narrower": ("row is for one form only", "la fila es de una sola forma"),
    "any_solid": ("any solid tumor", "cualquier tumor sólido"),
    "excluded": ("disease excluded by the row", "enfermedad excluida por la fila"),
    "other": ("other disease", "otra enfermedad"),
    "not_given": ("disease not given", "enfermedad no indicada"),
}
_LINE_TERMS = {
    "recognised": ("known, no row by itself", "conocido, sin fila por sí solo"),
    "not_in_list": ("not in the list", "no está en la lista"),
    "gene_missing": ("gene missing", "falta el gen"),
    "names_disagree": ("names do not agree", "los nombres no coinciden"),
    "reported_absent": ("read as not found, not used", "leído como no encontrado, no usado"),
    "reported_unsure": ("read as uncertain, not used", "leído como incierto, no usado"),
}

_DOCTOR = (
    sentence(
        "tumours.doctor.row",
        "{profile:name}, {disease:name}: {therapies:name}. {direction:name}, level {level:name}. Basis: {basis:name}.",
        "{profile:name}, {disease:name}: {therapies:name}. {direction:name}, nivel {level:name}. Fuente: {basis:name}.",
        Mark.DOCTOR,
    ),
    sentence("tumours.doctor.note", "Note: {note:name}.", "Nota (en inglés): {note:name}.", Mark.DOCTOR),
    sentence(
        "tumours.doctor.unsigned",
        "Row not signed by an oncologist. Check the current label and line of therapy.",
        "Fila sin firma de un oncólogo. Compruebe la ficha vigente y la línea de tratamiento.",
        Mark.DOCTOR,
    ),
    *(
        sentence(f"tumours.doctor.fit.{fit}", english, spanish, Mark.DOCTOR, Mark.LABEL)
        for fit, (english, spanish) in _FIT_TERMS.items()
    ),
    *(
        sentence(f"tumours.doctor.line.{status}", english, spanish, Mark.DOCTOR, Mark.LABEL)
        for status, (english, spanish) in _LINE_TERMS.items()
    ),
    sentence("tumours.doctor.may_help", "Sensitivity", "Sensibilidad", Mark.DOCTOR, Mark.LABEL),
    sentence("tumours.doctor.resistance", "Resistance", "Resistencia", Mark.DOCTOR, Mark.LABEL),
    sentence(
        "tumours.doctor.little_benefit",
        "No or little benefit",
        "Sin beneficio o escaso",
        Mark.DOCTOR,
        Mark.LABEL,
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_PAGE, *_MEANS, *_FITS, *_SURE, *_DO, *_LINES, *_REFUSED, *_DOCTOR)
