"""The page where a person chooses what to know, before anything beyond medicines is looked at."""

from mendly_core.words.registry import Mark, Sentence, sentence

# Key of the category: (name, what it is about) in English, then in Spanish.
_CATEGORIES = {
    "red_cells": (
        ("Red blood cells", "A gene that helps to protect your red blood cells."),
        ("Glóbulos rojos", "Un gen que ayuda a cuidar sus glóbulos rojos."),
    ),
    "parkinson_gaucher": (
        (
            "Parkinson and Gaucher disease",
            "Changes that are tied to Parkinson disease and to Gaucher disease.",
        ),
        ("Parkinson y Gaucher", "Cambios que se asocian al Parkinson y a la enfermedad de Gaucher."),
    ),
    "bowel": (
        ("Growths in the bowel", "A pair of changes that can lead to bowel cancer."),
        ("Bultos en el intestino", "Un par de cambios que pueden llevar a un cáncer de intestino."),
    ),
    "lungs_liver": (
        ("Lungs and liver", "Changes that can play a part in lung or liver disease."),
        ("Pulmón e hígado", "Cambios que pueden contar en males de pulmón o de hígado."),
    ),
    "coeliac": (
        ("Celiac disease", "Signs for a gut that does not get on with wheat."),
        ("Enfermedad celíaca", "Señales de un intestino que no tolera el trigo."),
    ),
    "movement": (
        ("Early muscle spasms", "A change that can cause muscle spasms in young people."),
        ("Espasmos desde joven", "Un cambio que puede causar espasmos en gente joven."),
    ),
    "bleeding": (
        ("Bleeding", "Changes that can make you bleed more after surgery."),
        ("Sangrado", "Cambios por los que puede sangrar más tras una cirugía."),
    ),
    "cholesterol": (
        ("High cholesterol in the family", "A change that raises cholesterol from a young age."),
        ("Colesterol alto en la familia", "Un cambio que sube el colesterol desde joven."),
    ),
    "breast_ovarian": (
        ("Breast and ovary cancer", "Three changes that make some cancers more likely."),
        ("Cáncer de seno y de ovario", "Tres cambios que hacen más probables unos tipos de cáncer."),
    ),
    "iron": (
        ("Too much iron", "A pair of changes that can make the body store too much iron."),
        ("Mucho hierro", "Un par de cambios con los que el cuerpo puede guardar mucho hierro."),
    ),
    "prostate": (
        ("Prostate cancer", "A change that makes prostate cancer more likely."),
        ("Cáncer de próstata", "Un cambio que hace más probable el cáncer de próstata."),
    ),
    "clots": (
        ("Blood clots", "Changes that make blood clots more likely."),
        ("Coágulos de sangre", "Cambios que hacen más probables los coágulos."),
    ),
    "amyloid": (
        ("Protein in heart and nerves", "Changes that let a protein build up in the heart or the nerves."),
        (
            "Proteína en corazón y nervios",
            "Cambios por los que se acumula una proteína en el corazón o los nervios.",
        ),
    ),
    "memory": (
        ("Alzheimer disease", "A form of a gene that makes Alzheimer disease more likely."),
        ("Enfermedad de Alzheimer", "Una forma de un gen que hace más probable el Alzheimer."),
    ),
}

_PAGE = (
    sentence("choices.title", "What do you want to know?", "¿Qué quiere saber?", Mark.LABEL),
    sentence(
        "choices.intro",
        "Some results can be hard to hear. You choose what we look at. Nothing is chosen for you.",
        "Algunos resultados pueden ser duros. Usted elige qué miramos. Nada está elegido de antes.",
    ),
    sentence(
        "choices.not_now",
        "You do not have to choose now. What you leave open stays hidden.",
        "No tiene que elegir ahora. Lo que deje sin elegir no se muestra.",
    ),
    sentence(
        "choices.at_any_time",
        "You can change your mind at any time.",
        "Puede cambiar de idea cuando quiera.",
    ),
    sentence("choices.show", "Show me", "Mostrar", Mark.LABEL),
    sentence("choices.ask", "Ask me first", "Preguntar antes", Mark.LABEL),
    sentence("choices.hide", "Do not show", "No mostrar", Mark.LABEL),
    sentence(
        "choices.show.means",
        "We look at these places and show you what we see.",
        "Miramos estos lugares y le mostramos lo que vemos.",
    ),
    sentence(
        "choices.ask.means",
        "We ask you each time, before we look. The question does not tell what we would see.",
        "Le preguntamos cada vez, antes de mirar. La pregunta no dice qué veríamos.",
    ),
    sentence(
        "choices.hide.means",
        "We do not look. It shows up nowhere, not for your care team either.",
        "No miramos. No sale en ningún lugar, tampoco para su equipo de salud.",
    ),
    sentence(
        "choices.hide.price",
        "There is a price: some of these results could help you to stay well.",
        "Tiene un precio: algunos de estos resultados podrían ayudarle a estar bien.",
    ),
    sentence(
        "choices.ask.question",
        "You asked us to check with you first. Do you want to look now?",
        "Nos pidió preguntar antes. ¿Quiere mirar ahora?",
    ),
    sentence("choices.ask.yes", "Yes, look now", "Sí, mirar ahora", Mark.LABEL),
    sentence("choices.ask.no", "Not now", "Ahora no", Mark.LABEL),
    sentence(
        "choices.opt_in",
        "Take your time with this one. You can talk to a genetic counselor first.",
        "Tómese su tiempo con este. Antes puede hablar con un asesor en genética.",
    ),
    sentence(
        "choices.unseen",
        "A result cannot be unseen. Your family may share it.",
        "Lo que ya vio no se borra. Su familia lo puede tener también.",
    ),
    sentence(
        "choices.not_all",
        "We look at a few known changes only. A clinical lab must confirm what we see.",
        "Solo miramos unos pocos cambios. Un laboratorio debe confirmar lo que se vea.",
        Mark.SAFETY,
    ),
    sentence("choices.beyond", "Beyond medicines", "Más allá de las medicinas", Mark.LABEL),
    sentence(
        "choices.beyond.what",
        "Your file may also show changes that are tied to an illness. You choose if you want to know.",
        "Su archivo también puede mostrar cambios que se asocian a un mal. Usted elige si quiere saberlo.",
    ),
    sentence("choices.open", "You have not chosen yet", "Aún no ha elegido", Mark.LABEL),
    sentence("choices.shown", "What you chose to see", "Lo que eligió ver", Mark.LABEL),
    sentence("choices.asked", "We ask you first", "Le preguntamos antes", Mark.LABEL),
    sentence("choices.hidden", "What you do not want to see", "Lo que no quiere ver", Mark.LABEL),
    sentence("choices.keep", "Keep my choice", "Guardar mi elección", Mark.LABEL),
    sentence("choices.kept", "Your choice is kept.", "Su elección queda guardada."),
    sentence(
        "choices.none_picked",
        "Please choose one of the three. You can also go back without a choice.",
        "Elija una de las tres. También puede volver sin elegir.",
    ),
    sentence("choices.what", "What this is about", "De qué se trata", Mark.LABEL),
    sentence(
        "choices.show.shared",
        "Anyone with whom you share your genes can see it then. Your helpers cannot.",
        "Con quien comparta sus genes lo verá también. Sus ayudantes no.",
    ),
    sentence(
        "choices.hide.deletes",
        "A letter that you wrote about it is deleted.",
        "Si escribió una carta sobre esto, se borra.",
    ),
    sentence(
        "choices.medicines_stay",
        "What your genes mean for your medicines stays, whatever you choose here.",
        "Lo que sus genes dicen de sus medicinas se queda, elija lo que elija aquí.",
    ),
    sentence(
        "choices.no_file",
        "You can choose now. When you add a DNA file, you see here what you chose.",
        "Puede elegir ahora. Cuando añada un archivo de ADN, verá aquí lo que eligió.",
    ),
    sentence(
        "choices.unread",
        "We did not look at these places when we read your file. "
        "To see them, delete the file under Genes and add it again.",
        "No miramos estos lugares al leer su archivo. "
        "Para verlos, borre el archivo en Genes y añádalo otra vez.",
    ),
    sentence(
        "choices.looked",
        "You see this once. We do not keep that you looked. Next time we ask again.",
        "Esto se ve una vez. No guardamos que lo miró. La próxima vez le preguntamos otra vez.",
    ),
    sentence(
        "choices.minor",
        "Until you are 18, we do not show what begins in adult life. After that you can choose.",
        "Hasta los 18 años no mostramos lo que empieza en la vida adulta. Después podrá elegir.",
    ),
    sentence(
        "choices.age_unknown",
        "We do not know your age. Tell us your birth date to see the topics for adults.",
        "No sabemos su edad. Díganos cuándo nació para ver los temas para adultos.",
    ),
    sentence(
        "choices.child",
        "For a child, we do not show what begins in adult life. Your child can choose later.",
        "De un menor no mostramos lo que empieza en la vida adulta. Más tarde podrá elegir.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (
    *_PAGE,
    *(
        entry
        for key, ((name_en, about_en), (name_es, about_es)) in _CATEGORIES.items()
        for entry in (
            sentence(f"choices.name.{key}", name_en, name_es, Mark.LABEL),
            sentence(f"choices.about.{key}", about_en, about_es),
        )
    ),
)
