"""Hard words about genes."""

from mendly_core.words.terms.shape import Term, term

TERMS: tuple[Term, ...] = (
    term(
        "allele",
        ("allele", ("alleles",), "form of a gene", "One form of a gene. You have two, one from each parent."),
        ("alelo", ("alelos",), "forma de un gen", "Una forma de un gen. Tiene dos, una de cada padre."),
    ),
    term(
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
    term(
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
    term(
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
    term(
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
    term(
        "genome",
        ("genome", ("genomes", "genomic"), "all your DNA", "All of your DNA, with all your genes in it."),
        ("genoma", ("genomas", "genómico", "genómica"), "todo su ADN", "Todo su ADN, con todos sus genes."),
    ),
    term(
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
    term(
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
    term(
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
    term(
        "indeterminate",
        ("indeterminate", (), "not yet known", "No one can say yet what this result means."),
        ("indeterminado", ("indeterminada",), "aún no se sabe", "Nadie puede decir aún qué significa."),
    ),
    term(
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
    term(
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
    term(
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
    term(
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
    term(
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
    term(
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
    term(
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
    term(
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
