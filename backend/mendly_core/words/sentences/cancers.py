"""What the diseases of the tumour facts are called: the names to choose from, and in sentences."""

from mendly_core.words.registry import Mark, Sentence, sentence

SPANISH = {
    "Acute leukaemia": "Leucemia aguda",
    "Acute myeloid leukaemia": "Leucemia mieloide aguda",
    "Acute promyelocytic leukaemia": "Leucemia promielocítica aguda",
    "Anaplastic thyroid cancer": "Cáncer anaplásico de tiroides",
    "Biliary tract cancer": "Cáncer de las vías biliares",
    "Breast cancer": "Cáncer de mama",
    "Cholangiocarcinoma": "Colangiocarcinoma",
    "Chronic lymphocytic leukaemia": "Leucemia linfocítica crónica",
    "Chronic myeloid leukaemia": "Leucemia mieloide crónica",
    "Colorectal cancer": "Cáncer colorrectal",
    "Endometrial cancer": "Cáncer de endometrio",
    "Erdheim-Chester disease": "Enfermedad de Erdheim-Chester",
    "Gastric or gastro-oesophageal junction cancer": "Cáncer gástrico o de la unión gastroesofágica",
    "Gastrointestinal stromal tumour": "Tumor del estroma gastrointestinal",
    "Glioblastoma": "Glioblastoma",
    "Glioma (grade 2)": "Glioma (grado 2)",
    "Low-grade glioma (children)": "Glioma de bajo grado (niños)",
    "Medullary thyroid cancer": "Cáncer medular de tiroides",
    "Melanoma": "Melanoma",
    "Non-small cell lung cancer": "Cáncer de pulmón de células no pequeñas",
    "Ovarian cancer": "Cáncer de ovario",
    "Pancreatic cancer": "Cáncer de páncreas",
    "Plexiform neurofibroma": "Neurofibroma plexiforme",
    "Prostate cancer": "Cáncer de próstata",
    "Systemic mastocytosis": "Mastocitosis sistémica",
    "Thyroid cancer": "Cáncer de tiroides",
    "Triple-negative breast cancer": "Cáncer de mama triple negativo",
    "Urothelial cancer": "Cáncer urotelial",
    "von Hippel-Lindau disease tumours": "Tumores de la enfermedad de von Hippel-Lindau",
    "Another solid tumour": "Otro tumor sólido",
    "Another blood cancer": "Otro cáncer de la sangre",
    "Solid tumour (any site)": "Tumor sólido (de cualquier lugar)",
}


def key_of(disease: str) -> str:
    """The key of a disease's name; only those of the facts have one."""
    plain = "".join(sign if sign.isalnum() else "_" for sign in disease.casefold())
    return f"tumours.disease.{plain.strip('_')}"


SENTENCES: tuple[Sentence, ...] = tuple(
    sentence(key_of(english), english[:1].upper() + english[1:], spanish, Mark.LABEL, Mark.DOCTOR)
    for english, spanish in SPANISH.items()
)
