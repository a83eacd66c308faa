"""The colours of the design system, read from its stylesheet, and how well each text is told from its ground."""

import re
from functools import cache
from itertools import product
from pathlib import Path

SHEET = Path(__file__).parent / "static/ui/app.css"
BLOCK = re.compile(
    r":root(?::not\(\[data-theme=light\]\)|\[data-theme=dark\])?\{\s*(color-scheme.*?)\}", re.DOTALL
)
TOKEN = re.compile(r"--([a-z0-9-]+):(#[0-9a-f]{3,6})\b")
LEAST = 4.5  # WCAG 2.2, 1.4.3: text of the usual size
# Which text stands on which ground.
GROUNDS = ("bg", "surface", "sand")
PAIRS = (
    *product(("ink", "soft", "green", "green-deep", "clay", "blue", "amber", "red"), GROUNDS),
    *product(("ink", "soft"), ("green-soft", "clay-soft", "blue-soft", "amber-soft", "red-soft", "grey-soft")),
    *((name, f"{name}-soft") for name in ("green", "blue", "amber", "red", "grey")),
    ("clay", "clay-soft"), ("clay-deep", "clay-soft"), ("on-green", "green"), ("on-green", "green-deep"),
    ("on-dark", "brand"), ("on-dark", "brand-deep"), ("on-dark-soft", "brand-deep"), ("on-dark-warm", "brand"),
)  # fmt: skip
# The border of a field and the line around what has the focus: WCAG 2.2, 1.4.11.
EDGES = tuple(product(("edge", "clay", "green"), GROUNDS))
LEAST_OF_EDGES = 3


@cache
def looks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Return the colours by name, as "#17593d": light, dark as the device says, dark as the person chose."""
    light, by_device, by_choice = (
        dict(TOKEN.findall(block)) for block in BLOCK.findall(SHEET.read_text("utf-8"))
    )
    return light, light | by_device, light | by_choice


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 counts it."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def figures() -> list[tuple[str, float, float]]:
    """Return ("text on ground", contrast in light, contrast in dark) of every pair."""
    light, dark, _same = looks()
    return [
        (f"{text} / {ground}", contrast(light[text], light[ground]), contrast(dark[text], dark[ground]))
        for text, ground in PAIRS
    ]


def luminance(colour: str) -> float:
    """Return how light a colour is, from 0 to 1 (WCAG 2.2, relative luminance)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * sign for sign in colour[1:])
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
