"""Today's doses and how the course goes: no blame, "not logged" and not "missed", counts out of the whole."""

from mendly_core.words.registry import Mark, Plural, Sentence, sentence

_STATES = (
    sentence(
        "doses.upcoming",
        "{medicine:medicine} is next {due:at}.",
        "{medicine:medicine} le toca {due:at}.",
    ),
    sentence(
        "doses.due",
        "It is time for {medicine:medicine}.",
        "Es hora de {medicine:medicine}.",
    ),
    sentence(
        "doses.late",
        "{medicine:medicine} was planned {due:at}. It is not logged yet.",
        "{medicine:medicine} le tocaba {due:at}. Aún no está anotado.",
    ),
    sentence(
        "doses.taken",
        "You took {medicine:medicine} {taken:at}.",
        "Tomó {medicine:medicine} {taken:at}.",
    ),
    sentence(
        "doses.partial",
        "You took part of {medicine:medicine} {taken:at}.",
        "Tomó una parte de {medicine:medicine} {taken:at}.",
    ),
    sentence(
        "doses.skipped",
        "You skipped {medicine:medicine}. We noted that.",
        "Se saltó {medicine:medicine}. Lo anotamos.",
    ),
    sentence(
        "doses.missed",
        "{medicine:medicine} {due:at} is not logged. If you took it, you can still add it.",
        "{medicine:medicine} {due:at} no está anotado. Si la tomó, aún puede anotarla.",
    ),
    sentence(
        "doses.not_sure",
        "Not sure what to do now? Ask your care team before you take more.",
        "¿No sabe qué hacer ahora? Pregunte a su equipo de salud antes de tomar más.",
        Mark.SAFETY,
    ),
    sentence(
        "doses.before_double",
        "This dose was logged a short time ago. Ask your care team before you take more.",
        "Esta dosis se anotó hace poco. Pregunte a su equipo de salud antes de tomar más.",
        Mark.SAFETY,
    ),
)

_AS_NEEDED = (
    sentence(
        "doses.extra_so_far",
        "Logged in the last 24 hours: {amount:number}.",
        "Anotado en las últimas 24 horas: {amount:number}.",
    ),
    sentence(
        "doses.extra_most",
        "Logged in the last 24 hours: {amount:number}. Your plan says at most {most:number}.",
        "Anotado en las últimas 24 horas: {amount:number}. Su plan dice como mucho {most:number}.",
    ),
    sentence(
        "doses.extra_soon",
        "It is sooner than your plan says. Ask your care team before you take more.",
        "Es antes de lo que dice su plan. Pregunte a su equipo de salud antes de tomar más.",
        Mark.SAFETY,
    ),
    sentence(
        "doses.extra_over",
        "One more is over the most of your plan. Ask your care team before you take more.",
        "Una más pasa el máximo de su plan. Pregunte a su equipo de salud antes de tomar más.",
        Mark.SAFETY,
    ),
)

_PROGRESS = (
    sentence(
        "doses.progress_today",
        Plural(
            "{taken:number} of {planned:count} dose taken today.",
            "{taken:number} of {planned:count} doses taken today.",
        ),
        Plural(
            "Hoy tomó {taken:number} de {planned:count} dosis.",
            "Hoy tomó {taken:number} de {planned:count} dosis.",
        ),
    ),
    sentence(
        "doses.all_logged",
        "All doses for today are logged.",
        "Todas las dosis de hoy están anotadas.",
    ),
    sentence(
        "doses.not_logged_count",
        Plural("{doses:count} dose is not logged.", "{doses:count} doses are not logged."),
        Plural("{doses:count} dosis no está anotada.", "{doses:count} dosis no están anotadas."),
    ),
    sentence(
        "doses.full_days",
        Plural(
            "You took all your doses on {full:number} of {days:count} day.",
            "You took all your doses on {full:number} of {days:count} days.",
        ),
        Plural(
            "Tomó todas sus dosis {full:number} de {days:count} día.",
            "Tomó todas sus dosis {full:number} de {days:count} días.",
        ),
    ),
    sentence(
        "doses.no_data_days",
        Plural(
            "For {days:count} day we have no news from your phone.",
            "For {days:count} days we have no news from your phone.",
        ),
        Plural(
            "De {days:count} día no tenemos datos de su teléfono.",
            "De {days:count} días no tenemos datos de su teléfono.",
        ),
    ),
    sentence(
        "doses.none_today",
        "You have no doses planned for today.",
        "Hoy no tiene dosis planeadas.",
    ),
    sentence(
        "doses.no_medicines",
        "Your medicines will show here. Add the first one to begin.",
        "Aquí verá sus medicinas. Anote la primera para empezar.",
    ),
)

_PLAN = (
    sentence(
        "doses.supply",
        Plural(
            "You have {medicine:medicine} for {days:count} more day.",
            "You have {medicine:medicine} for {days:count} more days.",
        ),
        Plural(
            "Tiene {medicine:medicine} para {days:count} día más.",
            "Tiene {medicine:medicine} para {days:count} días más.",
        ),
    ),
    sentence(
        "doses.refill",
        "Ask for a refill of {medicine:medicine} by {day:date}.",
        "Pida más {medicine:medicine} antes del {day:date}.",
        Mark.ACTION,
    ),
    sentence(
        "doses.zone_changed",
        "Your time zone has changed. Your doses now follow the local clock.",
        "Su zona horaria cambió. Sus dosis siguen ahora la hora local.",
    ),
    sentence(
        "doses.plan_changed",
        "The plan for {medicine:medicine} changed on {day:date}. Past doses stay as they were.",
        "El plan de {medicine:medicine} cambió el {day:date}. Las dosis pasadas siguen igual.",
    ),
    sentence(
        "doses.ended",
        "{medicine:medicine} ended on {day:date}. You can still see it in your list.",
        "{medicine:medicine} terminó el {day:date}. Aún puede verla en su lista.",
    ),
    sentence(
        "doses.pause",
        "Only your care team can pause a medicine. You can send them a message.",
        "Solo su equipo de salud puede pausar una medicina. Puede enviarle un mensaje.",
    ),
    sentence(
        "doses.side_effect_noted",
        "Thank you for telling us. Your care team can now see this side effect.",
        "Gracias por avisar. Su equipo de salud ya puede ver este efecto no deseado.",
    ),
    sentence(
        "doses.saved_offline",
        "Saved on this phone. We will send it when you are online.",
        "Quedó en este teléfono. Lo enviaremos cuando tenga conexión.",
    ),
)

_TRAVEL = (
    sentence(
        "travel.clocks",
        "Your plan follows {home:name} time: {planned:time}. Here that is {here:time}.",
        "Su plan sigue la hora de {home:name}: {planned:time}. Aquí son las {here:time}.",
    ),
    sentence(
        "travel.follow",
        "With the clock here, {medicine:medicine} is next {due:at} on {day:date}.",
        "Con la hora de aquí, {medicine:medicine} le toca {due:at} del {day:date}.",
    ),
    sentence(
        "travel.stay",
        "With {home:name} time, {medicine:medicine} is next {due:at} here, on {day:date}.",
        "Con la hora de {home:name}, {medicine:medicine} le toca aquí {due:at} del {day:date}.",
    ),
    sentence(
        "travel.since_last",
        Plural(
            "That is about {hours:count} hour after the last one you took.",
            "That is about {hours:count} hours after the last one you took.",
        ),
        Plural(
            "Eso es cerca de {hours:count} hora después de la última que tomó.",
            "Eso es cerca de {hours:count} horas después de la última que tomó.",
        ),
    ),
    sentence(
        "travel.sooner",
        "This is much sooner than usual. Ask your care team before you choose this.",
        "Es mucho antes de lo usual. Pregunte a su equipo de salud antes de elegir esto.",
        Mark.SAFETY,
    ),
    sentence(
        "travel.later",
        "This is much later than usual. Ask your care team before you choose this.",
        "Es mucho después de lo usual. Pregunte a su equipo de salud antes de elegir esto.",
        Mark.SAFETY,
    ),
    sentence(
        "travel.stayed",
        "Your doses stay on {home:name} time. We will not ask again for this place on this device.",
        "Sus dosis siguen la hora de {home:name}. No volveremos a preguntar por este lugar en este equipo.",
    ),
)

_CALENDAR = (
    sentence(
        "calendar.title",
        "A reminder from Mendly",
        "Un recordatorio de Mendly",
        Mark.NOTICE,
    ),
    sentence(
        "calendar.named",
        "Your medicine: {medicine:medicine}",
        "Su medicina: {medicine:medicine}",
        Mark.LABEL,
    ),
    sentence(
        "calendar.what",
        "Your calendar can show when your doses are due. You give it a secret address that only you know.",
        "Su calendario puede mostrar sus dosis. Usted le da una dirección secreta que solo usted conoce.",
    ),
    sentence(
        "calendar.keep_secret",
        "Whoever has this address can read the times of your doses. You can end it here at any time.",
        "Quien tenga esta dirección puede leer las horas de sus dosis. Puede anularla aquí cuando quiera.",
    ),
    sentence(
        "calendar.names_warning",
        "Calendar programs keep what they read and may pass it on. So we leave out the names of your medicines, "
        "unless you tick this.",
        "Los calendarios guardan lo que leen y pueden pasarlo a otros. Por eso no ponemos los nombres de sus "
        "medicinas, a menos que usted marque esto.",
    ),
    sentence(
        "calendar.shown_once",
        "We show this address only this once. Copy it into your calendar now.",
        "Mostramos esta dirección solo esta vez. Cópiela ahora en su calendario.",
    ),
    sentence(
        "calendar.ended",
        "The address has ended. Your calendar may still keep what it has read.",
        "La dirección ya no sirve. Su calendario quizá guarde lo que ya leyó.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_STATES, *_AS_NEEDED, *_PROGRESS, *_PLAN, *_TRAVEL, *_CALENDAR)
