"""People and how they sign in."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from mendly.clock import new_id
from mendly.vault.fields import SealedDate, SealedText


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person who signs in. Names live sealed in `Patient`, or in what a patient calls their proxy."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    language = models.CharField(max_length=8, default="en")
    zone = models.CharField(max_length=64, default="UTC")
    theme = models.CharField(max_length=8, default="auto")
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="accounts_email_once")]

    @property
    def zone_info(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Clinic(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)


class Provider(models.Model):
    """A professional of one clinic. The name is what patients see, so it is not sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="provider")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="providers")
    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=40)
    is_admin = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)


class Patient(models.Model):
    """The unit of everything: key, consent, export, erasure. `user` is who they sign in as."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="patient")
    name = SealedText()
    birth_date = SealedDate(null=True)
    phone = SealedText(null=True)
    address = SealedText(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    @property
    def sealing_subject(self) -> UUID:
        return self.id


class PatientOwned(models.Model):
    """Base of every row that belongs to one patient: a time-ordered id, and the patient leading the indexes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        abstract = True


class Device(models.Model):
    """A phone that was paired. Its tokens form one family: revoking the device ends them all."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    name = models.CharField(max_length=60)
    platform = models.CharField(max_length=20)
    second_factor = models.BooleanField()
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class DeviceToken(models.Model):
    """One generation of a device's token pair; only hashes are kept.

    `used_at`: when the phone first signed with it or refreshed it, and so has surely got it. `replaced_at`:
    when the next pair was made; for 30 seconds longer the pair may be refreshed again in any case.
    """

    id = models.BigAutoField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="tokens")
    access_hash = models.CharField(max_length=64, unique=True)
    access_expires_at = models.DateTimeField()
    refresh_hash = models.CharField(max_length=64, unique=True)
    refresh_expires_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class PairingCode(models.Model):
    """A code shown in the portal: one use, ten minutes, five tries.

    Its first three characters find the row, so a wrong guess costs a try of that code; the other five are secret.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    handle = models.CharField(max_length=3, unique=True)
    secret_hash = models.CharField(max_length=64)
    second_factor = models.BooleanField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class StaffInvitation(models.Model):
    """A clinic administrator invites a colleague by e-mail; the link holds the only copy of the token."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    profession = models.CharField(max_length=40)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
