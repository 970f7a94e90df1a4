"""What Mendly says about itself to anybody: who sees what, for whom it works, and what could go wrong."""

from mendly_core.words.registry import Mark, Plural, Sentence, sentence

_TRANSPARENCY = (
    sentence("statements.seen.title", "Who sees your data", "Quién ve sus datos", Mark.LABEL),
    sentence(
        "statements.seen.intro",
        "This page says what Mendly keeps about you. It says who can see it, and who never can.",
        "Esta página dice qué guarda Mendly de usted. Dice quién lo puede ver y quién no puede nunca.",
    ),
    sentence("statements.hold.title", "What we keep", "Qué guardamos", Mark.LABEL),
    sentence(
        "statements.hold.person",
        "Your name, your birth date and how we reach you.",
        "Su nombre, su fecha de nacimiento y cómo hablar con usted.",
    ),
    sentence(
        "statements.hold.medicines",
        "Your medicines, and each dose that you log.",
        "Sus medicinas y cada dosis que usted anota.",
    ),
    sentence(
        "statements.hold.readings",
        "Your readings, such as blood pressure, weight and steps.",
        "Sus medidas, como la presión, el peso y los pasos.",
    ),
    sentence(
        "statements.hold.genes",
        "Your DNA file and what we saw in it, if you add one.",
        "Su archivo de ADN y lo que vimos en él, si usted lo sube.",
    ),
    sentence(
        "statements.hold.messages",
        "Your messages, and what you chose to share.",
        "Sus mensajes y lo que usted quiso compartir.",
    ),
    sentence(
        "statements.hold.looks",
        "A note of each time that someone looked at your data.",
        "Una nota de cada vez que alguien miró sus datos.",
    ),
    sentence("statements.where.title", "Where it is", "Dónde está", Mark.LABEL),
    sentence(
        "statements.where.server",
        "All of it is on one server. {operator:name} runs that server.",
        "Todo está en un servidor. {operator:name} se ocupa de él.",
    ),
    sentence(
        "statements.where.server_of_someone",
        "All of it is on one server. Your clinic can tell you who runs it.",
        "Todo está en un servidor. Su clínica le puede decir quién se ocupa de él.",
    ),
    sentence(
        "statements.where.locked",
        "It is locked with a key of your own. The keys are kept apart from the data.",
        "Está cerrado con una llave solo suya. Las llaves están lejos de los datos.",
    ),
    sentence(
        "statements.where.main_key",
        "Those who run the server hold the main key. With it they could open your data.",
        "Quien se ocupa del servidor tiene la llave maestra. Con ella podría abrir sus datos.",
    ),
    sentence(
        "statements.where.trial",
        "This server is set up for trying things out. Keys and data are on the same machine here.",
        "Este servidor es solo para probar. Aquí las llaves y los datos están en la misma máquina.",
    ),
    sentence("statements.who.title", "Who can see it", "Quién lo puede ver", Mark.LABEL),
    sentence(
        "statements.who.you",
        "You see all of it. For your genes we ask you for a second sign-in step.",
        "Usted lo ve todo. Para sus genes le pedimos un segundo paso al entrar.",
    ),
    sentence(
        "statements.who.team",
        "Your care team sees what you said yes to, and no more.",
        "Su equipo de salud ve solo lo que usted aceptó.",
    ),
    sentence(
        "statements.who.helper",
        "A person you ask to help you sees what you ticked. Your genes stay closed to them.",
        "Quien le ayuda ve solo lo que usted marcó. Sus genes quedan cerrados para esa persona.",
    ),
    sentence(
        "statements.who.emergency",
        "In an emergency a doctor may open your medicines and readings for one hour. You are told at once.",
        "En una urgencia un médico puede abrir sus medicinas y medidas por una hora. Le avisamos enseguida.",
    ),
    sentence(
        "statements.who.looks",
        "You can read who looked, and when. You find it under Sharing and privacy.",
        "Usted puede leer quién miró y cuándo. Está en Compartir y privacidad.",
    ),
    sentence("statements.never.title", "Who never can", "Quién no puede nunca", Mark.LABEL),
    sentence(
        "statements.never.insurer",
        "No insurer can have an account here. No employer can have one.",
        "Ningún seguro puede tener una cuenta aquí. Ninguna empresa la puede tener para mirar a su gente.",
    ),
    sentence(
        "statements.never.kind",
        "Mendly has no such kind of account. So nobody can turn it on.",
        "Mendly no tiene ese tipo de cuenta. Por eso nadie la puede encender.",
    ),
    sentence(
        "statements.never.sell",
        "We do not sell your data. There are no ads here, and nothing that tracks you.",
        "No vendemos sus datos. Aquí no hay anuncios, ni nada que siga sus pasos.",
    ),
    sentence(
        "statements.never.studies",
        "Nothing goes to a study unless you said yes to it.",
        "Nada va a un estudio si usted no dijo que sí.",
    ),
    sentence("statements.leaves.title", "What leaves this server", "Qué sale de este servidor", Mark.LABEL),
    sentence(
        "statements.leaves.notes",
        "Short notes to your phone or browser. They say that something waits, and never what.",
        "Avisos cortos a su teléfono o navegador. Dicen que algo espera, y nunca qué es.",
    ),
    sentence(
        "statements.leaves.push",
        "These notes go through the firm that made your browser. It sees that one was sent.",
        "Los avisos pasan por la empresa que hizo su navegador. Ella ve que se mandó uno.",
    ),
    sentence(
        "statements.leaves.mail",
        "E-mails with fixed words and a link. They hold no name of yours, and nothing about your health.",
        "Correos con palabras fijas y un enlace. No llevan su nombre, ni nada de su salud.",
    ),
    sentence(
        "statements.leaves.pages",
        "Our pages load nothing from other sites. The phone app talks with this server alone.",
        "Nuestras páginas no cargan nada de otros sitios. La app del teléfono habla solo con este servidor.",
    ),
    sentence("statements.asked.title", "When the state asks", "Cuando pregunta el Estado", Mark.LABEL),
    sentence(
        "statements.asked.why",
        "Courts or the police can ask for data. Here we say how often. We never say about whom.",
        "Un juez o la policía puede pedir datos. Aquí decimos cuántas veces. Nunca decimos de quién.",
    ),
    sentence(
        "statements.asked.unknown",
        "Those who run this server have not said yet if they were asked.",
        "Quien se ocupa del servidor no ha dicho aún si le pidieron datos.",
    ),
    sentence(
        "statements.asked.none",
        "Those who run this server say: nobody has asked so far.",
        "Quien se ocupa del servidor dice: hasta hoy nadie pidió datos.",
    ),
    sentence(
        "statements.asked.times",
        Plural(
            "Those who run this server say: they were asked {times:count} time so far.",
            "Those who run this server say: they were asked {times:count} times so far.",
        ),
        Plural(
            "Quien se ocupa del servidor dice: hasta hoy le pidieron datos {times:count} vez.",
            "Quien se ocupa del servidor dice: hasta hoy le pidieron datos {times:count} veces.",
        ),
    ),
    sentence("statements.end.title", "When you want to end it", "Cuando usted quiera terminar", Mark.LABEL),
    sentence(
        "statements.end.sharing",
        "You can end sharing at any time. It holds at once.",
        "Usted puede dejar de compartir cuando quiera. Vale enseguida.",
    ),
    sentence(
        "statements.end.erase",
        "You can have all of it erased. Then we destroy your key, so old copies stay closed too.",
        "Usted puede pedir que se borre todo. Rompemos su llave, y las copias viejas quedan cerradas.",
    ),
)

_ACCESSIBILITY = (
    sentence("statements.access.title", "Mendly for everyone", "Mendly para todos", Mark.LABEL),
    sentence(
        "statements.access.intro",
        "We want each person to be able to use Mendly. Here is what we tried, and what does not work yet.",
        "Queremos que toda persona pueda usar Mendly. Aquí dice qué probamos y qué no va bien aún.",
    ),
    sentence(
        "statements.access.rules",
        "Our pages aim at a set of rules for the web. Its name is {rules:name}.",
        "Nuestras páginas siguen una lista de reglas para la web. Se llama {rules:name}.",
    ),
    sentence(
        "statements.access.own",
        "All tests here are our own. Nobody from outside has checked them.",
        "Todas las pruebas son nuestras. Nadie de fuera las ha mirado.",
    ),
    sentence("statements.tried.title", "What we tried", "Qué probamos", Mark.LABEL),
    sentence(
        "statements.tried.tool",
        "A test tool looks for faults on each page, in both languages. It looks at three widths, light and dark.",
        "Un programa busca fallos en cada página, en las dos lenguas. Mira tres anchos, en claro y en oscuro.",
    ),
    sentence(
        "statements.tried.colours",
        "Each colour stands out well from what is behind it. A colour never speaks alone.",
        "Cada color se ve bien sobre su fondo. Un color nunca habla solo.",
    ),
    sentence(
        "statements.tried.script",
        "What matters most works with scripts turned off.",
        "Lo más importante va también sin scripts.",
    ),
    sentence(
        "statements.tried.charts",
        "Each chart has a table beside it with the same numbers.",
        "Cada dibujo tiene al lado una tabla con los mismos números.",
    ),
    sentence(
        "statements.tried.words",
        "Words are measured too. Most people of twelve years can read them.",
        "También medimos las palabras. Casi toda persona de doce años las puede leer.",
    ),
    sentence(
        "statements.tried.phone",
        "On the phone, text can grow, and each button is large. Some pages can be read aloud.",
        "En el teléfono el texto puede crecer y cada botón es grande. La app lee en voz alta algunas páginas.",
    ),
    sentence("statements.gaps.title", "What does not work yet", "Qué no va bien aún", Mark.LABEL),
    sentence(
        "statements.gaps.people",
        "No one with a disability has tried Mendly yet.",
        "Nadie que ve, oye o se mueve mal ha probado Mendly aún.",
    ),
    sentence(
        "statements.gaps.phone",
        "The phone app does not work with a screen reader. Please use the web pages for that.",
        "La app del teléfono no va con lector de pantalla. Para eso use las páginas web.",
    ),
    sentence(
        "statements.gaps.reader",
        "We have not tried the web pages with a real screen reader.",
        "No hemos probado las páginas web con un lector de pantalla de verdad.",
    ),
    sentence(
        "statements.gaps.papers",
        "Papers that you save have no marks for screen readers. The same words are on the page.",
        "Los papeles que usted guarda no tienen marcas para el lector. Lo mismo está en la página.",
    ),
    sentence(
        "statements.gaps.spanish",
        "No expert has checked the Spanish words yet.",
        "Ningún experto ha mirado aún las palabras en español.",
    ),
)

_SAFETY = (
    sentence("statements.safe.title", "How safe is Mendly?", "¿Es seguro usar Mendly?", Mark.LABEL),
    sentence(
        "statements.safe.intro",
        "Mendly helps you to keep track and to ask good questions. It has limits. Please read them.",
        "Mendly le ayuda a llevar la cuenta y a hacer buenas preguntas. Tiene límites. Léalos, por favor.",
    ),
    sentence("statements.not.title", "What Mendly is not", "Qué no es Mendly", Mark.LABEL),
    sentence(
        "statements.not.doctor",
        "Mendly is not a doctor. It does not know all about you.",
        "Mendly no es un médico. No sabe todo de usted.",
        Mark.SAFETY,
    ),
    sentence(
        "statements.not.device",
        "It is not a medical device. No one has tested it on real patients.",
        "No es un aparato médico. Nadie lo ha probado con pacientes de verdad.",
        Mark.SAFETY,
    ),
    sentence(
        "statements.not.lab",
        "A DNA file from a home test can be wrong. Ask a clinical lab before anyone acts on it.",
        "Un archivo de ADN hecho en casa puede estar mal. Pregunte a un laboratorio clínico antes de actuar.",
        Mark.SAFETY,
    ),
    sentence(
        "statements.not.alone",
        "Please talk to your doctor or pharmacist before you change any medicine.",
        "Hable con su médico o su farmacia antes de cambiar una medicina.",
        Mark.SAFETY,
    ),
    sentence(
        "statements.made.title", "Where the words come from", "De dónde vienen las palabras", Mark.LABEL
    ),
    sentence(
        "statements.made.fixed",
        "Each sentence is fixed. No machine makes up words for you.",
        "Cada frase es fija. Ninguna máquina inventa palabras para usted.",
    ),
    sentence(
        "statements.made.tables",
        "Facts come from tables that experts have put out. Each card names its source and its year.",
        "Los datos vienen de tablas de expertos. Cada tarjeta dice su fuente y su año.",
    ),
    sentence(
        "statements.made.same",
        "The same file and the same tables give the same answer each time.",
        "El mismo archivo y las mismas tablas dan cada vez la misma respuesta.",
    ),
    sentence(
        "statements.made.unsigned",
        "No doctor has signed these sentences yet. Your clinic can sign them one by one.",
        "Ningún médico ha firmado estas frases aún. Su clínica las puede firmar una por una.",
    ),
    sentence("statements.wrong.title", "What could go wrong", "Qué puede salir mal", Mark.LABEL),
    sentence(
        "statements.wrong.gene",
        "A gene could be read wrongly. So we read each file with care, and ask for a lab to check.",
        "Un gen se puede leer mal. Por eso leemos con cuidado y pedimos que un laboratorio lo mire.",
    ),
    sentence(
        "statements.wrong.unseen",
        "A file does not show all places. What we did not see is never told as fine.",
        "Un archivo no muestra todos los lugares. Lo que no vimos nunca lo damos por bueno.",
    ),
    sentence(
        "statements.wrong.reminder",
        "A reminder could stay away, if a phone is off or has no power.",
        "Un aviso puede no llegar, si el teléfono está apagado o sin batería.",
    ),
    sentence(
        "statements.wrong.dose",
        "A dose could be taken two times. So we ask, when the last one was not long ago.",
        "Una dosis se puede tomar dos veces. Por eso preguntamos, si la última fue hace poco.",
    ),
    sentence(
        "statements.wrong.alert",
        "A high reading could be seen late. We tell the next person when nobody answers.",
        "Una medida alta se puede ver tarde. Si nadie responde, avisamos a la persona que sigue.",
    ),
    sentence(
        "statements.wrong.offline",
        "Without a connection a page can be old. It says so.",
        "Sin conexión una página puede ser vieja. Lo dice.",
    ),
    sentence(
        "statements.wrong.seen",
        "Someone could see what is not meant for them. Each look is checked, and you can read who looked.",
        "Alguien puede ver lo que no es para él. Cada mirada pasa un control, y usted puede leer quién miró.",
    ),
    sentence(
        "statements.wrong.words",
        "Words in Spanish could say it less well. So the English is shown beside what matters most.",
        "Las palabras en español pueden decirlo peor. Por eso lo más importante sale también en inglés.",
    ),
    sentence("statements.log.title", "The full list", "La lista entera", Mark.LABEL),
    sentence(
        "statements.log.what",
        "There is a full list of what could go wrong. It says what we do against it, and what remains.",
        "Hay una lista entera de lo que puede salir mal. Dice qué hacemos y qué queda por hacer.",
    ),
    sentence(
        "statements.log.unsigned",
        "No safety officer has signed that list. It is in English, for people who work in health care.",
        "Nadie que responda por la seguridad ha firmado esa lista. Está en inglés, para gente de la salud.",
    ),
    sentence("statements.log.link", "Read the full list", "Leer la lista entera", Mark.LABEL),
)

_CONTACT = (
    sentence("statements.tell.title", "Tell us", "Díganos", Mark.LABEL),
    sentence(
        "statements.tell.write",
        "Is something wrong here, or hard to use? Please write to us.",
        "¿Hay algo mal aquí, o difícil de usar? Escríbanos, por favor.",
    ),
    sentence(
        "statements.tell.clinic",
        "Is something wrong here, or hard to use? Please tell your clinic.",
        "¿Hay algo mal aquí, o difícil de usar? Dígaselo a su clínica, por favor.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (*_TRANSPARENCY, *_ACCESSIBILITY, *_SAFETY, *_CONTACT)
