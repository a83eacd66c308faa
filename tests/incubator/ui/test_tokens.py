"""Every colour, size of type and space of the house's stylesheets is a token, and the colours can be told apart."""

import gzip
import re
from pathlib import Path

import pytest

from incubator.ui import contrast

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "incubator/ui/static/ui"
SHEETS = [
    path
    for folder in ("incubator", "cms", "funding", "mentorship")
    for path in (ROOT / folder).rglob("static/**/*.css")
    if "vendor" not in path.parts
]
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(|(?<![-\w])(?:white|black|red|green|blue|gray|grey)(?![-\w])"
)
SIZE = re.compile(r"(?:^|[;{])(font-size|--pico-font-size):([^;}]+)")
SPACE = re.compile(r"(?:^|[;{])((?:margin|padding|gap|row-gap|column-gap)(?:-[a-z]+)*):([^;}]+)")
# A size follows the text it stands in, or a token; a space too, or it is none.
A_SIZE = re.compile(r"inherit|var\(--t-[a-z0-9]+\)|103%|[\d.]+pt")
A_SPACE = re.compile(r"0|auto|inherit|-?[.\d]+em|var\(--s-\d\)|calc\(.*\)|18mm|16mm|20mm")


def without_tokens(path: Path) -> str:
    text = re.sub(
        r"/\*.*?\*/",
        lambda found: found[0] if "tokens" in found[0] else "",
        path.read_text(encoding="utf-8"),
        flags=re.S,
    )
    return re.sub(r"/\* tokens \*/.*?/\* end of tokens \*/", "", text, flags=re.S)


def strangers(css: str) -> list[str]:
    """Return what is no token: colours, sizes of type, spaces."""
    css = re.sub(
        r"@media print\{\n.*?\n\.print-only", "", css, flags=re.S
    )  # paper is white, and its margins are measured
    found = [colour[0] for colour in COLOUR.finditer(css)]
    for _name, value in SIZE.findall(css):
        found += [value] if not A_SIZE.fullmatch(value.strip()) else []
    for name, value in SPACE.findall(css):
        value = value.replace("!important", "")
        words = re.findall(r"calc\(.*?\)+|var\([^)]*\)|\S+", value)
        found += [f"{name}:{value}"] if not all(A_SPACE.fullmatch(word) for word in words) else []
    return found


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_stylesheet_holds_no_colour_size_or_space_of_its_own(path):
    if path.name not in ("panels.css", "admin.css"):  # Wagtail's pages have Wagtail's tokens
        assert strangers(without_tokens(path)) == []


@pytest.mark.parametrize(
    "rule",
    ["a{color:#fff}", "a{margin:3px}", "a{padding:0 .9rem}", "a{font-size:.95rem}", "a{color:rgba(0,0,0,1)}"],
)
def test_a_stranger_is_found(rule):
    assert len(strangers(rule)) == 1


@pytest.mark.parametrize("look", [0, 1], ids=["light", "dark"])
def test_text_is_read_on_its_ground(look):
    low = {pair: figures[look] for pair, *figures in contrast.figures() if figures[look] < contrast.LEAST}

    assert low == {}
    held = contrast.looks()[look]
    edges = {pair: contrast.contrast(held[pair[0]], held[pair[1]]) for pair in contrast.EDGES}
    assert {pair for pair, figure in edges.items() if figure < contrast.LEAST_OF_EDGES} == set()


def test_the_dark_of_the_device_is_that_of_the_choice():
    light, by_device, by_choice = contrast.looks()
    assert by_device == by_choice != light
    assert set(by_device) == set(light)


def test_contrast_is_that_of_the_standard():
    assert contrast.contrast("#000", "#ffffff") == 21
    assert round(contrast.contrast("#777777", "#ffffff"), 2) == 4.48


def test_style_sheet_typeface_and_script_stay_light():
    sizes = {
        name: len(gzip.compress((STATIC / name).read_bytes())) for name in ("app.css", "vendor/pico.css")
    }

    assert sizes["app.css"] < 9_500
    assert sum(sizes.values()) < 12_500
    assert (STATIC / "fonts/inter.woff2").stat().st_size <= 30_000
    assert len((STATIC / "app.js").read_bytes()) < 3_300
    assert len((STATIC / "app.js").read_bytes() + (STATIC / "forms.js").read_bytes()) < 30_000


def test_style_sheets_load_the_typeface_and_nothing_else():
    css = (STATIC / "app.css").read_text("utf-8") + (STATIC / "vendor/pico.css").read_text("utf-8")

    assert re.findall(r"url\(([^)]*)\)|(@import)", css) == [("fonts/inter.woff2", "")]
