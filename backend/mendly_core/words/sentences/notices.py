"""Fixed texts that leave the house by push or e-mail: no slot, no health detail, no name.

Anyone who picks up the phone may read them, so they say that something waits and nothing else.
"""

from mendly_core.words.registry import Mark, Sentence, sentence


def _notice(kind: str, en: str, es: str) -> Sentence:
    return sentence(f"notices.{kind}", en, es, Mark.NOTICE)


SENTENCES: tuple[Sentence, ...] = (
    _notice("message", "You have a new message in Mendly.", "Tiene un mensaje nuevo en Mendly."),
    _notice("reminder", "You have a reminder in Mendly.", "Tiene un recordatorio en Mendly."),
    _notice(
        "reminder_again",
        "A reminder in Mendly still waits for you.",
        "Un recordatorio en Mendly aún le espera.",
    ),
    _notice(
        "help",
        "Someone you help may need you. Please open Mendly.",
        "Alguien a quien ayuda puede necesitarle. Abra Mendly.",
    ),
    _notice("alert", "Please open Mendly now.", "Por favor, abra Mendly ahora."),
    _notice("insight", "There is something new for you in Mendly.", "Hay algo nuevo para usted en Mendly."),
    _notice("file_ready", "Your file has been read.", "Su archivo ya está leído."),
    _notice("file_refused", "Your file could not be read.", "No se pudo leer su archivo."),
    _notice("sharing", "Your sharing settings have changed.", "Cambió lo que usted comparte."),
    _notice("access", "Someone has looked at your record.", "Alguien ha mirado su registro."),
    _notice(
        "emergency",
        "Your record was opened in an emergency.",
        "Se abrió su registro en una urgencia.",
    ),
    _notice("sign_in", "There was a new sign-in to your account.", "Hubo un nuevo acceso a su cuenta."),
    _notice("device", "A phone was added to your account.", "Se sumó un teléfono a su cuenta."),
    _notice("work", "There is new work in your queue.", "Hay trabajo nuevo en su lista."),
    _notice("digest", "Here is your day in Mendly.", "Este es su día en Mendly."),
    _notice("export_ready", "Your copy is ready in Mendly.", "Su copia está lista en Mendly."),
    _notice("invitation", "You are invited to Mendly.", "Tiene una invitación a Mendly."),
    _notice("email_greeting", "Hello.", "Hola."),
    _notice("email_open", "Sign in to read more:", "Entre para leer más:"),
    _notice(
        "email_why",
        "You get this because you turned on e-mail in Mendly. You can turn it off in your settings.",
        "Recibe esto porque activó el correo en Mendly. Puede quitarlo en sus ajustes.",
    ),
    _notice(
        "email_never_asks",
        "We never ask for your password by e-mail.",
        "Nunca le pedimos su clave por correo.",
    ),
)
