from __future__ import annotations

from django.db import models

from mendly.clock import new_id


class SubjectKey(models.Model):
    """One person's data key, wrapped by the key-encryption key. Lives in the `keys` database.

    Destroying the wrapped key (it becomes empty) makes everything sealed under it unreadable for ever.
    """

    subject = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    kek_version = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_destroyed_key_is_empty",
                condition=models.Q(destroyed_at__isnull=True) | models.Q(wrapped=b""),
            )
        ]


class SealedFile(models.Model):
    """A file sealed in chunks under its subject's key. `blob` names it in the file store; the row is made last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField(db_index=True)
    blob = models.CharField(max_length=80, unique=True)
    size = models.PositiveBigIntegerField()
    chunks = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)


class Tombstone(models.Model):
    """Someone was erased, or is being erased now. Lives in the `keys` database and, line by line, in a file outside.

    `who` is the SHA-256 of the patient's id: it finds them again in a restored backup and names nobody else. Signed
    by the server, so that nobody makes it erase people by a forged one.
    """

    who = models.CharField(max_length=64, primary_key=True)
    erased_at = models.DateTimeField()
    signature = models.CharField(max_length=128)
