"""Emergencies: a record that somebody opened without care or consent, told to its patient."""

from mendly_core.words.registry import Sentence, sentence

SENTENCES: tuple[Sentence, ...] = (
    sentence(
        "opened.by",
        "{provider:person} of {clinic:name} opened your record in an emergency on {day:date} {at:at}.",
        "{provider:person} de {clinic:name} abrió su registro en una urgencia el {day:date} {at:at}.",
    ),
    sentence(
        "opened.reason.life_in_danger",
        "They say that your life was in danger.",
        "Dice que su vida estaba en peligro.",
    ),
    sentence(
        "opened.reason.cannot_answer",
        "They say that you could not answer.",
        "Dice que usted no podía hablar.",
    ),
    sentence(
        "opened.reason.own_team_away",
        "They say that your own care team could not be reached.",
        "Dice que su equipo de salud no estaba a mano.",
    ),
    sentence(
        "opened.reason.other",
        "They gave a reason of their own.",
        "Dio un motivo propio.",
    ),
    sentence(
        "opened.saw",
        "They could see your name, your medicines and your readings. They could not see your genes or messages.",
        "Podía ver su nombre, sus medicinas y sus medidas. No podía ver sus genes ni sus mensajes.",
    ),
    sentence(
        "opened.open_until",
        "It is open until {at:time}.",
        "Está abierto hasta las {at:time}.",
    ),
    sentence(
        "opened.closed",
        "It is closed now.",
        "Ya está cerrado.",
    ),
    sentence(
        "opened.wrong",
        "Is this wrong? Close it here. Then they cannot open it again. Call the clinic and ask why.",
        "¿No es correcto? Ciérrelo aquí. Luego no podrá abrirlo otra vez. Llame a la clínica y pregunte.",
    ),
    sentence(
        "opened.call",
        "The phone of the clinic: {phone:name}.",
        "El teléfono de la clínica: {phone:name}.",
    ),
    sentence(
        "opened.judged.waiting",
        "Someone else at the clinic will check if it was right. You will see it here.",
        "Otra persona de la clínica verá si fue correcto. Usted lo leerá aquí.",
    ),
    sentence(
        "opened.judged.right",
        "Someone else at the clinic checked it. They say it was right.",
        "Otra persona de la clínica lo miró. Dice que fue correcto.",
    ),
    sentence(
        "opened.judged.not_right",
        "Someone else at the clinic checked it. They say it was not right.",
        "Otra persona de la clínica lo miró. Dice que no fue correcto.",
    ),
    sentence(
        "opened.before",
        "In an emergency a doctor who does not know you can open your name, medicines and readings for one hour. "
        "We tell you at once. Your genes and messages stay closed.",
        "En una urgencia, un médico que no le conoce puede ver su nombre, medicinas y medidas por "
        "una hora. Le avisamos al instante. Sus genes y mensajes siguen cerrados.",
    ),
    sentence(
        "opened.number",
        "Your emergency number is {number:name}. You can write it on a card and carry it with you.",
        "Su número de urgencia es {number:name}. Puede escribirlo en una tarjeta y llevarla.",
    ),
)
