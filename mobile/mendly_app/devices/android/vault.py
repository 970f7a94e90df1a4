"""The store's key on Android: 32 random bytes, wrapped by a key that never leaves the phone's Keystore."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from jnius import JavaException, autoclass

from mendly_app.devices.ports import VaultClosed
from mendly_app.sync.seal import KEY_BYTES

ALIAS = "mendly.store"
PROVIDER = "AndroidKeyStore"
TRANSFORMATION = "AES/GCM/NoPadding"
TAG_BITS = 128
FILE = "mendly.wrapped"
UNLOCKED_ONLY_FROM = 28
"""The first API level that can tie a key to the unlocked phone."""
LOST = ("AEADBadTagException", "KeyPermanentlyInvalidatedException", "UnrecoverableKeyException")
"""What a key that is gone for good raises: after a restore, or when the screen lock was taken away."""


class KeystoreVault:
    """Fits the port `KeyVault`. A lost wrapping key means a new key; the store then finds that it is lost."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def key(self) -> bytes:
        try:
            wrapping = self._wrapping_key()
            if wrapping is not None and self._path.exists():
                return self._unwrapped(wrapping, self._path.read_bytes())
            return self._made()
        except JavaException as problem:
            if any(name in str(problem) for name in LOST):
                return self._made()
            raise VaultClosed("the Keystore does not give the key now") from problem

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)
        self._keystore().deleteEntry(ALIAS)

    def _keystore(self) -> Any:
        keystore = autoclass("java.security.KeyStore").getInstance(PROVIDER)
        keystore.load(None)
        return keystore

    def _wrapping_key(self) -> Any:
        return self._keystore().getKey(ALIAS, None)

    def _unwrapped(self, wrapping: Any, wrapped: bytes) -> bytes:
        """The file holds one byte with the length of the nonce, the nonce, and the sealed key."""
        length = wrapped[0]
        nonce, sealed = wrapped[1 : 1 + length], wrapped[1 + length :]
        cipher_class = autoclass("javax.crypto.Cipher")
        cipher = cipher_class.getInstance(TRANSFORMATION)
        parameters = autoclass("javax.crypto.spec.GCMParameterSpec")(TAG_BITS, nonce)
        cipher.init(cipher_class.DECRYPT_MODE, wrapping, parameters)
        return _bytes_of(cipher.doFinal(sealed))

    def _made(self) -> bytes:
        """A new wrapping key and a new key. The Keystore chooses the nonce: it accepts none from outside."""
        key = secrets.token_bytes(KEY_BYTES)
        cipher_class = autoclass("javax.crypto.Cipher")
        cipher = cipher_class.getInstance(TRANSFORMATION)
        cipher.init(cipher_class.ENCRYPT_MODE, self._new_wrapping_key())
        sealed, nonce = _bytes_of(cipher.doFinal(key)), _bytes_of(cipher.getIV())
        half = self._path.with_suffix(".new")
        half.write_bytes(bytes([len(nonce)]) + nonce + sealed)
        half.replace(self._path)
        return key

    def _new_wrapping_key(self) -> Any:
        properties = autoclass("android.security.keystore.KeyProperties")
        purposes = properties.PURPOSE_ENCRYPT | properties.PURPOSE_DECRYPT
        builder = autoclass("android.security.keystore.KeyGenParameterSpec$Builder")(ALIAS, purposes)
        builder.setBlockModes(properties.BLOCK_MODE_GCM)
        builder.setEncryptionPaddings(properties.ENCRYPTION_PADDING_NONE)
        builder.setKeySize(KEY_BYTES * 8)
        if autoclass("android.os.Build$VERSION").SDK_INT >= UNLOCKED_ONLY_FROM:
            builder.setUnlockedDeviceRequired(True)
        generator = autoclass("javax.crypto.KeyGenerator").getInstance(properties.KEY_ALGORITHM_AES, PROVIDER)
        generator.init(builder.build())
        return generator.generateKey()


def _bytes_of(java_bytes: Any) -> bytes:
    """Java's bytes are signed, Python's are not."""
    return bytes(byte & 0xFF for byte in java_bytes)
