"""What an inherited change means, in plain words: never a promise, never good news from silence.

Chances are told as "out of 100" and only where the facts hold them. Which sentence goes with which outcome is
decided in `finding_cards`.
"""

from mendly_core.words.registry import Mark, Plural, Sentence, sentence

_NAMES = {
    "g6pd": ("red blood cells that break down", "glóbulos rojos que se rompen"),
    "gaucher": ("Gaucher disease", "la enfermedad de Gaucher"),
    "mutyh": ("growths in the bowel", "bultos en el intestino"),
    "parkinson": ("Parkinson disease", "la enfermedad de Parkinson"),
    "alpha1": ("lung and liver disease (alpha-1)", "males de pulmón e hígado (alfa-1)"),
    "coeliac": ("celiac disease", "la enfermedad celíaca"),
    "dystonia": ("early muscle spasms (dystonia)", "espasmos desde joven (distonía)"),
    "factor11": ("bleeding (factor XI)", "sangrado (factor XI)"),
    "cholesterol": ("high cholesterol in a family", "colesterol alto en la familia"),
    "breast_ovarian": ("breast and ovary cancer", "cáncer de seno y de ovario"),
    "iron": ("too much iron", "mucho hierro en el cuerpo"),
    "prostate": ("prostate cancer", "cáncer de próstata"),
    "clots": ("blood clots", "coágulos de sangre"),
    "amyloid": ("a protein that builds up (amyloid)", "una proteína que se acumula (amiloide)"),
    "memory": ("Alzheimer disease", "la enfermedad de Alzheimer"),
}

_SAW = (
    sentence(
        "findings.headline",
        "Your file shows a change that is tied to {condition:name}.",
        "Su archivo muestra un cambio que se asocia a {condition:name}.",
    ),
    sentence(
        "findings.headline.none",
        "We saw no change here that is on our list.",
        "Aquí no vimos ningún cambio de nuestra lista.",
    ),
    sentence(
        "findings.headline.unread",
        "Your file does not show the places we look at here.",
        "Su archivo no muestra los lugares que miramos aquí.",
    ),
    sentence(
        "findings.saw.one",
        "We saw one copy of a known change in {gene:gene}.",
        "Vimos una copia de un cambio conocido en {gene:gene}.",
    ),
    sentence(
        "findings.saw.two",
        "We saw two copies of a known change in {gene:gene}.",
        "Vimos dos copias de un cambio conocido en {gene:gene}.",
    ),
    sentence(
        "findings.saw.single",
        "We saw a known change in {gene:gene}.",
        "Vimos un cambio conocido en {gene:gene}.",
    ),
    sentence(
        "findings.saw.different",
        "We saw more than one known change in {gene:gene}.",
        "Vimos más de un cambio conocido en {gene:gene}.",
    ),
    sentence(
        "findings.saw.unproven",
        "The file cannot tell if they lie on one copy of the gene. A lab can. It makes a difference.",
        "El archivo no dice si están en una sola copia del gen. Un laboratorio sí. Eso cuenta.",
    ),
    sentence(
        "findings.saw.one_e4",
        "We saw one e4 form of {gene:gene}.",
        "Vimos una forma e4 de {gene:gene}.",
    ),
    sentence(
        "findings.saw.two_e4",
        "We saw two e4 forms of {gene:gene}.",
        "Vimos dos formas e4 de {gene:gene}.",
    ),
    sentence(
        "findings.saw.e2_e4",
        "We saw one e2 form and one e4 form of {gene:gene}.",
        "Vimos una forma e2 y una forma e4 de {gene:gene}.",
    ),
    sentence(
        "findings.alone",
        "We saw one change in {gene:gene} that counts only as a pair. Alone it is not a result here.",
        "Vimos un cambio en {gene:gene} que solo cuenta en par. Solo, aquí no es un resultado.",
    ),
    sentence(
        "findings.alone.g6pd",
        "With one changed copy of {gene:gene}, only a blood test can show how your red cells do.",
        "Con una copia cambiada de {gene:gene}, solo un análisis de sangre dice cómo están sus glóbulos rojos.",
    ),
)

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

_DO = (
    sentence(
        "findings.do.confirm",
        "Talk to your doctor. Ask for a test in a clinical lab before you act on this.",
        "Hable con su médico. Pida una prueba en un laboratorio clínico antes de usar esto.",
        Mark.ACTION,
        Mark.SAFETY,
    ),
    sentence(
        "findings.do.nothing_seen",
        "If an illness runs in your family, tell your doctor. There are tests that look at much more.",
        "Si hay una enfermedad en su familia, dígalo a su médico. Hay pruebas que miran mucho más.",
        Mark.ACTION,
    ),
    sentence(
        "findings.do.counselor",
        "A genetic counselor can help you think it through.",
        "Un asesor en genética le puede ayudar a pensarlo.",
    ),
    sentence(
        "findings.safety",
        "Do not change a medicine by yourself. Talk to your care team.",
        "No cambie una medicina por su cuenta. Hable con su equipo de salud.",
        Mark.SAFETY,
    ),
    sentence(
        "findings.sure.home_test",
        "A home DNA test is often wrong about rare changes.",
        "Una prueba de ADN de casa falla a menudo con cambios poco comunes.",
        Mark.SAFETY,
    ),
    sentence(
        "findings.sure.hard_place",
        "This place is hard to read, so a false alarm is more likely.",
        "Este lugar es difícil de leer, así que puede ser una falsa alarma.",
    ),
    sentence(
        "findings.sure.tag",
        "This is a marker close to the gene. It is not a full test of the gene.",
        "Es una señal cercana al gen. No es una prueba completa del gen.",
    ),
    sentence(
        "findings.sure.not_checked",
        "No doctor has checked these facts for your clinic yet.",
        "Ningún médico de su clínica ha mirado aún estos datos.",
    ),
    sentence(
        "findings.sure.no_diagnosis",
        "It does not say that you are ill.",
        "No dice que usted tenga una enfermedad.",
    ),
)

_SILENCE = (
    sentence(
        "findings.not_found",
        Plural(
            "We looked for {changes:count} known change and did not find it.",
            "We looked for {changes:count} known changes and did not find them.",
        ),
        Plural(
            "Buscamos {changes:count} cambio conocido y no lo vimos.",
            "Buscamos {changes:count} cambios conocidos y no los vimos.",
        ),
    ),
    sentence(
        "findings.not_found.means",
        "There are many more changes that we did not look at. So this rules nothing out.",
        "Hay muchos más cambios que no miramos. Por eso, esto no descarta nada.",
        Mark.SAFETY,
    ),
    sentence(
        "findings.not_tested",
        Plural(
            "{changes:count} known change could not be read in your file.",
            "{changes:count} known changes could not be read in your file.",
        ),
        Plural(
            "{changes:count} cambio conocido no se pudo leer en su archivo.",
            "{changes:count} cambios conocidos no se pudieron leer en su archivo.",
        ),
    ),
    sentence(
        "findings.not_tested.means",
        "Not read does not mean that all is well.",
        "Que no se leyera no quiere decir que todo esté bien.",
        Mark.SAFETY,
    ),
    sentence(
        "findings.source",
        "Facts version {version:name}.",
        "Versión de los datos: {version:name}.",
    ),
)

_DOCTOR = (
    sentence(
        "findings.doctor.confirm",
        "Raw consumer data: confirm in a clinical laboratory before acting. Shown by the patient's own choice.",
        "Datos de consumo: confirmar en un laboratorio clínico antes de actuar. Lo muestra el paciente.",
        Mark.DOCTOR,
    ),
    sentence(
        "findings.doctor.site",
        "{gene:gene} {name:name} ({rsid:name}): {bases:name}, {copies:number} of {of:number} copies; {place:name}; "
        "read as {origin:name}.",
        "{gene:gene} {name:name} ({rsid:name}): {bases:name}, {copies:number} de {of:number} copias; {place:name}; "
        "leído como {origin:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "findings.doctor.rule",
        "Rule {rule:name}. Penetrance: {note:name}. Basis: {basis:name}. Position check: {check:name}.",
        "Regla {rule:name}. Penetrancia (en inglés): {note:name}. Fuente: {basis:name}. Posición: {check:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "findings.doctor.phase",
        "Phase unknown: compound heterozygosity is presumed, not shown.",
        "Fase desconocida: la heterocigosis compuesta se supone, no se demuestra.",
        Mark.DOCTOR,
    ),
    sentence(
        "findings.doctor.unsigned",
        "Facts not signed by a geneticist. Confirm in a clinical laboratory before any use.",
        "Datos sin firma de un genetista. Confirmar en un laboratorio clínico antes de usarlos.",
        Mark.DOCTOR,
    ),
)

SENTENCES: tuple[Sentence, ...] = (
    *(
        sentence(f"findings.name.{key}", english, spanish, Mark.LABEL)
        for key, (english, spanish) in _NAMES.items()
    ),
    *_SAW,
    *_MEANS,
    *_CHANCES,
    *_DO,
    *_SILENCE,
    *_DOCTOR,
)
