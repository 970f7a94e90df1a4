"""Talking with the care team."""

from mendly_core.words.registry import Plural, Sentence, sentence

SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "messages.empty",
        "Your messages will show here. Write to your care team to begin.",
        "Aquí verá sus mensajes. Escriba a su equipo de salud para empezar.",
    ),
    sentence(
        "messages.no_team",
        "You have no care team in Mendly yet. Your clinic can send you a link.",
        "Aún no tiene equipo de salud en Mendly. Su clínica le puede enviar un enlace.",
    ),
    sentence(
        "messages.reply_time",
        Plural(
            "Your care team tends to reply within {days:count} day.",
            "Your care team tends to reply within {days:count} days.",
        ),
        Plural(
            "Su equipo de salud suele contestar en {days:count} día.",
            "Su equipo de salud suele contestar en {days:count} días.",
        ),
    ),
    sentence(
        "messages.unread",
        Plural(
            "You have {messages:count} new message.",
            "You have {messages:count} new messages.",
        ),
        Plural(
            "Tiene {messages:count} mensaje nuevo.",
            "Tiene {messages:count} mensajes nuevos.",
        ),
    ),
    sentence(
        "messages.waiting_to_send",
        "Not sent yet. It will go out when you are online.",
        "Aún no se envió. Saldrá cuando tenga conexión.",
    ),
    sentence(
        "messages.not_sent",
        "This message could not be sent. Your text is still here. Try again.",
        "No se pudo enviar este mensaje. Su texto sigue aquí. Pruebe otra vez.",
    ),
    sentence(
        "messages.read_by",
        "{person:person} has read this.",
        "{person:person} ya lo leyó.",
    ),
    sentence(
        "messages.sent_by_proxy",
        "Sent by {proxy:person} for {patient:person}.",
        "Enviado por {proxy:person} para {patient:person}.",
    ),
    sentence(
        "messages.ask_about_card",
        "I have a question about my card on {medicine:medicine} and my genes.",
        "Tengo una pregunta sobre mi tarjeta de {medicine:medicine} y mis genes.",
    ),
    sentence(
        "messages.ask_about_reading",
        "I have a question about my readings.",
        "Tengo una pregunta sobre mis mediciones.",
    ),
    sentence(
        "messages.ask_about_dose",
        "I have a question about a dose of {medicine:medicine}.",
        "Tengo una pregunta sobre una dosis de {medicine:medicine}.",
    ),
    sentence(
        "messages.ask_about_medicine",
        "I have a question about {medicine:medicine}.",
        "Tengo una pregunta sobre {medicine:medicine}.",
    ),
    sentence(
        "messages.closed",
        "This talk is closed. You can start a new one.",
        "Esta charla está cerrada. Puede empezar otra.",
    ),
)
