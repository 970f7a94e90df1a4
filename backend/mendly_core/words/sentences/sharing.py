"""Sharing: the rules a person agrees to, who can see what, and who looked. The decisions are in `consent`."""

from mendly_core.words.registry import Mark, Sentence, sentence

_RULES = (
    sentence(
        "consent.until",
        "This holds until {day:date}. You can end it at any time.",
        "Esto vale hasta el {day:date}. Puede terminarlo cuando quiera.",
    ),
    sentence(
        "consent.ends_now",
        "When you end it, it ends at once.",
        "Si lo termina, termina al instante.",
    ),
    sentence(
        "consent.nothing_shared",
        "You share nothing yet. Only you can see your data.",
        "Aún no comparte nada. Solo usted ve sus datos.",
    ),
    sentence(
        "consent.no_insurer",
        "We do not give your data to insurers or employers.",
        "No damos sus datos a seguros ni a empresas donde trabaja.",
    ),
    sentence(
        "consent.not_sold",
        "We never sell your data.",
        "Nunca vendemos sus datos.",
    ),
)

_DNA = (
    sentence(
        "consent.dna.what",
        "We read your DNA file to see which genes matter for your medicines.",
        "Leemos su archivo de ADN para ver qué genes cuentan para sus medicinas.",
    ),
    sentence(
        "consent.dna.choose",
        "You choose what we look at. What you turn off will show up nowhere.",
        "Usted elige qué miramos. Lo que no quiera no saldrá en ningún lugar.",
    ),
    sentence(
        "consent.dna.safety",
        "A severe medicine warning still shows if you chose to see medicine results.",
        "Un aviso grave de una medicina sí saldrá si eligió ver los de medicinas.",
        Mark.SAFETY,
    ),
    sentence(
        "consent.dna.family",
        "Your genes also say something about your family. They did not choose this.",
        "Sus genes también dicen algo de su familia. Ella no lo eligió.",
    ),
    sentence(
        "consent.dna.not_medical",
        "A home DNA test can be wrong. A lab must confirm a result before anyone acts on it.",
        "Una prueba de ADN de casa puede fallar. Un laboratorio debe confirmarla antes de usarla.",
        Mark.SAFETY,
    ),
    sentence(
        "consent.dna.delete",
        "You can delete the file at any time. Then no one can read it again.",
        "Puede borrar el archivo cuando quiera. Luego nadie podrá leerlo.",
    ),
)

_PEOPLE = (
    sentence(
        "sharing.team_member",
        "{provider:person} is part of your care team.",
        "{provider:person} es parte de su equipo de salud.",
    ),
    sentence(
        "sharing.team_ended",
        "{provider:person} can no longer see your data.",
        "{provider:person} ya no puede ver sus datos.",
    ),
    sentence(
        "sharing.proxy_can_view",
        "{proxy:person} can see your medicines and readings.",
        "{proxy:person} puede ver sus medicinas y mediciones.",
    ),
    sentence(
        "sharing.proxy_can_record",
        "{proxy:person} can log doses and readings for you.",
        "{proxy:person} puede anotar dosis y mediciones por usted.",
    ),
    sentence(
        "sharing.proxy_can_message",
        "{proxy:person} can read and write messages for you.",
        "{proxy:person} puede leer y escribir mensajes por usted.",
    ),
    sentence(
        "sharing.proxy_no_genes",
        "{proxy:person} cannot see your genes.",
        "{proxy:person} no puede ver sus genes.",
    ),
    sentence(
        "sharing.guardian_can",
        "{proxy:person} is a guardian here. They see medicines and readings, and what genes say about medicines.",
        "{proxy:person} es responsable aquí. Ve medicinas y mediciones, y lo que los genes dicen de las medicinas.",
    ),
    sentence(
        "sharing.guardian_until",
        "This ends by itself on {day:date}, when the young person is of age.",
        "Esto termina solo el {day:date}, cuando el joven sea mayor de edad.",
    ),
    sentence(
        "sharing.preview",
        "This is what {person:person} can see and do now. It is the same check that runs when they look.",
        "Esto es lo que {person:person} puede ver y hacer ahora. Es el mismo control que corre cuando mira.",
    ),
    sentence(
        "sharing.preview_nothing",
        "{person:person} can see nothing of you now.",
        "{person:person} no puede ver nada de usted ahora.",
    ),
    sentence(
        "sharing.preview_not_told",
        "They are not told that you looked at this.",
        "No le decimos que usted miró esto.",
    ),
    sentence(
        "sharing.proxy_until",
        "{proxy:person} can help you until {day:date}.",
        "{proxy:person} puede ayudarle hasta el {day:date}.",
    ),
)

_ACCESS_LOG = (
    sentence(
        "access.looked.profile",
        "{person:person} looked at your profile on {day:date} {at:at}.",
        "{person:person} miró su perfil el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.medicines",
        "{person:person} looked at your medicines on {day:date} {at:at}.",
        "{person:person} miró sus medicinas el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.readings",
        "{person:person} looked at your readings on {day:date} {at:at}.",
        "{person:person} miró sus mediciones el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.genes",
        "{person:person} looked at your genes on {day:date} {at:at}.",
        "{person:person} miró sus genes el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.drug_response",
        "{person:person} looked at what your genes say about your medicines on {day:date} {at:at}.",
        "{person:person} miró lo que sus genes dicen de sus medicinas el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.choices",
        "{person:person} looked at what you want to know on {day:date} {at:at}.",
        "{person:person} miró lo que usted quiere saber el {day:date} {at:at}.",
    ),
    sentence(
        "access.opened",
        "{person:person} opened your record in an emergency on {day:date} {at:at}.",
        "{person:person} abrió su registro en una urgencia el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.tumours",
        "{person:person} looked at your tumor reports on {day:date} {at:at}.",
        "{person:person} miró los informes de su tumor el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.messages",
        "{person:person} looked at your messages on {day:date} {at:at}.",
        "{person:person} miró sus mensajes el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.sharing",
        "{person:person} looked at what you share on {day:date} {at:at}.",
        "{person:person} miró lo que usted comparte el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.access_log",
        "{person:person} looked at this list on {day:date} {at:at}.",
        "{person:person} miró esta lista el {day:date} {at:at}.",
    ),
    sentence(
        "access.looked.clinic",
        "{person:person} saw your name in a list on {day:date} {at:at}.",
        "{person:person} vio su nombre en una lista el {day:date} {at:at}.",
    ),
    sentence(
        "access.calendar",
        "Your calendar address was read on {day:date} {at:at}.",
        "Se leyó su dirección de calendario el {day:date} {at:at}.",
    ),
    sentence(
        "access.changed",
        "{person:person} made a change on {day:date} {at:at}.",
        "{person:person} hizo un cambio el {day:date} {at:at}.",
    ),
    sentence(
        "access.none",
        "No one else has looked at your data. When someone does, you see it here.",
        "Nadie más ha mirado sus datos. Si alguien lo hace, lo verá aquí.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_RULES, *_DNA, *_PEOPLE, *_ACCESS_LOG)
