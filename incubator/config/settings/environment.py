"""Reads the environment; a wrong or missing value is refused with a clear sentence, all of them at once."""

import base64
import hashlib
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from incubator.core.encryption import parse_keys

ROOT = Path(__file__).resolve().parents[3]
MODES = ("production", "demo", "test")
env = environ.Env()


def mode() -> str:
    """Return the mode: production (default), demo or test."""
    value = env.str("PEPINIERE_MODE", default="production")
    if value not in MODES:
        raise ImproperlyConfigured(f"PEPINIERE_MODE is “{value}”: write one of {', '.join(MODES)}.")
    return value


MODE = mode()
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
IS_TEST = MODE == "test"


def required(name: str, *, why: str, elsewhere: str) -> str:
    """Return the variable; in production it must be set, in demo and test `elsewhere` stands in."""
    value = env.str(name, default="")
    if value:
        return value
    if IS_PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set: {why}")
    return elsewhere


def stand_in_key(name: str) -> bytes:
    """Return a fixed 32-byte key for demo and test, so that a restart reads what was written before."""
    return hashlib.sha256(f"pepiniere {MODE} {name}".encode()).digest()


def field_keys() -> dict[str, bytes]:
    """Return the keys that seal sensitive columns; production refuses to start without."""
    stand_in = "demo:" + base64.b64encode(stand_in_key("fields")).decode()
    return parse_keys(
        required(
            "PEPINIERE_FIELD_KEYS", why="give at least one key as id:base64 of 32 bytes.", elsewhere=stand_in
        )
    )


def base_url() -> str:
    """Return the address people type, without a final slash."""
    value = required(
        "PEPINIERE_BASE_URL", why="write the site's address, as https://…", elsewhere="http://localhost:8000"
    )
    if not value.startswith(("http://", "https://")):
        raise ImproperlyConfigured(
            f"PEPINIERE_BASE_URL is “{value}”: it must begin with https:// (or http://)."
        )
    if IS_PRODUCTION and not value.startswith("https://"):
        raise ImproperlyConfigured("PEPINIERE_BASE_URL must begin with https:// in production.")
    return value.rstrip("/")


def whole_number(name: str, default: int) -> int:
    """Return the variable as a whole number."""
    value = env.str(name, default=str(default))
    if not value.isdecimal() or len(value) > 9:
        raise ImproperlyConfigured(f"{name} is “{value}”: write a whole number.")
    return int(value)


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return the variable as networks with commas between them, none when it is not set."""
    value = env.str(name, default="")
    try:
        return [ip_network(part.strip()) for part in value.split(",") if part.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} is “{value}”: write addresses or networks with commas, as 127.0.0.1,172.16.0.0/12."
        ) from error
