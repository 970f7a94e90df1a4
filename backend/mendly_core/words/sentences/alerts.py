"""Alerts from readings: what was seen, then one thing to do. Thresholds live in the rules, not here.

The keys follow the rule names of the vitals facts. Text about emergencies is in `emergency`.
"""

from mendly_core.words.registry import Mark, Plural, Sentence, sentence

_BLOOD_PRESSURE = (
    sentence(
        "alerts.bp_elevated",
        "Your average blood pressure is a bit high: {upper:number} over {lower:number}.",
        "Su presión media está un poco alta: {upper:number} sobre {lower:number}.",
    ),
    sentence(
        "alerts.bp_stage1",
        "Your average blood pressure is high: {upper:number} over {lower:number}.",
        "Su presión media está alta: {upper:number} sobre {lower:number}.",
    ),
    sentence(
        "alerts.bp_stage2",
        "Your average blood pressure is quite high: {upper:number} over {lower:number}.",
        "Su presión media está bastante alta: {upper:number} sobre {lower:number}.",
    ),
    sentence(
        "alerts.bp_severe",
        "Your blood pressure is very high: {upper:number} over {lower:number}.",
        "Su presión está muy alta: {upper:number} sobre {lower:number}.",
    ),
    sentence(
        "alerts.do.keep_measuring",
        "Keep measuring at the same time each day.",
        "Siga midiendo a la misma hora cada día.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.do.tell_team",
        "Tell your care team about these readings.",
        "Cuente estas mediciones a su equipo de salud.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.do.bp_repeat",
        "Rest for 5 minutes. Then measure again.",
        "Descanse 5 minutos. Luego mida otra vez.",
        Mark.ACTION,
    ),
)

_SUGAR_AND_OXYGEN = (
    sentence(
        "alerts.glucose_low_level1",
        "Your blood sugar is low: {value:number} {unit:name}.",
        "Su azúcar está bajo: {value:number} {unit:name}.",
    ),
    sentence(
        "alerts.glucose_low_level2",
        "Your blood sugar is very low: {value:number} {unit:name}.",
        "Su azúcar está muy bajo: {value:number} {unit:name}.",
    ),
    sentence(
        "alerts.glucose_high_level1",
        "Your blood sugar is high: {value:number} {unit:name}.",
        "Su azúcar está alto: {value:number} {unit:name}.",
    ),
    sentence(
        "alerts.glucose_high_level2",
        "Your blood sugar is very high: {value:number} {unit:name}.",
        "Su azúcar está muy alto: {value:number} {unit:name}.",
    ),
    sentence(
        "alerts.do.sugar_low_now",
        "Follow your plan for low blood sugar now.",
        "Siga ahora su plan para el azúcar bajo.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.do.sugar_high",
        "Follow your plan for high blood sugar.",
        "Siga su plan para el azúcar alto.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.spo2_low",
        "Your blood oxygen is low: {value:number} out of 100.",
        "Su oxígeno en la sangre está bajo: {value:number} de 100.",
    ),
    sentence(
        "alerts.do.oxygen_repeat",
        "Sit still for a while. Then measure again.",
        "Siéntese quieto un rato. Luego mida otra vez.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.fever",
        "Your temperature is {value:number} {unit:name}. That is a fever.",
        "Su temperatura es {value:number} {unit:name}. Eso es fiebre.",
    ),
    sentence(
        "alerts.do.fever_repeat",
        "Measure again in 30 minutes.",
        "Mida otra vez en 30 minutos.",
        Mark.ACTION,
    ),
)

_HEART = (
    sentence(
        "alerts.hf_weight",
        Plural(
            "Your weight went up by {gain:number} {unit:name} in {days:count} day.",
            "Your weight went up by {gain:number} {unit:name} in {days:count} days.",
        ),
        Plural(
            "Su peso subió {gain:number} {unit:name} en {days:count} día.",
            "Su peso subió {gain:number} {unit:name} en {days:count} días.",
        ),
    ),
    sentence(
        "alerts.do.weight",
        "Tell your care team today, and tell them how you feel.",
        "Avise hoy a su equipo de salud y diga cómo se siente.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.irregular_rhythm",
        "Your device noticed an uneven heartbeat.",
        "Su aparato notó un latido desigual.",
    ),
    sentence(
        "alerts.do.call_team_today",
        "Call your care team today.",
        "Llame hoy a su equipo de salud.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.rhr_night",
        Plural(
            "Your pulse at night was higher than your own average for {nights:count} night.",
            "Your pulse at night was higher than your own average for {nights:count} nights.",
        ),
        Plural(
            "Su pulso de noche estuvo más alto que su propia media {nights:count} noche.",
            "Su pulso de noche estuvo más alto que su propia media {nights:count} noches.",
        ),
    ),
    sentence(
        "alerts.rhr_night_meaning",
        "This can happen with stress, a bad night, alcohol or the start of an illness.",
        "Puede pasar por estrés, una mala noche, alcohol o el inicio de una enfermedad.",
    ),
    sentence(
        "alerts.do.message_team",
        "Send your care team a message if you feel ill.",
        "Envíe un mensaje a su equipo de salud si se siente mal.",
        Mark.ACTION,
    ),
)

_NO_DATA = (
    sentence(
        "alerts.no_data",
        "{device:name} has been silent since {day:date} {at:at}. We do not know how you are.",
        "{device:name} no envía datos desde el {day:date} {at:at}. No sabemos cómo está usted.",
    ),
    sentence(
        "alerts.do.check_device",
        "Check that it is on and near your phone.",
        "Vea que esté encendido y cerca de su teléfono.",
        Mark.ACTION,
    ),
    sentence(
        "alerts.doses_not_logged",
        Plural(
            "{doses:count} dose in the last {days:number} days is not logged.",
            "{doses:count} doses in the last {days:number} days are not logged.",
        ),
        Plural(
            "{doses:count} dosis de los últimos {days:number} días no está anotada.",
            "{doses:count} dosis de los últimos {days:number} días no están anotadas.",
        ),
    ),
    sentence(
        "alerts.do.log_or_tell",
        "Log them if you took them, or tell your care team what got in the way.",
        "Anótelas si las tomó, o diga a su equipo de salud qué se lo impidió.",
        Mark.ACTION,
    ),
)

_PROGRESS = (
    sentence(
        "alerts.measured_at",
        "Measured on {day:date} {at:at}.",
        "Medido el {day:date} {at:at}.",
    ),
    sentence(
        "alerts.team_told",
        "Your care team has been told.",
        "Su equipo de salud ya lo sabe.",
    ),
    sentence(
        "alerts.team_saw",
        "{provider:person} has seen this.",
        "{provider:person} ya vio esto.",
    ),
    sentence(
        "alerts.not_watched",
        "No one may see this right away.",
        "Puede que nadie vea esto de inmediato.",
    ),
    sentence(
        "alerts.settled",
        "This has settled. You can look back at it in your chart.",
        "Esto ya pasó. Puede verlo en su gráfica.",
    ),
    sentence(
        "alerts.none",
        "There are no alerts now. New ones will show here.",
        "Ahora no hay avisos. Los nuevos saldrán aquí.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (
    *_BLOOD_PRESSURE,
    *_SUGAR_AND_OXYGEN,
    *_HEART,
    *_NO_DATA,
    *_PROGRESS,
)
