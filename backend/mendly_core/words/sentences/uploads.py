"""Why a DNA file could not be read, and what to do. The keys follow the codes of the gene readers."""

from mendly_core.words.registry import Sentence, sentence


def _refusal(code: str, en: str, es: str) -> Sentence:
    return sentence(f"uploads.{code}", en, es)


_CODES = (
    _refusal(
        "empty",
        "This file is empty. Please choose your DNA file again.",
        "Este archivo está vacío. Elija otra vez su archivo de ADN.",
    ),
    _refusal(
        "wrong_file_type",
        "This is not a DNA file that we can read. Please choose the raw data file of your test.",
        "Este no es un archivo de ADN que podamos leer. Elija el archivo de datos de su prueba.",
    ),
    _refusal(
        "binary_variants",
        "This kind of file is packed in a way we cannot read. Ask your lab for a VCF file.",
        "No podemos leer este tipo de archivo. Pida a su laboratorio un archivo VCF.",
    ),
    _refusal(
        "not_text",
        "This file holds parts that are not plain text. Please download it again.",
        "Este archivo tiene partes que no son texto simple. Bájelo otra vez.",
    ),
    _refusal(
        "not_recognised",
        "We do not know this kind of file. Please choose the raw data file of your DNA test.",
        "No conocemos este tipo de archivo. Elija el archivo de datos de su prueba de ADN.",
    ),
    _refusal(
        "damaged_archive",
        "This packed file is broken. Please download it again.",
        "Este archivo no abre porque está roto. Bájelo otra vez.",
    ),
    _refusal(
        "truncated",
        "A part of this file is missing. Please download it again.",
        "Falta una parte de este archivo. Bájelo otra vez.",
    ),
    _refusal(
        "nested_archive",
        "This packed file holds one more packed file. Please unpack it and send the inner one.",
        "Este archivo comprimido tiene otro dentro. Ábralo y envíe el de dentro.",
    ),
    _refusal(
        "several_members",
        "This packed file holds more than one file. Please send only your DNA file.",
        "Este archivo comprimido tiene más de uno dentro. Envíe solo su archivo de ADN.",
    ),
    _refusal(
        "archive_kind",
        "We cannot open this kind of packed file. Please send plain text, gzip or zip.",
        "No podemos abrir este archivo comprimido. Envíe texto simple, gzip o zip.",
    ),
    _refusal(
        "archive_locked",
        "This file is locked with a password. Please unlock it first.",
        "Este archivo está cerrado con una clave. Ábralo primero.",
    ),
    _refusal(
        "too_large",
        "This file is too big for us. Please ask your lab for a smaller one.",
        "Este archivo es muy grande para nosotros. Pida uno más corto a su laboratorio.",
    ),
    _refusal(
        "too_compressed",
        "This file grows far too big when it is opened. Please download it again.",
        "Este archivo crece mucho al abrirlo. Bájelo otra vez.",
    ),
    _refusal(
        "line_too_long",
        "This file has a line that is far too long. Please download it again.",
        "Este archivo tiene una línea muy larga. Bájelo otra vez.",
    ),
    _refusal(
        "too_many_lines",
        "This file has more lines than we can read. Please ask your lab for a shorter one.",
        "Este archivo tiene más líneas de las que podemos leer. Pida uno más corto.",
    ),
    _refusal(
        "header_too_large",
        "The first part of this file is too big. Please download it again.",
        "La primera parte de este archivo es muy grande. Bájelo otra vez.",
    ),
    _refusal(
        "malformed_header",
        "The first part of this file is broken. Please download it again.",
        "La primera parte de este archivo está rota. Bájelo otra vez.",
    ),
    _refusal(
        "malformed_line",
        "A line of this file is broken. Please download it again.",
        "Una línea de este archivo está rota. Bájelo otra vez.",
    ),
    _refusal(
        "no_records",
        "This file has no results in it. Please choose another one.",
        "Este archivo no tiene resultados. Elija otro.",
    ),
    _refusal(
        "no_sample_column",
        "This file lists gene changes but no person. Please ask your lab for your own file.",
        "Este archivo tiene cambios de genes pero ninguna persona. Pida el suyo a su laboratorio.",
    ),
    sentence(
        "uploads.waits",
        "We keep it locked until you answer or delete it.",
        "Lo guardamos bajo llave hasta que responda o lo borre.",
    ),
    _refusal(
        "several_samples",
        "This file holds the data of more than one person. Please tell us which one is you.",
        "Este archivo tiene datos de más de una persona. Díganos cuál es usted.",
    ),
    _refusal(
        "unknown_sample",
        "That name is not in this file. Please choose a name from its list.",
        "Ese nombre no está en este archivo. Elija un nombre de su lista.",
    ),
    _refusal(
        "no_genotypes",
        "This file lists places in your DNA but not your own letters. Please ask your lab for a full file.",
        "Este archivo tiene lugares del ADN pero no sus letras. Pida el archivo completo a su laboratorio.",
    ),
    _refusal(
        "bad_genotype_index",
        "A result in this file does not fit its own list. Please ask your lab for a new file.",
        "Un resultado de este archivo no va con su propia lista. Pida otro a su laboratorio.",
    ),
    _refusal(
        "build_unknown",
        "We cannot tell which DNA map this file uses. Please choose 37 or 38, or ask your lab.",
        "No sabemos qué mapa de ADN usa este archivo. Elija 37 o 38, o pregunte a su laboratorio.",
    ),
    _refusal(
        "build_conflict",
        "This file gives mixed signs of its DNA map. Please ask your lab which one it is.",
        "Este archivo da señales mezcladas de su mapa de ADN. Pregunte a su laboratorio cuál es.",
    ),
    _refusal(
        "build_mixed",
        "This file mixes two DNA maps. Please ask your lab for a file with one map.",
        "Este archivo mezcla dos mapas de ADN. Pida a su laboratorio uno con un solo mapa.",
    ),
    _refusal(
        "build_unsupported",
        "This file uses an old DNA map, 36. Please ask your lab for 37 or 38.",
        "Este archivo usa un mapa de ADN viejo, el 36. Pida a su laboratorio el 37 o el 38.",
    ),
    _refusal(
        "too_hard",
        "This file is too hard for us to read. Please ask your lab for a VCF file.",
        "No pudimos leer este archivo hasta el final. Pida a su laboratorio un archivo VCF.",
    ),
    _refusal(
        "no_plus_strand",
        "This report does not say how to read its letters. Ask your lab for one with plus columns.",
        "Este informe no dice cómo leer sus letras. Pida a su laboratorio uno con columnas plus.",
    ),
)

_AROUND = (
    sentence(
        "uploads.line",
        "The trouble is in line {line:number}.",
        "El problema está en la línea {line:number}.",
    ),
    sentence(
        "uploads.names_in_file",
        "The file names these: {names:name}.",
        "El archivo nombra a: {names:name}.",
    ),
    sentence(
        "uploads.nothing_kept",
        "Nothing from this file was kept.",
        "No guardamos nada de este archivo.",
    ),
    sentence(
        "uploads.received",
        "We have your file. We are reading it now.",
        "Ya tenemos su archivo. Lo estamos leyendo.",
    ),
    sentence(
        "uploads.ready",
        "Your file is read. Your genes are ready to look at.",
        "Su archivo ya está leído. Puede ver sus genes.",
    ),
    sentence(
        "uploads.failed",
        "We could not read your file because of a fault on our side. We will try again.",
        "No pudimos leer su archivo por una falla nuestra. Lo haremos otra vez.",
    ),
    sentence(
        "uploads.deleted",
        "Your file is deleted. No one can read it any more.",
        "Su archivo está borrado. Ya nadie puede leerlo.",
    ),
    sentence(
        "uploads.none",
        "Your gene results will show here. Add your DNA file to begin.",
        "Aquí verá los resultados de sus genes. Suba su archivo de ADN para empezar.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_CODES, *_AROUND)
