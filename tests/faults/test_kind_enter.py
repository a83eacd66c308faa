"""Kind: Enter presses the first button of a form, and it was the one that sends, removes or decides."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

ROOT = Path(__file__).resolve().parents[2]
ENTER_PRESSES = "input:not([type=hidden]):not([type=file]):not([type=submit]), select, textarea"
FIELDS = re.compile(
    r"\{% (field|fields|formset) |\{% include \"programmes/form/|\{% include \"applications/paper"
)
# A button without a name in a form of one button does what its page is for, and what can be done again: it saves,
# looks up or goes one step on.
DANGER = "danger-button"


def forms_of(path: Path) -> list[Tag]:
    """Return the forms of a template; what its tags draw stands as a sign in the text."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"\{% on_enter nothing=True %\}", "<button disabled data-nothing></button>", text)
    text = re.sub(
        r'\{% on_enter "(\w+)" "(\w+)" %\}', r'<button data-on-enter name="\1" value="\2"></button>', text
    )
    text = text.replace("{% on_enter %}", "<button data-on-enter></button>")
    text = re.sub(r"\{% (?:field|fields|formset) .*?%\}", "<input>", text)
    text = re.sub(r'\{% include "programmes/form/.*?%\}', "<input>", text)
    text = re.sub(r"\{%.*?%\}", "", text)
    return BeautifulSoup(text, "lxml").select('form[method="post"]')


def buttons_of(form: Tag) -> list[Tag]:
    return [each for each in form.select("button, input[type=submit]") if each.get("type") != "button"]


def wrong_with(form: Tag) -> str:
    """Say why Enter is not harmless in a form; "" where it is."""
    buttons = buttons_of(form)
    if not form.select(ENTER_PRESSES) or not buttons:
        return ""
    first, others = buttons[0], buttons[1:]
    if first.has_attr("data-nothing") or first.has_attr("data-on-enter"):
        return ""
    if DANGER in str(first.get("class", "")):
        return "Enter presses the dangerous button"
    if first.has_attr("formaction") or first.has_attr("name"):
        return f"Enter presses {first}"
    named = [each for each in others if not each.has_attr("name") and not each.has_attr("formaction")]
    if named:
        return f"Enter presses {first}, another plain button follows"
    if others and "Save" not in first.get_text() and "Save" in "".join(each.get_text() for each in others):
        return f"Enter presses {first}, and another button saves"
    return ""


TEMPLATES = sorted(
    path
    for top in ("incubator", "mentorship", "funding", "cms")
    for path in (ROOT / top).rglob("templates/**/*.html")
    if "letters" not in path.parts
)


def test_every_template_is_read():
    read = [path for path in TEMPLATES if forms_of(path)]

    assert len(read) > 80


def test_enter_is_harmless_in_every_form_of_every_template():
    found = {
        f"{path.relative_to(ROOT)}: {wrong}"
        for path in TEMPLATES
        for form in forms_of(path)
        if (wrong := wrong_with(form))
    }

    assert found == set()


@pytest.mark.parametrize(
    "form",
    [
        '<input><button name="remove" value="1">Remove</button><button>Save</button>',
        '<input><button formaction="/send/">Send</button><button>Save</button>',
        '<input><button name="do" value="submit">Confirm</button>',
        '<input><button class="danger-button">Withdraw</button>',
        '<input><button>Send</button><button name="then" value="save">Save</button>',
    ],
)
def test_a_form_whose_first_button_acts_is_found(form):
    parsed = BeautifulSoup(f'<form method="post">{form}</form>', "lxml").form

    assert wrong_with(parsed)
    assert (
        wrong_with(
            BeautifulSoup(
                f'<form method="post"><button disabled data-nothing></button>{form}</form>', "lxml"
            ).form
        )
        == ""
    )
