"""The first half of the insight card about a medicine and its genes: title, main message, what it means.

No dose figure and no order to start, stop or change. The terms are in the part for the doctor.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

_TITLE = (
    sentence(
        "guidance.title",
        "Your genes and {medicine:medicine}",
        "Sus genes y {medicine:medicine}",
        Mark.LABEL,
    ),
)

_HEADLINES = (
    sentence(
        "guidance.effect.less_effect",
        "{medicine:medicine} may not work as well for you.",
        "{medicine:medicine} puede no servirle tan bien.",
    ),
    sentence(
        "guidance.effect.more_side_effects",
        "You may get more side effects from {medicine:medicine}.",
        "{medicine:medicine} puede darle más efectos no deseados.",
    ),
    sentence(
        "guidance.effect.toxicity_risk",
        "{medicine:medicine} could cause you serious harm.",
        "{medicine:medicine} podría causarle un daño grave.",
    ),
    sentence(
        "guidance.effect.allergic_reaction",
        "{medicine:medicine} could cause you a severe reaction.",
        "{medicine:medicine} podría causarle una reacción grave.",
    ),
    sentence(
        "guidance.effect.bleeding",
        "You may bleed more easily with {medicine:medicine}.",
        "Puede sangrar con más facilidad con {medicine:medicine}.",
    ),
    sentence(
        "guidance.effect.unknown",
        "It is not yet known what your genes mean for {medicine:medicine}.",
        "Aún no se sabe qué significan sus genes para {medicine:medicine}.",
    ),
    sentence(
        "guidance.effect.normal_effect",
        "Your genes fit the usual use of {medicine:medicine}.",
        "Sus genes van bien con el uso usual de {medicine:medicine}.",
        Mark.USUAL,
    ),
    sentence(
        "guidance.effect.nothing_found",
        "So far we found no gene change that matters for {medicine:medicine}.",
        "Hasta ahora no vimos cambios que cuenten para {medicine:medicine}.",
    ),
    sentence(
        "guidance.headline.dosing",
        "Your genes can help plan your {medicine:medicine} dose.",
        "Sus genes pueden ayudar a planear su dosis de {medicine:medicine}.",
    ),
    sentence(
        "guidance.headline.cannot_tell",
        "Your file cannot tell how {medicine:medicine} works for you.",
        "Su archivo no puede decir cómo le sirve {medicine:medicine}.",
    ),
    sentence(
        "guidance.headline.not_tested",
        "The genes for {medicine:medicine} are not in your results yet.",
        "Los genes para {medicine:medicine} aún no están en sus resultados.",
    ),
    sentence(
        "guidance.headline.no_guidance",
        "There is no gene advice for {medicine:medicine}.",
        "No hay consejos de genes para {medicine:medicine}.",
    ),
    sentence(
        "guidance.headline.several",
        "What your genes mean for {medicine:medicine} depends on how you use it.",
        "Lo que sus genes dicen de {medicine:medicine} depende de cómo la usa.",
    ),
)

_MEANS = (
    sentence(
        "guidance.means.builds_up",
        "Your body may clear this medicine slowly. More of it can stay in your blood.",
        "Su cuerpo puede sacar esta medicina muy lento. Queda más de ella en la sangre.",
    ),
    sentence(
        "guidance.means.clears_fast",
        "Your body may clear this medicine fast. Too little of it may be left to help you.",
        "Su cuerpo puede sacar esta medicina muy rápido. Tal vez queda muy poca para usted.",
    ),
    sentence(
        "guidance.means.turns_on_slowly",
        "Your body has to turn this medicine on. It may do so too slowly.",
        "Su cuerpo tiene que activar esta medicina. Puede que lo haga muy lento.",
    ),
    sentence(
        "guidance.means.stronger_form_slowly",
        "Your body turns this medicine into a stronger form. It may do so too slowly.",
        "Su cuerpo vuelve esta medicina más fuerte. Puede que lo haga muy lento.",
    ),
    sentence(
        "guidance.means.stronger_form_fast",
        "Your body turns this medicine into a stronger form. It may do so too fast.",
        "Su cuerpo vuelve esta medicina más fuerte. Puede que lo haga muy rápido.",
    ),
    sentence(
        "guidance.means.check",
        "A blood test or another check can tell more.",
        "Un análisis de sangre u otro control puede decir más.",
    ),
    sentence(
        "guidance.means.muscles",
        "More of this medicine may stay in your blood. Sore muscles are more likely then.",
        "Puede quedar más de esta medicina en la sangre. Entonces es más fácil tener dolor muscular.",
    ),
    sentence(
        "guidance.means.blood_cells",
        "This medicine can build up in you. Then it can harm your blood cells.",
        "Esta medicina se le puede juntar. Entonces puede dañar sus células de la sangre.",
    ),
    sentence(
        "guidance.means.builds_up_harm",
        "Your body may clear this medicine slowly. It can build up and make you very ill.",
        "Su cuerpo puede sacar esta medicina muy lento. Se junta y puede hacerle mucho daño.",
    ),
    sentence(
        "guidance.means.red_cells",
        "This medicine can break down your red blood cells.",
        "Esta medicina puede romper sus glóbulos rojos.",
    ),
    sentence(
        "guidance.means.hearing",
        "This medicine can cause hearing loss that does not go away.",
        "Esta medicina puede hacerle perder el oído, y no vuelve.",
    ),
    sentence(
        "guidance.means.surgery",
        "In surgery it can make your body too hot and your muscles stiff. This can be deadly.",
        "En una cirugía puede darle mucho calor y poner rígidos los músculos. Puede causar la muerte.",
    ),
    sentence(
        "guidance.means.allergic",
        "The reaction can harm your skin or other parts of your body. It can be deadly.",
        "La reacción puede dañar la piel u otras partes del cuerpo. Puede causar la muerte.",
    ),
    sentence(
        "guidance.means.yellow",
        "Your skin or eyes may turn yellow.",
        "La piel o los ojos se le pueden poner amarillos.",
    ),
    sentence(
        "guidance.means.cftr",
        "This medicine is made for some gene changes. None of them was found.",
        "Esta medicina es para ciertos cambios de un gen. No vimos ninguno de ellos.",
    ),
    sentence(
        "guidance.means.virus",
        "This medicine may clear the virus less often in people with your result.",
        "Esta medicina quita el virus menos veces en personas con su resultado.",
    ),
    sentence(
        "guidance.means.dosing",
        "People with other genes may need more or less of it. Your care team finds the right amount.",
        "Según los genes, se necesita más o menos. Su equipo de salud busca la cantidad justa.",
    ),
    sentence(
        "guidance.means.usual_still",
        "Your genes are one part of the story. They alone are no reason to use it in another way.",
        "Sus genes son solo una parte. Por sí solos no son motivo para usarla de otro modo.",
    ),
    sentence(
        "guidance.means.nothing_found",
        "So far, nothing speaks for a special plan. Places that were not seen can still matter.",
        "Por ahora, nada pide un plan especial. Los lugares que no se vieron aún pueden contar.",
    ),
    sentence(
        "guidance.means.fits",
        "We see no gene reason to use it in a special way.",
        "No vemos motivo en sus genes para usarla de un modo especial.",
    ),
    sentence(
        "guidance.means.no_advice_yet",
        "There is too little proof to give advice on this result.",
        "Hay muy pocas pruebas para dar un consejo con este resultado.",
    ),
    sentence(
        "guidance.means.no_advice_here",
        "The guides do not say what to do with this result.",
        "Las guías no dicen qué hacer con este resultado.",
    ),
    sentence(
        "guidance.means.genes_matter",
        "Your genes play a part in what this medicine does in you.",
        "Sus genes cuentan en lo que esta medicina hace en usted.",
    ),
    sentence(
        "guidance.means.cannot_tell",
        "Your result fits more than one answer. The answers do not lead to the same advice.",
        "Su resultado admite más de una respuesta. Cada una lleva a un consejo distinto.",
    ),
    sentence(
        "guidance.means.key_places",
        "Your file misses places that count for this medicine. A lab test can look at them.",
        "A su archivo le faltan lugares que cuentan para esta medicina. Un laboratorio puede mirarlos.",
    ),
    sentence(
        "guidance.means.unknown_change",
        "You have a gene change that no one can read yet.",
        "Tiene un cambio en un gen que aún nadie puede leer.",
    ),
    sentence(
        "guidance.means.withdrawn",
        "Experts once gave advice on this. It may not hold any more.",
        "Los expertos dieron antes un consejo sobre esto. Tal vez ya no vale.",
    ),
    sentence(
        "guidance.means.cystic_fibrosis",
        "This card is only for people with cystic fibrosis.",
        "Esta tarjeta es solo para personas con fibrosis quística.",
    ),
    sentence(
        "guidance.means.not_tested",
        "Not tested does not mean that all is well. It means we do not know.",
        "Que no se haya mirado no quiere decir que todo esté bien. Quiere decir que no lo sabemos.",
    ),
    sentence(
        "guidance.means.no_guidance",
        "The guides we use have no advice on your genes for this medicine.",
        "Las guías que usamos no dan consejos sobre sus genes para esta medicina.",
    ),
    sentence(
        "guidance.means.several",
        "The advice is not the same for each use. Your care team knows which one fits you.",
        "El consejo no es igual para cada uso. Su equipo de salud sabe cuál va con usted.",
    ),
    sentence(
        "guidance.means.mood_dose",
        "This is about the higher doses used for low mood. Low doses for pain can differ.",
        "Esto vale para las dosis altas que se usan para el ánimo bajo. "
        "Las bajas para el dolor son otro caso.",
    ),
    sentence(
        "guidance.means.rash_possible",
        "A bad skin reaction can still happen for other causes.",
        "Aún puede darse una mala reacción en la piel por otras causas.",
    ),
    sentence(
        "guidance.means.one_gene_missing",
        "One of the genes for this medicine was not tested.",
        "Uno de los genes para esta medicina no se ha mirado.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_TITLE, *_HEADLINES, *_MEANS)
