"""The palette is readable, and the style sheet stays light."""

import gzip
import itertools
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

ROOT = Path(finders.find("ui/app.css")).parent
CSS = (ROOT / "app.css").read_text()
TOKENS = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{3,6})[;}]", CSS))
PAPER = ("bg", "surface", "sand")


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(c * 2 for c in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT = [
    *itertools.product(("ink", "soft", "green", "green-deep", "clay", "blue", "amber", "red"), PAPER),
    *itertools.product(("ink", "soft"), ("green-soft", "clay-soft", "blue-soft", "amber-soft", "red-soft")),
    ("green", "green-soft"), ("clay-deep", "clay-soft"), ("blue", "blue-soft"), ("amber", "amber-soft"),
    ("red", "red-soft"),
    ("surface", "green"), ("surface", "green-deep"), ("on-dark", "green"), ("on-dark", "green-deep"),
    ("on-dark-soft", "green-deep"), ("clay", "clay-soft"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "paper"), TEXT)
def test_text_contrast_is_at_least_4_5(text, paper):
    assert contrast(TOKENS[text], TOKENS[paper]) >= 4.5


@pytest.mark.parametrize(("edge", "paper"), list(itertools.product(("edge", "clay", "green"), PAPER)))
def test_edges_and_focus_contrast_is_at_least_3(edge, paper):
    assert contrast(TOKENS[edge], TOKENS[paper]) >= 3


def test_the_contrast_of_a_pale_grey_would_be_refused():
    assert round(contrast("#999999", "#ffffff"), 2) == 2.85


def test_style_sheet_and_script_stay_light():
    sizes = {name: len(gzip.compress((ROOT / name).read_bytes())) for name in ("app.css", "vendor/pico.css")}

    assert sizes["app.css"] < 8_000
    assert sum(sizes.values()) < 12_000
    assert len((ROOT / "app.js").read_bytes()) < 3_300
    assert len((ROOT / "app.js").read_bytes() + (ROOT / "forms.js").read_bytes()) < 30_000


def test_style_sheets_load_nothing_else():
    assert re.findall(r"url\(|@import|@font-face", CSS + (ROOT / "vendor" / "pico.css").read_text()) == []
