"""Which well-known changes of a gene a file could show at all: counted from the file's own places."""

from mendly_core.words.registry import Mark, Plural, Sentence, sentence

SENTENCES: tuple[Sentence, ...] = (
    sentence("coverage.title", "What your file could show", "Lo que su archivo podía mostrar", Mark.LABEL),
    sentence("coverage.title.lab", "What the lab looked at", "Lo que miró el laboratorio", Mark.LABEL),
    sentence("coverage.could", "Could be seen", "Se podía ver", Mark.LABEL),
    sentence("coverage.could_not", "Could not be seen", "No se podía ver", Mark.LABEL),
    sentence(
        "coverage.all",
        Plural(
            "We look for {total:count} well-known change in {gene:gene}. Your file could show it.",
            "We look for {total:count} well-known changes in {gene:gene}. Your file could show all of them.",
        ),
        Plural(
            "Buscamos {total:count} cambio conocido de {gene:gene}. Su archivo lo podía mostrar.",
            "Buscamos {total:count} cambios conocidos de {gene:gene}. Su archivo los podía mostrar todos.",
        ),
    ),
    sentence(
        "coverage.some",
        Plural(
            "We look for {total:count} well-known change in {gene:gene}. Your file could show {seen:number}.",
            "We look for {total:count} well-known changes in {gene:gene}. Your file could show {seen:number}.",
        ),
        Plural(
            "Buscamos {total:count} cambio conocido de {gene:gene}. Su archivo podía mostrar {seen:number}.",
            "Buscamos {total:count} cambios conocidos de {gene:gene}. Su archivo podía mostrar {seen:number}.",
        ),
    ),
    sentence(
        "coverage.none",
        Plural(
            "We look for {total:count} well-known change in {gene:gene}. Your file could not show it.",
            "We look for {total:count} well-known changes in {gene:gene}. Your file could show none of them.",
        ),
        Plural(
            "Buscamos {total:count} cambio conocido de {gene:gene}. Su archivo no lo podía mostrar.",
            "Buscamos {total:count} cambios conocidos de {gene:gene}. Su archivo no podía mostrar ninguno.",
        ),
    ),
    sentence(
        "coverage.places",
        Plural(
            "We look at {total:count} place in {gene:gene}. Your file shows {seen:number}.",
            "We look at {total:count} places in {gene:gene}. Your file shows {seen:number} of them.",
        ),
        Plural(
            "Miramos {total:count} lugar de {gene:gene}. Su archivo muestra {seen:number}.",
            "Miramos {total:count} lugares de {gene:gene}. Su archivo muestra {seen:number}.",
        ),
    ),
    sentence(
        "coverage.unseen",
        "A change that your file could not show may still be there. Not seen does not mean not there.",
        "Un cambio que su archivo no podía mostrar puede estar. No verlo no quiere decir que no esté.",
        Mark.SAFETY,
    ),
    sentence(
        "coverage.assumed",
        "Some places are not written in your file. We took them as unchanged. A lab can make sure.",
        "Unos lugares no están en su archivo. Los tomamos como sin cambio. Un laboratorio lo puede ver.",
        Mark.SAFETY,
    ),
    sentence(
        "coverage.never",
        "Some changes in {gene:gene} never show in a file like this: {alleles:name}. A lab can test for them.",
        "Unos cambios de {gene:gene} nunca salen en un archivo así: {alleles:name}. Un laboratorio los puede buscar.",
    ),
    sentence(
        "coverage.lab_only",
        "A file from a home test cannot show how {gene:gene} works. Only a lab can.",
        "Un archivo de una prueba de casa no muestra cómo trabaja {gene:gene}. Solo un laboratorio puede.",
    ),
    sentence(
        "coverage.lab",
        "A lab read {gene:gene} for you. What it could see stands in its report.",
        "Un laboratorio leyó {gene:gene} para usted. Lo que podía ver está en su informe.",
    ),
    sentence(
        "coverage.families",
        "Which changes are common differs from family to family. We do not guess where yours is from.",
        "Qué cambios son comunes varía de una familia a otra. No adivinamos de dónde es la suya.",
    ),
    sentence(
        "coverage.doctor.allele",
        "{allele:name}: {function:name}; sites not seen: {sites:name}.",
        "{allele:name}: {function:name}; sitios no vistos: {sites:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "coverage.doctor.result",
        "{result:name}. State: {state:name}.",
        "{result:name}. Estado: {state:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "coverage.doctor.not_ruled_out",
        "Not ruled out: {alleles:name}.",
        "Sin descartar: {alleles:name}.",
        Mark.DOCTOR,
    ),
    sentence(
        "coverage.doctor.version",
        "AMP tier 1 alleles. Tables: version {version:name}.",
        "Alelos AMP de nivel 1. Tablas: versión {version:name}.",
        Mark.DOCTOR,
    ),
)
