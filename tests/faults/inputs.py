"""The inputs of the faults, kept beside their tests."""

from pathlib import Path

DATA = Path(__file__).parent / "data"


def read(name: str) -> bytes:
    """Return an input whole."""
    return (DATA / name).read_bytes()
