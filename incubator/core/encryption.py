"""Encryption of sensitive columns: AES-GCM, bound to the record and the field.

A sealed value is `v1.<key id>.<base64 of nonce + ciphertext>`. The first key of FIELD_KEYS writes, all of them read.
The additional data is `<label>.<field>:<public id>`: a value copied to another row or column does not open.
"""

import base64
import secrets
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = "v1"
SEALED_FIELDS: list[tuple[type, str, str]] = []


class CannotOpen(Exception):
    """The value was sealed with another key, or for another record or field."""


def parse_keys(text: str) -> dict[str, bytes]:
    """Read `id:base64,id:base64` into keys of 32 bytes; raise ImproperlyConfigured with a sentence otherwise."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise ImproperlyConfigured(f"PEPINIERE_FIELD_KEYS: key “{name}” is not base64.") from error
        if not name or len(key) != 32:
            raise ImproperlyConfigured(
                f"PEPINIERE_FIELD_KEYS: key “{name}” must hold 32 bytes, as id:base64."
            )
        keys[name] = key
    if not keys:
        raise ImproperlyConfigured("PEPINIERE_FIELD_KEYS is empty: give at least one key, as id:base64.")
    return keys


def seal(text: str, *, context: str) -> str:
    """Encrypt `text` with the first key, bound to `context`; an empty text stays empty."""
    if not text:
        return ""
    name, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = secrets.token_bytes(12)
    cipher = AESGCM(key).encrypt(nonce, text.encode(), context.encode())
    return f"{VERSION}.{name}.{base64.b64encode(nonce + cipher).decode()}"


def unseal(token: str, *, context: str) -> str:
    """Decrypt what `seal` made for the same context; raise CannotOpen otherwise."""
    if not token:
        return ""
    version, name, encoded = token.split(".", 2)
    key = settings.FIELD_KEYS.get(name)
    if version != VERSION or key is None:
        raise CannotOpen(f"No key “{name}” to open this value.")
    raw = base64.b64decode(encoded)
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], context.encode()).decode()
    except InvalidTag as error:
        raise CannotOpen("This value belongs to another record or was changed.") from error


def key_of(token: str) -> str:
    """Return the identity of the key that sealed `token`."""
    return token.split(".", 2)[1] if token else ""


class Sealed:
    """A descriptor over a text column that keeps its value encrypted at rest.

    `note = Sealed("note_sealed")` reads and writes plain text; the column holds the sealed one. The model needs a
    `public_id` set before the first write (it is, by its default).
    """

    def __init__(self, column: str) -> None:
        self.column = column

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        SEALED_FIELDS.append((owner, name, self.column))

    def context(self, instance: Any) -> str:
        return f"{instance._meta.label_lower}.{self.column}:{instance.public_id}"

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        return unseal(getattr(instance, self.column), context=self.context(instance))

    def __set__(self, instance: Any, value: str) -> None:
        setattr(instance, self.column, seal(value, context=self.context(instance)))
