"""Who cares for whom: relationships, proxies and guardians, and openings in an emergency."""

from mendly.care.services.glass import (
    LONGEST_WORDS,
    REASONS,
    SHORTEST_WORDS,
    end_opening,
    give_emergency_number,
    judge_opening,
    mail_notices,
    mark_notice_read,
    open_in_emergency,
)
from mendly.care.services.guardians import (
    birth_date_changed,
    make_child_record,
    open_hand_over,
    send_key,
    take_over,
    waits_for_owner,
)
from mendly.care.services.proxies import (
    LONGEST_PROXY,
    SCOPES,
    accept_proxy,
    end_proxy,
    invite_guardian,
    invite_proxy,
    name_proxy,
    open_proxy_invitation,
    withdraw_proxy_invitation,
)
from mendly.care.services.relationships import (
    accept_care,
    end_care,
    invite_patient,
    open_invitation,
    start_care,
)
from mendly.care.services.staff import end_colleague

__all__ = [
    "LONGEST_PROXY",
    "LONGEST_WORDS",
    "REASONS",
    "SCOPES",
    "SHORTEST_WORDS",
    "accept_care",
    "accept_proxy",
    "birth_date_changed",
    "end_care",
    "end_colleague",
    "end_opening",
    "end_proxy",
    "give_emergency_number",
    "invite_guardian",
    "invite_patient",
    "invite_proxy",
    "judge_opening",
    "mail_notices",
    "make_child_record",
    "mark_notice_read",
    "name_proxy",
    "open_hand_over",
    "open_in_emergency",
    "open_invitation",
    "open_proxy_invitation",
    "send_key",
    "start_care",
    "take_over",
    "waits_for_owner",
    "withdraw_proxy_invitation",
]
