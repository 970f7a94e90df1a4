"""The glossary entries: hard word, its other forms, plain word, definition of at most 25 words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Explanation:
    """A term in one language. `other_forms` are inflections and synonyms that count as the same hard word."""

    word: str
    other_forms: tuple[str, ...]
    plain: str
    definition: str


@dataclass(frozen=True, slots=True)
class Term:
    """One entry. `key` is the same in all languages."""

    key: str
    en: Explanation
    es: Explanation


def _term(
    key: str,
    en: tuple[str, tuple[str, ...], str, str],
    es: tuple[str, tuple[str, ...], str, str],
) -> Term:
    return Term(key, Explanation(*en), Explanation(*es))


_GENES = (
    _term(
        "allele",
        ("allele", ("alleles",), "form of a gene", "One form of a gene. You have two, one from each parent."),
        ("alelo", ("alelos",), "forma de un gen", "Una forma de un gen. Tiene dos, una de cada padre."),
    ),
    _term(
        "activity_score",
        (
            "activity score",
            ("activity scores",),
            "number for how a gene works",
            "A number that says how fast a gene works. Zero means not at all.",
        ),
        (
            "puntaje de actividad",
            ("puntajes de actividad",),
            "número de cómo trabaja un gen",
            "Un número que dice qué tan rápido trabaja un gen. Cero es nada.",
        ),
    ),
    _term(
        "chromosome",
        (
            "chromosome",
            ("chromosomes",),
            "long thread of DNA",
            "A long thread of DNA in each cell. Your genes lie on it.",
        ),
        (
            "cromosoma",
            ("cromosomas",),
            "hilo largo de ADN",
            "Un hilo largo de ADN en cada célula. Sus genes están en él.",
        ),
    ),
    _term(
        "diplotype",
        (
            "diplotype",
            ("diplotypes",),
            "your two forms of a gene",
            "The two forms of one gene that you have, one from each parent.",
        ),
        (
            "diplotipo",
            ("diplotipos",),
            "sus dos formas de un gen",
            "Las dos formas de un gen que usted tiene, una de cada padre.",
        ),
    ),
    _term(
        "enzyme",
        (
            "enzyme",
            ("enzymes",),
            "body tool",
            "A tool your body makes. Some of these tools break down medicines.",
        ),
        (
            "enzima",
            ("enzimas",),
            "herramienta del cuerpo",
            "Algo que hace su cuerpo para trabajar. Unas eliminan medicinas.",
        ),
    ),
    _term(
        "genome",
        ("genome", ("genomes", "genomic"), "all your DNA", "All of your DNA, with all your genes in it."),
        ("genoma", ("genomas", "genómico", "genómica"), "todo su ADN", "Todo su ADN, con todos sus genes."),
    ),
    _term(
        "genotype",
        (
            "genotype",
            ("genotypes", "genotyping"),
            "your letters at one place in DNA",
            "The letters of your DNA at one place.",
        ),
        (
            "genotipo",
            ("genotipos",),
            "sus letras en un lugar del ADN",
            "Las letras de su ADN en un lugar.",
        ),
    ),
    _term(
        "heterozygous",
        (
            "heterozygous",
            ("heterozygote",),
            "two unlike forms of a gene",
            "Your two forms of this gene are not the same.",
        ),
        (
            "heterocigoto",
            ("heterocigota",),
            "dos formas distintas de un gen",
            "Sus dos formas de este gen no son iguales.",
        ),
    ),
    _term(
        "homozygous",
        (
            "homozygous",
            ("homozygote",),
            "two like forms of a gene",
            "Your two forms of this gene are the same.",
        ),
        (
            "homocigoto",
            ("homocigota",),
            "dos formas iguales de un gen",
            "Sus dos formas de este gen son iguales.",
        ),
    ),
    _term(
        "indeterminate",
        ("indeterminate", (), "not yet known", "No one can say yet what this result means."),
        ("indeterminado", ("indeterminada",), "aún no se sabe", "Nadie puede decir aún qué significa."),
    ),
    _term(
        "metabolizer",
        (
            "metabolizer",
            ("metabolizers", "metaboliser", "metabolize", "metabolizes", "metabolism"),
            "how fast your body clears a medicine",
            "A word for how fast your body breaks down a medicine.",
        ),
        (
            "metabolizador",
            ("metabolizadora", "metabolizar", "metaboliza", "metabolismo"),
            "qué tan rápido elimina una medicina",
            "Una palabra para qué tan rápido su cuerpo elimina una medicina.",
        ),
    ),
    _term(
        "mutation",
        (
            "mutation",
            ("mutations", "mutant"),
            "change in a gene",
            "A change in the letters of a gene. Most do no harm.",
        ),
        (
            "mutación",
            ("mutaciones",),
            "cambio en un gen",
            "Un cambio en las letras de un gen. Casi todos son buenos o sin daño.",
        ),
    ),
    _term(
        "pharmacogenomics",
        (
            "pharmacogenomics",
            ("pharmacogenetics", "pharmacogenomic", "pharmacogenetic", "pharmacogene", "PGx"),
            "genes and medicines",
            "How your genes change the way a medicine works for you.",
        ),
        (
            "farmacogenómica",
            ("farmacogenética", "farmacogenómico", "farmacogenético"),
            "genes y medicinas",
            "Cómo sus genes cambian lo que una medicina hace en usted.",
        ),
    ),
    _term(
        "phenotype",
        (
            "phenotype",
            ("phenotypes",),
            "how a gene works",
            "What a gene does in your body, such as work fast or slow.",
        ),
        (
            "fenotipo",
            ("fenotipos",),
            "cómo trabaja un gen",
            "Lo que un gen hace en su cuerpo, como ir rápido o lento.",
        ),
    ),
    _term(
        "reference_build",
        (
            "reference build",
            ("genome build", "GRCh37", "GRCh38", "reference genome"),
            "DNA map",
            "A map that numbers the places in DNA. Labs use map 37 or map 38.",
        ),
        (
            "genoma de referencia",
            ("GRCh37", "GRCh38"),
            "mapa de ADN",
            "Un mapa que da un número a cada lugar del ADN. Se usa el 37 o el 38.",
        ),
    ),
    _term(
        "transporter",
        (
            "transporter",
            ("transporters",),
            "body pump",
            "A pump in your body that moves a medicine in or out of a cell.",
        ),
        (
            "transportador",
            ("transportadores",),
            "bomba del cuerpo",
            "Una bomba del cuerpo que mete o saca una medicina de una célula.",
        ),
    ),
    _term(
        "variant",
        (
            "variant",
            ("variants", "SNP", "SNPs", "polymorphism", "polymorphisms"),
            "change in a gene",
            "A place where your DNA is not the same as in the map.",
        ),
        (
            "variante",
            ("variantes", "polimorfismo", "polimorfismos"),
            "cambio en un gen",
            "Un lugar donde su ADN no es igual al del mapa.",
        ),
    ),
    _term(
        "vcf",
        ("VCF", ("gVCF",), "DNA file from a lab", "A kind of DNA file that many labs can give you."),
        (
            "VCF",
            ("gVCF",),
            "archivo de ADN de un laboratorio",
            "Un tipo de archivo de ADN que dan muchos laboratorios.",
        ),
    ),
)

_MEDICINES = (
    _term(
        "adherence",
        (
            "adherence",
            ("compliance", "nonadherence", "noncompliance"),
            "doses taken as planned",
            "How many of the planned doses you took.",
        ),
        (
            "adherencia",
            ("cumplimiento terapéutico",),
            "dosis tomadas según el plan",
            "Cuántas de las dosis del plan tomó.",
        ),
    ),
    _term(
        "adverse",
        (
            "adverse",
            ("adverse event", "adverse events", "adverse effect", "adverse effects", "adverse reaction"),
            "side effect",
            "Something a medicine does that you do not want.",
        ),
        (
            "adverso",
            ("adversos", "adversa", "adversas", "efecto adverso", "efectos adversos", "evento adverso"),
            "efecto no deseado",
            "Algo que hace una medicina y que usted no quiere.",
        ),
    ),
    _term(
        "anticoagulant",
        (
            "anticoagulant",
            ("anticoagulants", "anticoagulation", "antiplatelet", "antiplatelets"),
            "blood thinner",
            "A medicine that helps to keep blood clots from forming.",
        ),
        (
            "anticoagulante",
            ("anticoagulantes", "antiagregante", "antiagregantes", "antiplaquetario"),
            "medicina que evita coágulos",
            "Una medicina que ayuda a que la sangre no forme coágulos.",
        ),
    ),
    _term(
        "contraindicated",
        (
            "contraindicated",
            ("contraindication", "contraindications"),
            "not to be used",
            "The guides say that this should not be used here. Ask your care team.",
        ),
        (
            "contraindicado",
            ("contraindicada", "contraindicación", "contraindicaciones"),
            "que no se debe usar",
            "Las guías dicen que esto no se debe usar aquí. Hable con su equipo de salud.",
        ),
    ),
    _term(
        "hypersensitivity",
        (
            "hypersensitivity",
            ("hypersensitive", "anaphylaxis"),
            "strong reaction of the body",
            "The body fights a medicine and makes you ill.",
        ),
        (
            "hipersensibilidad",
            ("anafilaxia",),
            "reacción fuerte del cuerpo",
            "El cuerpo lucha contra una medicina y usted se pone mal.",
        ),
    ),
    _term(
        "inhibitor",
        (
            "inhibitor",
            ("inhibitors", "inducer", "inducers", "phenoconversion"),
            "medicine that changes how a gene works",
            "A medicine that makes a gene work slower or faster while you use it.",
        ),
        (
            "inhibidor",
            ("inhibidores", "inductor", "inductores", "fenoconversión"),
            "medicina que cambia cómo trabaja un gen",
            "Una medicina que hace que un gen trabaje más lento o más rápido.",
        ),
    ),
    _term(
        "prodrug",
        ("prodrug", ("prodrugs",), "medicine to turn on", "A medicine that your body must first turn on."),
        ("profármaco", ("profármacos",), "medicina por activar", "Una medicina que su cuerpo debe activar."),
    ),
    _term(
        "titration",
        (
            "titration",
            ("titrate", "titrated", "titrating"),
            "small steps in a dose",
            "Your care team raises or lowers a dose in small steps.",
        ),
        (
            "titulación",
            ("titular la dosis",),
            "pasos pequeños en una dosis",
            "Su equipo de salud sube o baja una dosis paso a paso.",
        ),
    ),
    _term(
        "toxicity",
        ("toxicity", ("toxic",), "harm from a medicine", "Harm that comes from too much of a medicine."),
        (
            "toxicidad",
            ("tóxico", "tóxica"),
            "daño por una medicina",
            "Daño que viene de mucha cantidad de una medicina.",
        ),
    ),
)

_BODY = (
    _term(
        "arrhythmia",
        (
            "arrhythmia",
            ("arrhythmias", "fibrillation", "palpitations"),
            "uneven heartbeat",
            "The heart does not beat in an even way.",
        ),
        (
            "arritmia",
            ("arritmias", "fibrilación", "palpitaciones"),
            "latido desigual",
            "El corazón no late siempre igual.",
        ),
    ),
    _term(
        "diastolic",
        (
            "diastolic",
            (),
            "lower number",
            "The lower number of your blood pressure. It is when the heart rests.",
        ),
        (
            "diastólica",
            ("diastólico",),
            "número de abajo",
            "El número de abajo de su presión. Es cuando el corazón descansa.",
        ),
    ),
    _term(
        "glucose",
        ("glucose", ("glycemia", "HbA1c"), "blood sugar", "The sugar in your blood."),
        ("glucosa", ("glucemia",), "azúcar en la sangre", "El azúcar que hay en su sangre."),
    ),
    _term(
        "haemolysis",
        (
            "hemolysis",
            ("haemolysis", "hemolytic", "haemolytic"),
            "breakdown of red blood cells",
            "Red blood cells break down too fast.",
        ),
        (
            "hemólisis",
            ("hemolítica", "hemolítico"),
            "rotura de glóbulos rojos",
            "Los glóbulos rojos se rompen muy rápido.",
        ),
    ),
    _term(
        "hyperglycemia",
        ("hyperglycemia", ("hyperglycaemia",), "high blood sugar", "There is too much sugar in your blood."),
        ("hiperglucemia", ("hiperglicemia",), "azúcar alto", "Hay mucho azúcar en su sangre."),
    ),
    _term(
        "hypertension",
        (
            "hypertension",
            ("hypertensive",),
            "high blood pressure",
            "The blood pushes too hard on the walls of its pipes.",
        ),
        (
            "hipertensión",
            ("hipertenso", "hipertensa"),
            "presión alta",
            "La sangre empuja con mucha fuerza.",
        ),
    ),
    _term(
        "hypoglycemia",
        ("hypoglycemia", ("hypoglycaemia",), "low blood sugar", "There is too little sugar in your blood."),
        ("hipoglucemia", ("hipoglicemia",), "azúcar bajo", "Hay muy poco azúcar en su sangre."),
    ),
    _term(
        "hypotension",
        ("hypotension", ("hypotensive",), "low blood pressure", "The blood does not push hard enough."),
        ("hipotensión", ("hipotenso", "hipotensa"), "presión baja", "La sangre empuja con poca fuerza."),
    ),
    _term(
        "malignant_hyperthermia",
        (
            "malignant hyperthermia",
            ("hyperthermia",),
            "dangerous reaction in surgery",
            "The body gets too hot and stiff from some medicines used in surgery.",
        ),
        (
            "hipertermia maligna",
            ("hipertermia",),
            "reacción grave en una cirugía",
            "El cuerpo se pone muy caliente y rígido por algunas medicinas de cirugía.",
        ),
    ),
    _term(
        "myopathy",
        (
            "myopathy",
            ("myopathies", "rhabdomyolysis", "myalgia"),
            "sore or weak muscles",
            "Muscles that hurt or are weak because of a medicine.",
        ),
        (
            "miopatía",
            ("miopatías", "rabdomiólisis", "mialgia"),
            "dolor o debilidad muscular",
            "Los músculos duelen o están débiles por una medicina.",
        ),
    ),
    _term(
        "neutropenia",
        (
            "neutropenia",
            ("leukopenia", "myelosuppression"),
            "too few white blood cells",
            "You have too few of the blood cells that fight germs.",
        ),
        (
            "neutropenia",
            ("leucopenia", "mielosupresión"),
            "pocos glóbulos blancos",
            "Tiene muy pocas células que luchan contra los gérmenes.",
        ),
    ),
    _term(
        "oxygen_saturation",
        (
            "oxygen saturation",
            ("SpO2", "saturation", "oximetry"),
            "blood oxygen",
            "How much oxygen your blood carries, out of 100.",
        ),
        (
            "saturación de oxígeno",
            ("SpO2", "saturación", "oximetría"),
            "oxígeno en la sangre",
            "Cuánto oxígeno lleva su sangre, de 100.",
        ),
    ),
    _term(
        "systolic",
        (
            "systolic",
            (),
            "upper number",
            "The upper number of your blood pressure. It is when the heart beats.",
        ),
        (
            "sistólica",
            ("sistólico",),
            "número de arriba",
            "El número de arriba de su presión. Es cuando el corazón late.",
        ),
    ),
    _term(
        "tachycardia",
        ("tachycardia", ("bradycardia",), "pulse too fast or slow", "The heart beats too fast or too slow."),
        (
            "taquicardia",
            ("bradicardia",),
            "pulso muy rápido o muy lento",
            "El corazón late muy rápido o muy lento.",
        ),
    ),
)

_CARE = (
    _term(
        "baseline",
        ("baseline", ("baselines",), "your own average", "What your readings are like on most days."),
        ("línea base", ("valor basal", "basal"), "su propia media", "Cómo son sus mediciones casi siempre."),
    ),
    _term(
        "caregiver",
        ("caregiver", ("caregivers",), "helper", "A person who helps you with your care."),
        ("cuidador", ("cuidadora", "cuidadores"), "persona que ayuda", "Una persona que le ayuda."),
    ),
    _term(
        "cardiovascular",
        ("cardiovascular", ("cardiac",), "of the heart", "To do with the heart and the blood."),
        ("cardiovascular", ("cardíaco", "cardíaca"), "del corazón", "Tiene que ver con el corazón."),
    ),
    _term(
        "chronic",
        ("chronic", (), "long-lasting", "It stays for a long time."),
        ("crónico", ("crónica", "crónicos", "crónicas"), "que dura mucho", "Se queda por mucho tiempo."),
    ),
    _term(
        "efficacy",
        ("efficacy", ("therapeutic",), "how well it works", "How well a medicine does its job."),
        (
            "eficacia",
            ("terapéutico", "terapéutica"),
            "qué tan bien sirve",
            "Qué tan bien sirve una medicina.",
        ),
    ),
    _term(
        "prognosis",
        ("prognosis", (), "what may come", "What doctors expect to happen with an illness."),
        ("pronóstico", ("pronósticos",), "lo que puede venir", "Lo que se espera de una enfermedad."),
    ),
    _term(
        "prophylaxis",
        ("prophylaxis", ("prophylactic",), "care that prevents", "Care that helps to keep an illness away."),
        ("profilaxis", ("profiláctico",), "cuidado que previene", "Cuidado para que no llegue un mal."),
    ),
)

TERMS: tuple[Term, ...] = (*_GENES, *_MEDICINES, *_BODY, *_CARE)
