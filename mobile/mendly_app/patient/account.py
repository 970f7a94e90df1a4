"""Who uses this phone: pairing, the profile, signing out."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from mendly_app.devices.ports import Identity
from mendly_app.patient.preferences import PREFERENCES
from mendly_app.sync.api import Api, Refused, SignedOut, Unreached
from mendly_app.sync.engine import begin_resync
from mendly_app.sync.session import Session, SessionKeeper, UnsafeAddress, server_address
from mendly_app.sync.store import Store

CODE_LENGTH = 8
PROFILE = "profile"
ERASED = "erased"
"""Set when a person signed out: this store's key has done its service."""


class Problem(StrEnum):
    """Why a phone could not be paired."""

    ADDRESS = "address"
    CODE_LENGTH = "code_length"
    CODE = "code"
    TOO_MANY = "too_many"
    UNREACHED = "unreached"
    OTHER_PERSON = "other_person"
    NO_PATIENT = "no_patient"


_PROBLEMS: dict[int, Problem] = {
    HTTPStatus.TOO_MANY_REQUESTS: Problem.TOO_MANY,
    HTTPStatus.NOT_FOUND: Problem.ADDRESS,
    HTTPStatus.METHOD_NOT_ALLOWED: Problem.ADDRESS,
}


class PairingFailed(Exception):
    """Nothing was changed. `problem` says which sentence to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Profile:
    """The person. Empty texts until the first sync."""

    name: str
    language: str

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name else ""

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


class Account:
    """The paired person of this phone."""

    def __init__(self, store: Store, session: SessionKeeper, api: Api, identity: Identity) -> None:
        self._store = store
        self._session = session
        self._api = api
        self._identity = identity

    def session(self) -> Session | None:
        """The pairing, ended or not. None on a fresh phone."""
        return self._session.load()

    def is_signed_in(self) -> bool:
        session = self._session.load()
        return session is not None and not session.ended

    def profile(self) -> Profile:
        session = self._session.load()
        records = self._store.records.all(PROFILE)
        body = records[0].body if records else {}
        language = body.get("language") or (session.language if session else "")
        return Profile(str(body.get("name") or ""), str(language))

    async def pair(self, address: str, code: str) -> None:
        """Pair with the code that the portal shows. Raises `PairingFailed`.

        A phone that already holds someone's data takes a new code of that same person only.
        """
        try:
            server = server_address(address)
        except UnsafeAddress:
            raise PairingFailed(Problem.ADDRESS) from None
        text = "".join(code.upper().replace("-", "").split())
        if len(text) != CODE_LENGTH:
            raise PairingFailed(Problem.CODE_LENGTH)
        try:
            session = await self._api.pair(
                server, text, device_name=self._identity.name, platform=self._identity.platform
            )
        except Unreached:
            raise PairingFailed(Problem.UNREACHED) from None
        except Refused as refusal:
            raise PairingFailed(_PROBLEMS.get(refusal.status, Problem.CODE)) from None
        await self._accept(session)

    async def _accept(self, session: Session) -> None:
        """Keep a new session, unless the phone holds someone else's data.

        It may see more than the one before, or less: everything is read anew.
        """
        known = self._session.load()
        fits = known is None or known.patient == session.patient
        if fits and session.patient:
            self._session.save(session)
            with self._store.transaction():
                self._store.keep(ERASED, False)
                begin_resync(self._store)
            return
        await self._api.end_unwanted(session)
        raise PairingFailed(Problem.OTHER_PERSON if session.patient else Problem.NO_PATIENT)

    async def sign_out(self) -> None:
        """Erase everything on this phone, and tell the server if it can be reached.

        The key follows at the next start: see `mendly_app.companion.open_phone`.
        """
        with suppress(SignedOut, Unreached, Refused):
            await self._api.end_session()
        self._store.forget_all(keeping=(PREFERENCES,))
        with self._store.transaction():
            self._store.keep(ERASED, True)
