"""Before a restored house serves: nothing that people ended since the backup goes on by itself.

Nobody can know what they ended. So everyone signs in anew, whoever waited to be erased gets their days to think once
more and a letter, and what opens a door to who holds it is taken back. What only people can tell, the operator hears.
"""

from __future__ import annotations

from dataclasses import dataclass

from mendly.accounts.models import PairingCode, StaffInvitation
from mendly.care.models import CareInvitation, HandOver, ProxyInvitation
from mendly.clock import now
from mendly.leaving.services import think_again
from mendly.ops.sessions import end_sessions


@dataclass(frozen=True, slots=True)
class Ended:
    """`waiting`: who will be erased unless they say no; `untold` of them could not be sent the letter."""

    sign_ins: int
    codes: int
    staff_invitations: int
    waiting: int
    untold: int


def end_what_was_open() -> Ended:
    """To repeat it does no harm, but gives everyone who waits another letter."""
    sign_ins = end_sessions()
    codes = PairingCode.objects.all().delete()[0]
    invitations = StaffInvitation.objects.filter(accepted_at=None).delete()[0]
    for letters in (CareInvitation, ProxyInvitation, HandOver):
        letters.objects.filter(answered_at=None).update(answered_at=now())
    again = think_again()
    return Ended(sign_ins, codes, invitations, again.waiting, again.untold)
