"""Plain words when something does not work: what happened, and what to do."""

from mendly_core.words.registry import Plural, Sentence, sentence

SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "faults.offline",
        "You are offline. You can still log doses. We send them later.",
        "No tiene conexión. Aún puede anotar dosis. Las enviamos luego.",
    ),
    sentence(
        "faults.server",
        "Something went wrong on our side. Nothing was changed. Please try again soon.",
        "Algo falló de nuestro lado. No se cambió nada. Pruebe otra vez pronto.",
    ),
    sentence(
        "faults.not_found",
        "We could not find this page.",
        "No encontramos esta página.",
    ),
    sentence(
        "faults.code_wrong",
        "That code is wrong or too old. Please ask for a new one.",
        "Ese código no vale o es muy viejo. Pida otro.",
    ),
    sentence(
        "faults.too_many_tries",
        Plural(
            "That was too many tries. Please wait {minutes:count} minute.",
            "That was too many tries. Please wait {minutes:count} minutes.",
        ),
        Plural(
            "Probó muchas veces. Espere {minutes:count} minuto.",
            "Probó muchas veces. Espere {minutes:count} minutos.",
        ),
    ),
    sentence(
        "faults.signed_out",
        "You were signed out to keep your data safe. Please sign in again.",
        "Cerramos su sesión para cuidar sus datos. Entre otra vez.",
    ),
    sentence(
        "faults.sign_out_soon",
        Plural(
            "You will be signed out in {minutes:count} minute.",
            "You will be signed out in {minutes:count} minutes.",
        ),
        Plural(
            "Su sesión se cerrará en {minutes:count} minuto.",
            "Su sesión se cerrará en {minutes:count} minutos.",
        ),
    ),
    sentence(
        "faults.changed_elsewhere",
        "This was changed in another place. Here is the new state. Please look again.",
        "Esto se cambió en otro lugar. Aquí está lo nuevo. Mírelo otra vez.",
    ),
    sentence(
        "faults.number_needed",
        "Please type a number.",
        "Escriba un número, por favor.",
    ),
    sentence(
        "faults.date_needed",
        "Please type a date, such as {example:date}.",
        "Escriba una fecha, como {example:date}.",
    ),
    sentence(
        "faults.field_empty",
        "Please fill this in.",
        "Llene este espacio, por favor.",
    ),
    sentence(
        "faults.date_in_future",
        "This date has not come yet. Please check it.",
        "Esta fecha aún no llega. Revísela, por favor.",
    ),
    sentence(
        "faults.file_too_big",
        "This file is too big.",
        "Este archivo es muy grande.",
    ),
    sentence(
        "faults.phone_clock",
        "The clock of this phone looks wrong. Your doses may ring at the wrong time.",
        "El reloj de este teléfono no parece bien. Sus avisos pueden sonar a otra hora.",
    ),
)
