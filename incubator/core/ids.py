"""Public identities: what stands in an address instead of a row number."""

import secrets

# No vowels and no look-alikes, so that no word appears and a code can be read aloud.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
_system = secrets.SystemRandom()


def public_id(length: int = 10) -> str:
    """Return a random identity of `length` characters for use in URLs and in the API."""
    return "".join(_system.choices(ALPHABET, k=length))
