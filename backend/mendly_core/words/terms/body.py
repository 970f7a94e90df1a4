"""Hard words about the body and its measures."""

from mendly_core.words.terms.shape import Term, term

TERMS: tuple[Term, ...] = (
    term(
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
    term(
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
    term(
        "glucose",
        ("glucose", ("glycemia", "HbA1c"), "blood sugar", "The sugar in your blood."),
        ("glucosa", ("glucemia",), "azúcar en la sangre", "El azúcar que hay en su sangre."),
    ),
    term(
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
    term(
        "hyperglycemia",
        ("hyperglycemia", ("hyperglycaemia",), "high blood sugar", "There is too much sugar in your blood."),
        ("hiperglucemia", ("hiperglicemia",), "azúcar alto", "Hay mucho azúcar en su sangre."),
    ),
    term(
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
    term(
        "hypoglycemia",
        ("hypoglycemia", ("hypoglycaemia",), "low blood sugar", "There is too little sugar in your blood."),
        ("hipoglucemia", ("hipoglicemia",), "azúcar bajo", "Hay muy poco azúcar en su sangre."),
    ),
    term(
        "hypotension",
        ("hypotension", ("hypotensive",), "low blood pressure", "The blood does not push hard enough."),
        ("hipotensión", ("hipotenso", "hipotensa"), "presión baja", "La sangre empuja con poca fuerza."),
    ),
    term(
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
    term(
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
    term(
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
    term(
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
    term(
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
    term(
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
