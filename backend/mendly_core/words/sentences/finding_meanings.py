"""What each inherited change may lead to, and how often: numbers out of 100, only where the facts hold them.

Which sentence goes with which outcome is decided in `finding_cards`.
"""

from mendly_core.words.registry import Sentence, sentence

_MEANS = (
    sentence(
        "findings.means.red_cells",
        "Some medicines, foods or germs can make your red blood cells break down.",
        "Hay medicinas, comidas o gérmenes que pueden romper sus glóbulos rojos.",
    ),
    sentence(
        "findings.means.red_cells_stronger",
        "Some medicines, fava beans or germs can make your red blood cells break down. This form is the stronger one.",
        "Algunas medicinas, las habas o los gérmenes pueden romper sus glóbulos rojos. Es la forma más fuerte.",
    ),
    sentence(
        "findings.means.gaucher",
        "It can lead to Gaucher disease. That differs a lot. Some people stay well for life.",
        "Puede llevar a la enfermedad de Gaucher. Varía mucho. Hay quien está bien toda la vida.",
    ),
    sentence(
        "findings.means.mutyh",
        "Without regular checks, bowel cancer is much more likely. Checks help.",
        "Sin chequeos seguidos, el cáncer de intestino es mucho más probable. Los chequeos ayudan.",
    ),
    sentence(
        "findings.means.parkinson_gba1",
        "Parkinson disease is more likely with it. Most people with it never get the disease.",
        "Con él, la enfermedad de Parkinson es más probable. La mayoría nunca la tiene.",
    ),
    sentence(
        "findings.means.parkinson_lrrk2",
        "Parkinson disease is more likely with it. It is not sure to come.",
        "Con él, la enfermedad de Parkinson es más probable. No es seguro que llegue.",
    ),
    sentence(
        "findings.means.alpha1_little",
        "Alone, it adds little to the chance of lung or liver disease.",
        "Solo, sube poco la probabilidad de un mal de pulmón o de hígado.",
    ),
    sentence(
        "findings.means.alpha1_one",
        "It adds a little to the chance of lung or liver disease. Smoke and alcohol add more.",
        "Sube un poco la probabilidad de un mal de pulmón o de hígado. El humo y el alcohol suman más.",
    ),
    sentence(
        "findings.means.alpha1_mixed",
        "Lung disease is more likely with it, most of all for people who smoke.",
        "Con él, un mal de pulmón es más probable, sobre todo para quien fuma.",
    ),
    sentence(
        "findings.means.alpha1_two",
        "For people who smoke, lung disease is much more likely. Some people also get liver disease.",
        "Para quien fuma, un mal de pulmón es mucho más probable. Hay quien también enferma del hígado.",
    ),
    sentence(
        "findings.means.coeliac",
        "Many people have this sign. It rarely leads to celiac disease.",
        "Mucha gente tiene esta señal. Pocas veces lleva a la enfermedad celíaca.",
    ),
    sentence(
        "findings.means.dystonia",
        "Some people with it get muscle spasms, most often when young. Many never do.",
        "Algunas personas con él tienen espasmos, casi siempre de jóvenes. Muchas nunca los tienen.",
    ),
    sentence(
        "findings.means.bleeding_mild",
        "It is mild. Many people with it never bleed more than others do.",
        "Es leve. Muchas personas con él nunca sangran más que otras.",
    ),
    sentence(
        "findings.means.bleeding",
        "You may bleed more after surgery or when you get hurt. This differs a lot.",
        "Puede sangrar más tras una cirugía o una herida. Varía mucho.",
    ),
    sentence(
        "findings.means.cholesterol",
        "Most people with it have high cholesterol. A blood test can show it.",
        "Casi todos los que lo tienen tienen colesterol alto. Un análisis de sangre lo muestra.",
    ),
    sentence(
        "findings.means.breast_ovarian_brca1",
        "Women with it get breast or ovary cancer more often. For men, the chance of cancer is higher too.",
        "Las mujeres con él tienen más cáncer de seno o de ovario. Los hombres también tienen más cáncer.",
    ),
    sentence(
        "findings.means.breast_ovarian_brca2",
        "Women with it get breast or ovary cancer more often. Men get breast and prostate cancer more often too.",
        "Las mujeres con él tienen más cáncer de seno o de ovario. Los hombres, más de seno y de próstata.",
    ),
    sentence(
        "findings.means.iron_little",
        "Alone, it adds little or nothing to the chance of too much iron.",
        "Solo, sube poco o nada la probabilidad de tener mucho hierro.",
    ),
    sentence(
        "findings.means.iron_mixed",
        "It adds a little to the chance of too much iron. Few people get ill from it alone.",
        "Sube un poco la probabilidad de tener mucho hierro. Pocas personas enferman solo por él.",
    ),
    sentence(
        "findings.means.iron_two",
        "Some people with it get ill from too much iron, men more often than women. Most do not.",
        "Algunas personas con él enferman por mucho hierro, más los hombres que las mujeres. La mayoría no.",
    ),
    sentence(
        "findings.means.prostate",
        "Men with it get prostate cancer more often.",
        "Los hombres con él tienen cáncer de próstata más a menudo.",
    ),
    sentence(
        "findings.means.clots_one",
        "Blood clots are more likely with it. Most people with it never have one.",
        "Con él, los coágulos son más probables. La mayoría nunca tiene uno.",
    ),
    sentence(
        "findings.means.clots_two",
        "With two copies, blood clots are more likely than with one.",
        "Con dos copias, los coágulos son más probables que con una.",
    ),
    sentence(
        "findings.means.clots_both_genes",
        "With both changes, blood clots are more likely than with one of them.",
        "Con los dos cambios, los coágulos son más probables que con uno.",
    ),
    sentence(
        "findings.means.amyloid_v50m",
        "A protein can build up in the heart or the nerves. When, and how often, differs by region.",
        "Una proteína se puede acumular en el corazón o los nervios. Cuándo y cuánto, varía por región.",
    ),
    sentence(
        "findings.means.amyloid_v142i",
        "In some people with it, a protein builds up in the heart, mostly after age 60.",
        "En algunas personas se acumula una proteína en el corazón, casi siempre tras los 60 años.",
    ),
    sentence(
        "findings.means.memory_one_e4",
        "Alzheimer disease is more likely with it. Many people with it never get the disease.",
        "Con ella, la enfermedad de Alzheimer es más probable. Muchas personas nunca la tienen.",
    ),
    sentence(
        "findings.means.memory_two_e4",
        "Alzheimer disease is much more likely with both. It is not sure to come.",
        "Con las dos, la enfermedad de Alzheimer es mucho más probable. No es seguro que llegue.",
    ),
    sentence(
        "findings.means.memory_e2_e4",
        "Our list does not say what this pair means for you.",
        "Nuestra lista no dice qué significa este par para usted.",
    ),
)

_CHANCES = (
    sentence(
        "findings.chance.people",
        "About {many:number} out of 100 people with it get the disease.",
        "Unas {many:number} de cada 100 personas con él tienen la enfermedad.",
    ),
    sentence(
        "findings.chance.people_by_age",
        "About {many:number} out of 100 people with it get the disease, mostly before age {age:number}.",
        "Unas {many:number} de cada 100 personas con él enferman, casi siempre antes de los {age:number} años.",
    ),
    sentence(
        "findings.chance.people_range",
        "Studies say that {low:number} to {high:number} out of 100 people with it get the disease by age {age:number}.",
        "Según los estudios, de {low:number} a {high:number} de cada 100 personas con él enferman "
        "antes de los {age:number} años.",
    ),
    sentence(
        "findings.chance.breast_cancer",
        "About {many:number} out of 100 women with it get breast cancer by age {age:number}.",
        "Unas {many:number} de cada 100 mujeres con él tienen cáncer de seno antes de los {age:number} años.",
    ),
    sentence(
        "findings.chance.ovarian_cancer",
        "About {many:number} out of 100 women with it get ovary cancer by age {age:number}.",
        "Unas {many:number} de cada 100 mujeres con él tienen cáncer de ovario antes de los {age:number} años.",
    ),
    sentence(
        "findings.chance.average",
        "These numbers are for large groups. Your own chance may not be the same.",
        "Estos números son de grupos grandes. Su caso puede no ser igual.",
    ),
    sentence(
        "findings.chance.unknown",
        "We have no sound number for your own chance.",
        "No tenemos un número seguro para su caso.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_MEANS, *_CHANCES)
