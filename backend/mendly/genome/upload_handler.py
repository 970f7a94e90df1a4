"""A DNA file that comes with a plain form: sealed while it streams, kept only when the view says so."""

from __future__ import annotations

from types import TracebackType
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest

from mendly.errors import BadInput, TooLarge
from mendly.genome.services import LARGEST_FILE, FileReceiver
from mendly.policy import Actor

FORM_AROUND = 64 << 10
"""What the other parts of the form may weigh."""


class SealedUpload(UploadedFile):  # type: ignore[type-arg]  # not generic when it runs
    """What the form shows in place of bytes: a file that is received and sealed, but not yet kept."""

    def __init__(self, receiver: FileReceiver, name: str, size: int) -> None:
        super().__init__(name=name, size=size)
        self.receiver = receiver

    def close(self) -> None:
        """There is no open file: the receiver closes what it holds."""


class SealingUploadHandler(FileUploadHandler):
    """Feeds the first file of a form into a `FileReceiver`. Use as a context manager around the view's work.

    Set it before `request.POST` is read, which also checks the form's token: so the file is kept by
    `receiver.finish()` afterwards, and dropped when the block is left without it. Another file is refused.
    """

    chunk_size = 1 << 18

    def __init__(self, request: HttpRequest, actor: Actor, patient_id: UUID) -> None:
        super().__init__(request)
        self._actor = actor
        self._patient_id = patient_id
        self._receiver: FileReceiver | None = None

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:  # noqa: N803
        if content_length > LARGEST_FILE + FORM_AROUND:
            raise TooLarge("This file is larger than 100 MiB.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._receiver is not None:
            raise BadInput("Please send one file at a time.")
        self._receiver = FileReceiver(self._actor, self._patient_id, file_name=self.file_name or "")
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        assert self._receiver is not None
        self._receiver.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> SealedUpload:
        assert self._receiver is not None
        return SealedUpload(self._receiver, self.file_name or "", file_size)

    def __enter__(self) -> SealingUploadHandler:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._receiver is not None:
            self._receiver.__exit__(kind, error, trace)
