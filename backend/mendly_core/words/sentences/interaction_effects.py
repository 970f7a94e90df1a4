"""What two medicines can do to a person together, in plain words: one sentence for each effect of the fact tables.

Also the names of foods, drinks and supplements that a medicine should not meet.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

_EFFECTS = {
    "HIV medicine stops working": (
        "Your HIV medicine may stop working.",
        "Su medicina del VIH puede ya no servir.",
    ),
    "HIV medicine works less": (
        "Your HIV medicine may work less well.",
        "Su medicina del VIH puede servir menos.",
    ),
    "acid build-up in the blood": (
        "Too much acid may build up in your blood.",
        "Se puede juntar demasiado ácido en su sangre.",
    ),
    "antibiotic works less": (
        "Your antibiotic may work less well.",
        "Su antibiótico puede hacer menos efecto.",
    ),
    "antifungal stops working": (
        "Your medicine against fungus may stop working.",
        "Su medicina contra hongos puede dejar de hacer efecto.",
    ),
    "bleeding": (
        "You may bleed more easily.",
        "Puede sangrar con más facilidad.",
    ),
    "bleeding or blood clots": (
        "You may bleed more, or get blood clots.",
        "Puede sangrar más o tener coágulos de sangre.",
    ),
    "blocked blood flow in hands and feet": (
        "Less blood may reach your hands and feet.",
        "Puede llegar menos sangre a sus manos y pies.",
    ),
    "blood clots": (
        "You may get blood clots.",
        "Puede tener coágulos de sangre.",
    ),
    "bone medicine works less": (
        "Your bone medicine may work less well.",
        "Su medicina para los huesos puede hacer menos efecto.",
    ),
    "cancer medicine works less": (
        "Your cancer medicine may work less well.",
        "Su medicina para el cáncer puede hacer menos efecto.",
    ),
    "confusion": (
        "You may get confused.",
        "Puede sentir confusión.",
    ),
    "confusion and stiffness": (
        "You may get confused and stiff.",
        "Puede sentir confusión y el cuerpo rígido.",
    ),
    "confusion and trouble passing urine": (
        "You may get confused, or find it hard to pass urine.",
        "Puede sentir confusión o tener problemas para orinar.",
    ),
    "confusion from high ammonia": (
        "Waste in your blood may make you confused.",
        "Los desechos en su sangre pueden darle confusión.",
    ),
    "digoxin poisoning and slow heart beat": (
        "Too much digoxin may build up, and your heart may beat too slowly.",
        "Se puede juntar demasiada digoxina y su corazón puede latir muy lento.",
    ),
    "fast heart beat": (
        "Your heart may beat too fast.",
        "Su corazón puede latir muy rápido.",
    ),
    "fluid build-up and heart failure": (
        "Water may build up in your body and strain your heart.",
        "Se puede juntar agua en su cuerpo y cansar su corazón.",
    ),
    "flushing and vomiting": (
        "Your face may get hot and red, and you may throw up.",
        "Puede tener la cara roja y caliente, y vomitar.",
    ),
    "flushing, vomiting and low blood pressure": (
        "Your face may get hot, you may throw up, and your blood pressure may drop.",
        "Puede tener la cara caliente, vomitar, y su presión puede bajar.",
    ),
    "harm to an unborn child": (
        "It may harm a baby before birth.",
        "Puede hacer daño a un bebé antes de nacer.",
    ),
    "heart attack or stroke": (
        "It may lead to a heart attack or a stroke.",
        "Puede causar un ataque al corazón o al cerebro.",
    ),
    "heart rhythm": (
        "Your heart may beat out of rhythm.",
        "Su corazón puede perder el ritmo.",
    ),
    "high blood pressure": (
        "Your blood pressure may go up.",
        "Su presión puede subir.",
    ),
    "high calcium": (
        "Too much calcium may build up in your blood.",
        "Se puede juntar demasiado calcio en su sangre.",
    ),
    "high potassium": (
        "Too much potassium may build up in your blood.",
        "Se puede juntar demasiado potasio en su sangre.",
    ),
    "high pressure around the brain": (
        "The pressure around your brain may go up.",
        "La presión dentro de su cabeza puede subir.",
    ),
    "kidney damage": (
        "It may harm your kidneys.",
        "Puede dañar sus riñones.",
    ),
    "kidney damage and fluid build-up": (
        "It may harm your kidneys, and water may build up.",
        "Puede dañar sus riñones y se puede juntar agua.",
    ),
    "kidney damage and high potassium": (
        "It may harm your kidneys, and potassium may build up.",
        "Puede dañar sus riñones y se puede juntar potasio.",
    ),
    "kidney damage and higher blood pressure": (
        "It may harm your kidneys and raise your blood pressure.",
        "Puede dañar sus riñones y subir su presión.",
    ),
    "less heart protection": (
        "Your heart may be less protected.",
        "Su corazón puede tener menos protección.",
    ),
    "less pain relief": (
        "It may help less against pain.",
        "Puede aliviar menos el dolor.",
    ),
    "less pain relief and seizures": (
        "It may help less against pain, and you may have fits.",
        "Puede aliviar menos el dolor y causar convulsiones.",
    ),
    "less pain relief or withdrawal": (
        "It may help less against pain, or make you feel sick.",
        "Puede aliviar menos el dolor o hacer que se sienta mal.",
    ),
    "liver damage": (
        "It may harm your liver.",
        "Puede dañar su hígado.",
    ),
    "low blood cell counts": (
        "Your body may make too few blood cells.",
        "Su cuerpo puede hacer muy pocas células de la sangre.",
    ),
    "low blood cell counts and less effect": (
        "Your body may make too few blood cells, and it may help less.",
        "Su cuerpo puede hacer muy pocas células de la sangre, y puede ayudar menos.",
    ),
    "low blood pressure": (
        "Your blood pressure may drop.",
        "Su presión puede bajar.",
    ),
    "low blood pressure and kidney damage": (
        "Your blood pressure may drop, and your kidneys may be harmed.",
        "Su presión puede bajar y sus riñones pueden sufrir daño.",
    ),
    "low blood sugar": (
        "Your blood sugar may drop too low.",
        "Su azúcar en la sangre puede bajar demasiado.",
    ),
    "low calcium": (
        "Your calcium may drop too low.",
        "Su calcio puede bajar demasiado.",
    ),
    "low sodium and low potassium": (
        "The salts in your blood may drop too low.",
        "Las sales de su sangre pueden bajar demasiado.",
    ),
    "medicine works less": (
        "One of them may work less well.",
        "Una de las dos puede hacer menos efecto.",
    ),
    "medicine works less and stiffness": (
        "One of them may work less well, and you may get stiff.",
        "Una de las dos puede hacer menos efecto y usted puede sentirse rígido.",
    ),
    "muscle damage": (
        "It may harm your muscles.",
        "Puede dañar sus músculos.",
    ),
    "narrow blood vessels": (
        "Your blood vessels may get too narrow.",
        "Sus vasos de sangre se pueden cerrar demasiado.",
    ),
    "no added benefit": (
        "Two at once may not help more than one.",
        "Usar las dos tal vez no ayuda más que usar una.",
    ),
    "organ rejection": (
        "Your body may fight the new organ.",
        "Su cuerpo puede luchar contra el órgano nuevo.",
    ),
    "phenytoin poisoning or seizures": (
        "Too much phenytoin may build up, or you may have fits.",
        "La fenitoína puede subir mucho en su sangre, o puede tener ataques con temblor.",
    ),
    "rebound high blood pressure": (
        "Your blood pressure may jump up.",
        "Su presión puede subir de golpe.",
    ),
    "seizures": (
        "You may have fits.",
        "Puede tener convulsiones.",
    ),
    "serotonin syndrome": (
        "You may get a fever, shake, sweat and feel very restless.",
        "Puede tener fiebre, temblores, sudor y mucha inquietud.",
    ),
    "serotonin syndrome and heart rhythm": (
        "You may get a fever and shake, and your heart may lose its rhythm.",
        "Puede tener fiebre y temblores, y su corazón puede perder el ritmo.",
    ),
    "serotonin syndrome and seizures": (
        "You may get a fever, shake, and have fits.",
        "Puede tener fiebre, temblores y convulsiones.",
    ),
    "severe diarrhea and low blood cell counts": (
        "You may get bad diarrhea and make too few blood cells.",
        "Puede tener mucha diarrea y hacer muy pocas células de la sangre.",
    ),
    "severe skin rash": (
        "You may get a bad skin rash.",
        "Puede tener un sarpullido grave.",
    ),
    "shaking and fast heart beat": (
        "You may shake, and your heart may beat too fast.",
        "Puede temblar y su corazón puede latir muy rápido.",
    ),
    "slow breathing": (
        "Your breathing may get too slow.",
        "Puede respirar muy lento.",
    ),
    "slow heart beat": (
        "Your heart may beat too slowly.",
        "Su corazón puede latir muy lento.",
    ),
    "strong sleepiness": (
        "You may get very sleepy.",
        "Puede tener mucho sueño.",
    ),
    "strong sleepiness and heart rhythm": (
        "You may get very sleepy, and your heart may lose its rhythm.",
        "Puede tener mucho sueño y su corazón puede perder el ritmo.",
    ),
    "sudden withdrawal": (
        "You may feel sick all of a sudden.",
        "Puede sentirse mal de golpe.",
    ),
    "swelling of face and throat": (
        "Your face and throat may swell.",
        "Se le pueden hinchar la cara y la garganta.",
    ),
    "tendon tear": (
        "A cord that holds your muscles may tear.",
        "Se le puede romper un tendón.",
    ),
    "too little fluid": (
        "Your body may lose too much water.",
        "Su cuerpo puede perder demasiada agua.",
    ),
    "too little fluid and low blood pressure": (
        "You may lose too much water, and your blood pressure may drop.",
        "Puede perder demasiada agua y su presión puede bajar.",
    ),
    "too much iron": (
        "Too much iron may build up in your body.",
        "Se puede juntar demasiado hierro en su cuerpo.",
    ),
    "too much of one medicine": (
        "You may get too much of one drug.",
        "Puede recibir demasiado de un solo fármaco.",
    ),
    "too much steroid in the body": (
        "You may get too much steroid in your body.",
        "Puede tener demasiado esteroide en su cuerpo.",
    ),
    "too much thyroid hormone": (
        "You may get too much thyroid hormone.",
        "Puede tener demasiada hormona de la tiroides.",
    ),
    "trouble passing urine": (
        "It may get hard to pass urine.",
        "Puede tener problemas para orinar.",
    ),
    "unplanned pregnancy": (
        "Your birth control may not work, and you could get pregnant.",
        "Puede que su método para no tener hijos no sirva, y que quede en embarazo.",
    ),
    "very high blood pressure": (
        "Your blood pressure may get very high.",
        "Su presión puede subir mucho.",
    ),
    "very high blood pressure and seizures": (
        "Your blood pressure may get very high, and you may have fits.",
        "Su presión puede subir mucho y puede tener convulsiones.",
    ),
    "very low blood pressure": (
        "Your blood pressure may drop very low.",
        "Su presión puede bajar mucho.",
    ),
    "very low blood pressure and strong sleepiness": (
        "Your blood pressure may drop very low, and you may get very sleepy.",
        "Su presión puede bajar mucho y puede tener mucho sueño.",
    ),
    "vitamin A poisoning": (
        "Too much vitamin A may build up in your body.",
        "Se puede juntar demasiada vitamina A en su cuerpo.",
    ),
    "vomiting and low blood sugar": (
        "You may throw up, and your blood sugar may drop too low.",
        "Puede vomitar y su azúcar en la sangre puede bajar demasiado.",
    ),
}
_SUBSTANCES = {
    "alcohol": ("alcohol", "alcohol"),
    "caffeine": ("caffeine", "cafeína"),
    "coenzyme q10": ("coenzyme Q10", "coenzima Q10"),
    "cranberry": ("cranberry", "arándano rojo"),
    "dairy": ("milk products", "productos de leche"),
    "fish oil": ("fish oil", "aceite de pescado"),
    "food and drink other than water": ("food and drink other than water", "comida y bebida que no sea agua"),
    "fruit juice": ("fruit juice", "jugo de fruta"),
    "garlic": ("garlic pills", "pastillas de ajo"),
    "ginkgo": ("ginkgo", "ginkgo"),
    "ginseng": ("ginseng", "ginseng"),
    "grapefruit": ("grapefruit", "toronja"),
    "potassium salt substitute": ("salt made with potassium", "sal hecha con potasio"),
    "soy": ("soy", "soya"),
    "st. john's wort": ("St. John's wort", "hierba de San Juan"),
    "tryptophan": ("tryptophan", "triptófano"),
    "tyramine-rich food": (
        "aged cheese, cured meat and other aged food",
        "queso viejo, carne curada y comida muy guardada",
    ),
    "vitamin a": ("vitamin A", "vitamina A"),
    "vitamin d": ("vitamin D", "vitamina D"),
    "vitamin e": ("vitamin E", "vitamina E"),
    "vitamin k": ("vitamin K", "vitamina K"),
    "vitamin k-rich food": ("leafy green food", "verduras de hoja verde"),
    "zinc": ("zinc", "zinc"),
}


def effect_key(effect: str) -> str:
    """The key of the sentence for an effect as the fact tables name it."""
    return f"interactions.effect.{_slug(effect)}"


def substance_key(substance: str) -> str:
    """The key of the name of a food, drink or supplement."""
    return f"interactions.substance.{_slug(substance)}"


def _slug(term: str) -> str:
    return "_".join("".join(sign if sign.isalnum() else " " for sign in term.lower()).split())


SENTENCES: tuple[Sentence, ...] = (
    *(sentence(effect_key(effect), english, spanish) for effect, (english, spanish) in _EFFECTS.items()),
    *(
        sentence(substance_key(substance), english, spanish, Mark.LABEL)
        for substance, (english, spanish) in _SUBSTANCES.items()
    ),
    sentence(
        "interactions.effect.too_much",
        "Too much {medicine:name} may build up in your body.",
        "Se puede juntar demasiado {medicine:name} en su cuerpo.",
    ),
)
