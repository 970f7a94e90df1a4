"""What is left of a medicine and until when it lasts: a count, never an order, and no promise that it is enough."""

from mendly_core.words.registry import Mark, sentence

SENTENCES = (
    sentence("stock.left", "You have {amount:name} left.", "Le queda: {amount:name}."),
    sentence(
        "stock.none_left",
        "By our count you have none left.",
        "Según nuestra cuenta, no le queda nada.",
    ),
    sentence("stock.runs_out", "It runs out on {day:date}.", "Se acaba el {day:date}."),
    sentence("stock.runs_out_today", "It runs out today.", "Se acaba hoy."),
    sentence("stock.longer", "It lasts for more than a year.", "Le dura más de un año."),
    sentence(
        "stock.may_ask",
        "You may want to ask for a refill.",
        "Tal vez quiera pedir más.",
    ),
    sentence(
        "stock.expires",
        "The pack says that it is good until {day:date}.",
        "El envase dice que vale hasta el {day:date}.",
    ),
    sentence(
        "stock.expired",
        "The pack says that it was good until {day:date}. Please ask your pharmacy about it.",
        "El envase dice que valía hasta el {day:date}. Pregunte en su farmacia.",
    ),
    sentence(
        "stock.not_counted",
        "We do not know how much you have left. Count it once, and we keep count from then on.",
        "No sabemos cuánto le queda. Cuéntelo una vez y desde ahí llevamos la cuenta.",
    ),
    sentence(
        "stock.units_differ",
        "It is counted in more than one way here, so we do not know how much is left.",
        "Aquí se cuenta de más de una manera. Por eso no sabemos cuánto queda.",
    ),
    sentence(
        "stock.dose_without_amount",
        "A dose was logged without its size, so we do not know how much is left. You can count it anew.",
        "Se anotó una toma sin decir cuánto fue. Por eso no sabemos cuánto queda. Puede contarlo de nuevo.",
    ),
    sentence(
        "stock.no_plan",
        "It has no plan now, so we do not know how long it lasts.",
        "Ahora no tiene un plan. Por eso no sabemos cuánto le dura.",
    ),
    sentence(
        "stock.as_needed",
        "You take it when you need it, so we do not know how long it lasts.",
        "La toma cuando la necesita. Por eso no sabemos cuánto le dura.",
    ),
    sentence(
        "stock.our_count",
        "We count what was put in and logged here. Please look at the pack too.",
        "Contamos lo que se anotó aquí. Mire también el envase.",
    ),
    sentence("stock.saved", "Thank you. It is in the count now.", "Gracias. Ya está en la cuenta."),
    sentence("stock.undone", "We took it out of the count.", "Lo sacamos de la cuenta."),
    sentence("stock.reminder_saved", "We will keep to that.", "Así lo haremos."),
    sentence("stock.no_entries", "Nothing was put in so far.", "Todavía no se anotó nada."),
    sentence(
        "stock.low",
        "{medicine:medicine} runs out on {day:date}.",
        "{medicine:medicine} se acaba el {day:date}.",
    ),
    sentence("stock.low_today", "{medicine:medicine} runs out today.", "{medicine:medicine} se acaba hoy."),
    sentence(
        "stock.low_none",
        "By our count you have no {medicine:medicine} left.",
        "Según nuestra cuenta, no le queda {medicine:medicine}.",
    ),
    sentence(
        "stock.low_expires",
        "A pack of {medicine:medicine} is good until {day:date}.",
        "Un envase de {medicine:medicine} vale hasta el {day:date}.",
    ),
    sentence(
        "stock.low_expired",
        "A pack of {medicine:medicine} was good until {day:date}.",
        "Un envase de {medicine:medicine} valía hasta el {day:date}.",
    ),
    sentence("stock.kind.counted", "Counted: {amount:name}", "Contado: {amount:name}", Mark.LABEL),
    sentence("stock.kind.refilled", "Refill: {amount:name}", "Llegó más: {amount:name}", Mark.LABEL),
    sentence("stock.kind.lost", "Lost: {amount:name}", "Se perdió: {amount:name}", Mark.LABEL),
)
