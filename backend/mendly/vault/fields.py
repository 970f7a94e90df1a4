"""Model fields whose column holds only sealed bytes. They open when read, not when the row is loaded.

The owning model says whose key seals it by a `patient_id` (or by `sealing_subject`, where the row is the patient).
The seal is bound to table, column, subject and row id, so a value copied elsewhere does not open.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from mendly.vault import services


@dataclass(frozen=True, slots=True)
class _Sealed:
    """Bytes as the column holds them, not opened yet."""

    data: bytes


class _OpenOnRead:
    """Opens the seal at first access and keeps the plain value on the instance."""

    def __init__(self, field: SealedField) -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            instance.refresh_from_db(fields=[name])
        value = instance.__dict__[name]
        if isinstance(value, _Sealed):
            value = self.field.open(instance, value.data)
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Base: subclasses say how a value becomes text. Looking up by content is not possible, on purpose."""

    descriptor_class = _OpenOnRead  # type: ignore[assignment]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> _Sealed | None:
        return None if value is None else _Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, _Sealed):
            return value
        return _Sealed(self.seal(model_instance, value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Only what `pre_save` sealed reaches the column: `QuerySet.update` and `bulk_update` cannot write plain."""
        if value is not None and not isinstance(value, _Sealed):
            raise TypeError(f"{self.name} is sealed: set it on the instance and save that")
        return super().get_db_prep_value(None if value is None else value.data, connection, prepared)

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError("a sealed field is not serialised; read it through its room's selectors")

    def seal(self, instance: models.Model, value: Any) -> bytes:
        return services.seal_text(_subject_of(instance), self.to_text(value), *self._place(instance))

    def open(self, instance: models.Model, data: bytes) -> Any:
        return self.to_value(services.unseal_text(_subject_of(instance), data, *self._place(instance)))

    def _place(self, instance: models.Model) -> tuple[str, str, str]:
        return (instance._meta.db_table, self.column, str(instance.pk))

    def to_text(self, value: Any) -> str:
        raise NotImplementedError

    def to_value(self, text: str) -> Any:
        raise NotImplementedError


class SealedText(SealedField):
    def to_text(self, value: str) -> str:
        return value

    def to_value(self, text: str) -> str:
        return text


class SealedDate(SealedField):
    def to_text(self, value: date) -> str:
        return value.isoformat()

    def to_value(self, text: str) -> date:
        return date.fromisoformat(text)


class SealedDecimal(SealedField):
    def to_text(self, value: Decimal) -> str:
        return str(value)

    def to_value(self, text: str) -> Decimal:
        return Decimal(text)


class SealedJSON(SealedField):
    """Plain JSON values (dicts, lists, strings, numbers)."""

    def to_text(self, value: Any) -> str:
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    def to_value(self, text: str) -> Any:
        return json.loads(text)


class SealedPackedJSON(SealedJSON):
    """Plain JSON values that repeat themselves: packed to a fraction before they are sealed."""

    def seal(self, instance: models.Model, value: Any) -> bytes:
        packed = zlib.compress(self.to_text(value).encode())
        return services.seal_bytes(_subject_of(instance), packed, *self._place(instance))

    def open(self, instance: models.Model, data: bytes) -> Any:
        plain = services.unseal_bytes(_subject_of(instance), data, *self._place(instance))
        is_packed = plain[:1] not in (b"{", b"[")
        return self.to_value((zlib.decompress(plain) if is_packed else plain).decode())


class SealedBytes(SealedField):
    """Raw bytes, such as a day's chunk of samples."""

    def seal(self, instance: models.Model, value: Any) -> bytes:
        return services.seal_bytes(_subject_of(instance), value, *self._place(instance))

    def open(self, instance: models.Model, data: bytes) -> bytes:
        return services.unseal_bytes(_subject_of(instance), data, *self._place(instance))


def _subject_of(instance: Any) -> UUID:
    subject = getattr(instance, "sealing_subject", None) or instance.patient_id
    return subject if isinstance(subject, UUID) else UUID(str(subject))
