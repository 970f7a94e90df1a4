"""A letter that a person may give to the family: one result, no other name, free to edit.

Written in the voice of the person who sends it. The doctor's lines of a card are not part of it.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

_PAGE = (
    sentence("family.title", "A letter to your family", "Una carta a su familia", Mark.LABEL),
    sentence(
        "family.yours",
        "This letter is yours. Edit it as you like. We send it to no one and keep no names.",
        "Esta carta es suya. Cámbiela como quiera. No la enviamos a nadie ni guardamos nombres.",
    ),
    sentence(
        "family.one_result",
        "It tells one result only. Your other results are not in it.",
        "Solo dice un resultado. Los otros no están en ella.",
    ),
    sentence(
        "family.your_choice",
        "You do not have to tell anyone. If you do, ask first if they want to know.",
        "No tiene que decirlo a nadie. Si lo hace, pregunte antes si quieren saberlo.",
    ),
    sentence("family.list", "Your letters", "Sus cartas", Mark.LABEL),
    sentence(
        "family.empty",
        "You have no letters. You can start one from a gene or from a result that you chose to see.",
        "No tiene cartas. Puede empezar una desde un gen o desde un resultado que eligió ver.",
    ),
    sentence("family.about", "About {about:name}", "Sobre {about:name}", Mark.LABEL),
    sentence("family.write", "Write a letter to my family", "Escribir una carta a mi familia", Mark.LABEL),
    sentence("family.open", "Open my letter", "Abrir mi carta", Mark.LABEL),
    sentence(
        "family.why",
        "Your family may share this. A letter can help you to tell them.",
        "Su familia lo puede tener también. Una carta le puede ayudar a contarlo.",
    ),
    sentence(
        "family.ask_confirmed",
        "A clinical lab has confirmed this result.",
        "Un laboratorio clínico confirmó este resultado.",
    ),
    sentence("family.text", "Your letter", "Su carta", Mark.LABEL),
    sentence("family.keep", "Keep my words", "Guardar mis palabras", Mark.LABEL),
    sentence("family.kept", "Your letter is kept.", "Su carta queda guardada."),
    sentence("family.delete", "Delete this letter", "Borrar esta carta", Mark.LABEL),
    sentence("family.deleted", "Your letter is deleted.", "Su carta está borrada."),
    sentence("family.print", "See it as it prints", "Ver cómo se imprime", Mark.LABEL),
    sentence(
        "family.print.how",
        "Only the letter prints. Keep your changes first.",
        "Solo se imprime la carta. Guarde antes sus cambios.",
    ),
)

_LETTER = (
    sentence("family.greeting", "Dear family", "Querida familia", Mark.LABEL),
    sentence(
        "family.finding",
        "I had a DNA test. It shows a change in {gene:gene}. The change is tied to {condition:name}.",
        "Me hice una prueba de ADN. Muestra un cambio en {gene:gene}. Se asocia a {condition:name}.",
    ),
    sentence(
        "family.medicines",
        "I had a DNA test. It shows that my {gene:gene} gene plays a part in how some medicines work for me.",
        "Me hice una prueba de ADN. Muestra que mi gen {gene:gene} cuenta en cómo me sirven algunas medicinas.",
    ),
    sentence(
        "family.not_confirmed",
        "A clinical lab has not confirmed it yet. Home tests can be wrong.",
        "Un laboratorio clínico aún no lo confirmó. Las pruebas de casa pueden fallar.",
        Mark.SAFETY,
    ),
    sentence(
        "family.confirmed",
        "A clinical lab has confirmed it.",
        "Un laboratorio clínico lo confirmó.",
    ),
    sentence(
        "family.share.one_copy",
        "You may have it too. A parent, a child, a brother or a sister has it in about 50 out of 100 cases.",
        "Usted también puede tenerlo. En unos 50 de cada 100 casos lo tiene cada padre, madre, hijo o hermano.",
    ),
    sentence(
        "family.share.two_copies",
        "You may have one copy or two. My children have at least one.",
        "Usted puede tener una copia o dos. Mis hijos tienen al menos una.",
    ),
    sentence(
        "family.share.x_linked",
        "You may have it too. It is passed on in a way that counts more for sons than for daughters.",
        "Usted también puede tenerlo. Se hereda de un modo que cuenta más en los hijos que en las hijas.",
    ),
    sentence(
        "family.share.may",
        "Genes run in families, so you may have it too.",
        "Los genes se comparten en la familia. Usted también puede tenerlo.",
    ),
    sentence(
        "family.share.each_gene",
        "You may have one of the two changes, both or none.",
        "Usted puede tener uno de los dos cambios, los dos o ninguno.",
    ),
    sentence(
        "family.share.medicines",
        "Genes run in families, so you may have it too. It counts only if you take such a medicine.",
        "Los genes se comparten en la familia. Usted también puede tenerlo. Solo cuenta si toma una de esas medicinas.",
    ),
    sentence(
        "family.not_ill",
        "To have it does not mean to be ill.",
        "Tenerlo no quiere decir tener una enfermedad.",
    ),
    sentence(
        "family.what_to_do",
        "If you want to know more, show this letter to your doctor. "
        "A doctor or a genetic counselor can tell you if a test makes sense.",
        "Si quiere saber más, muestre esta carta a su médico. "
        "Un médico o un asesor en genética le dirá si conviene una prueba.",
    ),
    sentence(
        "family.not_to_know",
        "You may also choose not to know. That is fine.",
        "También puede elegir no saberlo. Está bien así.",
    ),
    sentence(
        "family.insurance",
        "In some countries a test result can matter for insurance. You can find out first.",
        "En algunos países, la prueba puede contar para un seguro. Vea eso antes.",
    ),
    sentence(
        "family.safety",
        "Please do not change a medicine by yourself because of this letter. Talk to your doctor.",
        "No cambie una medicina por su cuenta por esta carta. Hable con su médico.",
        Mark.SAFETY,
    ),
    sentence("family.closing", "With love", "Con cariño", Mark.LABEL),
)

SENTENCES: tuple[Sentence, ...] = (*_PAGE, *_LETTER)
