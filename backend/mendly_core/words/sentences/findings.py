"""What was seen at inherited changes, what to do and how sure it is: never a promise, never good news from silence.

What a change may lead to is in `finding_meanings`.
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
        "findings.sure.disputed",
        "Your DNA files do not agree about this. A lab can tell which one is right.",
        "Sus archivos de ADN no coinciden en esto. Un laboratorio puede decir cuál acierta.",
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
    *_DO,
    *_SILENCE,
    *_DOCTOR,
)
