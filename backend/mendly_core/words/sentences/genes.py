"""What a gene result says, in plain words: one line per gene, never a disease, never a promise.

"Works in the usual way" and its like carry the mark USUAL: they may be said only when every place that
matters was seen, or a laboratory reported it.
"""

from mendly_core.words.registry import Mark, Sentence, sentence

_ENZYMES = (
    sentence(
        "genes.enzyme.none",
        "Your {gene:gene} gene works very little or not at all.",
        "Su gen {gene:gene} trabaja muy poco o nada.",
    ),
    sentence(
        "genes.enzyme.none_likely",
        "Your {gene:gene} gene most likely works very little or not at all.",
        "Lo más seguro es que su gen {gene:gene} trabaje muy poco o nada.",
    ),
    sentence(
        "genes.enzyme.slow",
        "Your {gene:gene} gene works slower than usual.",
        "Su gen {gene:gene} trabaja más lento de lo usual.",
    ),
    sentence(
        "genes.enzyme.slow_likely",
        "Your {gene:gene} gene most likely works slower than usual.",
        "Lo más seguro es que su gen {gene:gene} trabaje más lento de lo usual.",
    ),
    sentence(
        "genes.enzyme.slow_possible",
        "Your {gene:gene} gene may work slower than usual.",
        "Su gen {gene:gene} puede trabajar más lento de lo usual.",
    ),
    sentence(
        "genes.enzyme.usual",
        "Your {gene:gene} gene works in the usual way.",
        "Su gen {gene:gene} trabaja de la forma usual.",
        Mark.USUAL,
    ),
    sentence(
        "genes.enzyme.fast",
        "Your {gene:gene} gene works faster than usual.",
        "Su gen {gene:gene} trabaja más rápido de lo usual.",
    ),
    sentence(
        "genes.enzyme.very_fast",
        "Your {gene:gene} gene works much faster than usual.",
        "Su gen {gene:gene} trabaja mucho más rápido de lo usual.",
    ),
    sentence(
        "genes.unclear",
        "It is not yet known what your {gene:gene} result means.",
        "Aún no se sabe qué significa su resultado de {gene:gene}.",
    ),
)

# NAT2 comes in three speeds and none of them is the usual one.
_NAT2 = (
    sentence(
        "genes.nat2.slow",
        "Your {gene:gene} gene works slowly. Many people have this.",
        "Su gen {gene:gene} trabaja lento. Muchas personas lo tienen así.",
    ),
    sentence(
        "genes.nat2.middle",
        "Your {gene:gene} gene works at a middle speed. Many people have this.",
        "Su gen {gene:gene} trabaja a velocidad media. Muchas personas lo tienen así.",
    ),
    sentence(
        "genes.nat2.fast",
        "Your {gene:gene} gene works fast. Many people have this.",
        "Su gen {gene:gene} trabaja rápido. Muchas personas lo tienen así.",
    ),
)

# Most dose plans expect CYP3A5 not to work, so "slow" would mislead.
_CYP3A5 = (
    sentence(
        "genes.cyp3a5.none",
        "Your {gene:gene} gene works very little or not at all. Many people have this.",
        "Su gen {gene:gene} trabaja muy poco o nada. Muchas personas lo tienen así.",
    ),
    sentence(
        "genes.cyp3a5.part",
        "Your {gene:gene} gene works in part.",
        "Su gen {gene:gene} trabaja en parte.",
    ),
    sentence(
        "genes.cyp3a5.part_possible",
        "Your {gene:gene} gene may work in part.",
        "Su gen {gene:gene} puede trabajar en parte.",
    ),
    sentence(
        "genes.cyp3a5.full",
        "Your {gene:gene} gene works fully.",
        "Su gen {gene:gene} trabaja del todo.",
        Mark.USUAL,
    ),
)

_TRANSPORTERS = (
    sentence(
        "genes.slco1b1.much_less",
        "Your {gene:gene} gene moves much less of some medicines from your blood to your liver.",
        "Su gen {gene:gene} pasa mucho menos de algunas medicinas de la sangre al hígado.",
    ),
    sentence(
        "genes.slco1b1.less",
        "Your {gene:gene} gene moves less of some medicines from your blood to your liver.",
        "Su gen {gene:gene} pasa menos de algunas medicinas de la sangre al hígado.",
    ),
    sentence(
        "genes.slco1b1.less_possible",
        "Your {gene:gene} gene may move less of some medicines from your blood to your liver.",
        "Su gen {gene:gene} tal vez pasa menos de algunas medicinas de la sangre al hígado.",
    ),
    sentence(
        "genes.slco1b1.usual",
        "Your {gene:gene} gene moves medicines from your blood to your liver in the usual way.",
        "Su gen {gene:gene} pasa las medicinas de la sangre al hígado de la forma usual.",
        Mark.USUAL,
    ),
    sentence(
        "genes.slco1b1.more",
        "Your {gene:gene} gene moves more of some medicines from your blood to your liver.",
        "Su gen {gene:gene} pasa más de algunas medicinas de la sangre al hígado.",
    ),
    sentence(
        "genes.abcg2.much_less",
        "Your {gene:gene} gene is much slower to pump some medicines out.",
        "Su gen {gene:gene} saca algunas medicinas del cuerpo mucho más lento.",
    ),
    sentence(
        "genes.abcg2.less",
        "Your {gene:gene} gene is slower to pump some medicines out.",
        "Su gen {gene:gene} saca algunas medicinas del cuerpo más lento.",
    ),
    sentence(
        "genes.abcg2.usual",
        "Your {gene:gene} gene pumps some medicines out in the usual way.",
        "Su gen {gene:gene} saca algunas medicinas del cuerpo de la forma usual.",
        Mark.USUAL,
    ),
)

_SURGERY = (
    sentence(
        "genes.surgery.found",
        "We found a change in {gene:gene}. It is tied to a dangerous reaction during surgery.",
        "Vimos un cambio en {gene:gene}. Se asocia a una reacción grave en una cirugía.",
    ),
    sentence(
        "genes.surgery.not_found",
        "We found no known warning change in {gene:gene}. That does not rule out a reaction during surgery.",
        "No vimos un cambio de alerta conocido en {gene:gene}. Eso no descarta una reacción en una cirugía.",
    ),
)

_SINGLE_GENES = (
    sentence(
        "genes.cftr.responsive",
        "We found a {gene:gene} change that {medicine:medicine} is made for. "
        "It only counts for people with cystic fibrosis.",
        "Vimos un cambio en {gene:gene} para el que se usa {medicine:medicine}. "
        "Solo cuenta para personas con fibrosis quística.",
    ),
    sentence(
        "genes.cftr.not_responsive",
        "We found no {gene:gene} change that {medicine:medicine} is made for. "
        "This says nothing else about your health.",
        "No vimos un cambio en {gene:gene} para el que se usa {medicine:medicine}. "
        "Esto no dice nada más de su salud.",
    ),
    sentence(
        "genes.g6pd.low",
        "Your {gene:gene} gene protects your red blood cells less. Some medicines can harm these cells.",
        "Su gen {gene:gene} cuida menos sus glóbulos rojos. Algunas medicinas los pueden dañar.",
    ),
    sentence(
        "genes.g6pd.very_low",
        "Your {gene:gene} gene protects your red blood cells very little. "
        "They can break down even with no medicine.",
        "Su gen {gene:gene} cuida muy poco sus glóbulos rojos. Se pueden romper aun sin medicinas.",
    ),
    sentence(
        "genes.g6pd.mixed",
        "Your {gene:gene} gene may protect some of your red blood cells less. A blood test can show more.",
        "Su gen {gene:gene} tal vez cuida menos algunos glóbulos rojos. "
        "Un análisis de sangre puede decir más.",
    ),
    sentence(
        "genes.g6pd.usual",
        "Your {gene:gene} gene protects your red blood cells in the usual way.",
        "Su gen {gene:gene} cuida sus glóbulos rojos de la forma usual.",
        Mark.USUAL,
    ),
    sentence(
        "genes.hla.found",
        "Your lab found {marker:name}. With it, some medicines can cause a severe reaction.",
        "Su laboratorio vio {marker:name}. Con él, algunas medicinas pueden causar una reacción grave.",
    ),
    sentence(
        "genes.hla.not_found",
        "Your lab did not find {marker:name}. Other causes of a reaction were not looked at.",
        "Su laboratorio no vio {marker:name}. No se miraron otras causas de una reacción.",
    ),
    sentence(
        "genes.hearing.found",
        "We found a change in {gene:gene}. With it, some antibiotics can harm your hearing.",
        "Vimos un cambio en {gene:gene}. Con él, algunos antibióticos pueden dañar el oído.",
    ),
    sentence(
        "genes.hearing.not_found",
        "Your lab found no known warning change in {gene:gene}. Some antibiotics can still harm hearing.",
        "Su laboratorio no vio un cambio de alerta conocido en {gene:gene}. "
        "Algunos antibióticos aún pueden dañar el oído.",
    ),
    sentence(
        "genes.hearing.unclear",
        "It is not yet known what your {gene:gene} result means for your hearing.",
        "Aún no se sabe qué significa su resultado de {gene:gene} para su oído.",
    ),
    sentence(
        "genes.vkorc1.high",
        "Your {gene:gene} gene makes you much more sensitive to {medicine:medicine}.",
        "Su gen {gene:gene} le hace mucho más sensible a {medicine:medicine}.",
    ),
    sentence(
        "genes.vkorc1.raised",
        "Your {gene:gene} gene makes you more sensitive to {medicine:medicine}.",
        "Su gen {gene:gene} le hace más sensible a {medicine:medicine}.",
    ),
    sentence(
        "genes.vkorc1.usual",
        "Your {gene:gene} gene does not make you more sensitive to {medicine:medicine}.",
        "Su gen {gene:gene} no le hace más sensible a {medicine:medicine}.",
        Mark.USUAL,
    ),
    sentence(
        "genes.cyp4f2.found",
        "We found a change in {gene:gene}. It can play a small part in your {medicine:medicine} dose.",
        "Vimos un cambio en {gene:gene}. Puede influir un poco en su dosis de {medicine:medicine}.",
    ),
    sentence(
        "genes.cyp4f2.not_found",
        "We did not find the {gene:gene} change that counts for {medicine:medicine}.",
        "No vimos el cambio en {gene:gene} que cuenta para {medicine:medicine}.",
        Mark.USUAL,
    ),
    sentence(
        "genes.ifnl3.better",
        "With your {gene:gene} result, older hepatitis C medicines tend to work better.",
        "Con su resultado de {gene:gene}, las viejas medicinas para la hepatitis C suelen servir más.",
    ),
    sentence(
        "genes.ifnl3.less",
        "With your {gene:gene} result, older hepatitis C medicines tend to work less well.",
        "Con su resultado de {gene:gene}, las viejas medicinas para la hepatitis C suelen servir menos.",
    ),
)

_ROLES = (
    sentence(
        "genes.role.clears",
        "This gene helps your body use and clear some medicines.",
        "Este gen ayuda al cuerpo a usar y sacar algunas medicinas.",
    ),
    sentence(
        "genes.role.moves",
        "This gene helps move some medicines in and out of your blood.",
        "Este gen ayuda a mover algunas medicinas hacia la sangre o fuera de ella.",
    ),
    sentence(
        "genes.role.surgery",
        "This gene shows if some medicines used in surgery could be a danger to you.",
        "Este gen muestra si algunas medicinas de cirugía pueden ser un peligro para usted.",
    ),
    sentence(
        "genes.role.cftr",
        "This gene shows if a cystic fibrosis medicine may help. We use it for nothing else.",
        "Este gen muestra si puede servir una medicina para la fibrosis quística. "
        "No lo usamos para nada más.",
    ),
    sentence(
        "genes.role.g6pd",
        "This gene helps protect your red blood cells.",
        "Este gen ayuda a cuidar sus glóbulos rojos.",
    ),
    sentence(
        "genes.role.hla",
        "This gene can cause a severe reaction to a few medicines.",
        "Este gen puede causar una reacción grave a unas pocas medicinas.",
    ),
    sentence(
        "genes.role.hearing",
        "This gene shows if some antibiotics could harm your hearing.",
        "Este gen muestra si algunos antibióticos pueden dañar su oído.",
    ),
    sentence(
        "genes.role.blood_thinner",
        "This gene plays a part in how a blood thinner works.",
        "Este gen cuenta para saber qué hace en usted una medicina que evita coágulos.",
    ),
    sentence(
        "genes.role.ifnl3",
        "This gene plays a part in how older hepatitis C medicines work.",
        "Este gen influye en cómo sirven las medicinas antiguas para la hepatitis C.",
    ),
)

SENTENCES: tuple[Sentence, ...] = (
    *_ENZYMES,
    *_NAT2,
    *_CYP3A5,
    *_TRANSPORTERS,
    *_SURGERY,
    *_SINGLE_GENES,
    *_ROLES,
)
