"""Blocks of the form editor: every type of question that a form may ask, and what stands between questions."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from cms.form_editor.column_words import columns_for
from cms.form_editor.condition_blocks import CRITERIA, ConditionBlock, ListedBlock
from cms.form_editor.number_blocks import MoneyBlock, NumberBlock, WholeBlock
from cms.form_editor.part_block import PartBlock
from incubator.forms.composites import PERSON
from incubator.forms.problems import DATA_CLASSES, FORMATS
from incubator.forms.types import TYPES

Children = list[tuple[str, blocks.Block]]
CLASSES = {
    "public": _("public"),
    "internal": _("internal"),
    "personal": _("personal"),
    "sensitive": _("sensitive: sealed, and off in exports"),
}


class ChoiceLine(blocks.StructBlock):
    code = blocks.CharBlock(label=_("Code"), help_text=_("Stored; never changed once people answered."))
    fr = blocks.CharBlock(label=_("In French"))
    en = blocks.CharBlock(label=_("In English"), required=False)

    class Meta:
        label = _("Answer")


class CapLine(blocks.StructBlock):
    row = blocks.CharBlock(label=_("Code of the line"), required=False, help_text=_("Empty: all lines."))
    column = blocks.CharBlock(
        label=_("Key of the column"), required=False, help_text=_("Empty: all columns.")
    )
    max = MoneyBlock(label=_("At most"), required=False)
    max_percent = WholeBlock(label=_("Or at most, in percent of the total"), required=False)
    sentence_fr = blocks.CharBlock(label=_("What is said beyond it, in French"), required=False)
    sentence_en = blocks.CharBlock(label=_("What is said beyond it, in English"), required=False)

    class Meta:
        label = _("Cap")


def _whole(label: object) -> WholeBlock:
    return WholeBlock(label=label, required=False)


def _line(label: object, **more: object) -> blocks.CharBlock:
    return blocks.CharBlock(label=label, required=False, **more)


def _tick(label: object, **more: object) -> blocks.BooleanBlock:
    return blocks.BooleanBlock(label=label, required=False, **more)


def _several(label: object, choices: list, **more: object) -> blocks.MultipleChoiceBlock:
    return blocks.MultipleChoiceBlock(label=label, choices=choices, required=False, **more)


def _pair(name: str, fr: object, en: object) -> Children:
    return [(f"{name}_fr", _line(fr)), (f"{name}_en", _line(en))]


def _words() -> Children:
    return [
        ("key", blocks.CharBlock(label=_("Key"), help_text=_("Small letters, digits and _; never changed."))),
        ("label_fr", blocks.CharBlock(label=_("Question in French"))),
        ("label_en", _line(_("Question in English"))),
        *_pair("help", _("Help in French"), _("Help in English")),
        ("required", _tick(_("Required"))),
    ]


def _keeping() -> Children:
    return [
        ("required_when", ConditionBlock(label=_("Required when"), required=False)),
        ("shown_when", ConditionBlock(label=_("Shown when"), required=False)),
        *_pair("note", _("Note for the centre in French"), _("Note for the centre in English")),
        (
            "data_class",
            blocks.ChoiceBlock(
                label=_("Class of data"), choices=[(n, CLASSES[n]) for n in DATA_CLASSES], default="internal"
            ),
        ),
        ("public_from", _line(_("Public from"))),
        ("reviewer_visible", _tick(_("Shown to the jury"))),
        (
            "criterion",
            ListedBlock(
                chosen_from=CRITERIA,
                label=_("Criterion that it serves"),
                required=False,
                help_text=_("The short name of a line of the grid."),
            ),
        ),
        ("frozen", _tick(_("Frozen once sent"), help_text=_("Not open to corrections."))),
    ]


def _filling(code: str) -> Children:
    """Which typed column an answer of this type fills; nothing where no column takes it."""
    choices = columns_for(code)
    block = blocks.ChoiceBlock(
        label=_("Column that it fills"), choices=choices, required=False,
        help_text=_("Lists, filters and figures of the centre read it."),
    )  # fmt: skip
    return [("maps_to", block)] if choices else []


def _texts() -> Children:
    return [
        ("max_length", _whole(_("Most characters"))),
        ("min_words", _whole(_("Fewest words"))),
        ("max_words", _whole(_("Most words"))),
        ("pattern", _line(_("Usual form, as a pattern"), help_text=_("For example ^TG-[0-9]{4}$."))),
        (
            "pattern_level",
            blocks.ChoiceBlock(
                label=_("Another form"), choices=[("warn", _("warns")), ("error", _("stops"))], required=False
            ),
        ),
        ("default", _line(_("Filled in beforehand"))),
    ]


def _numbers(block: type[blocks.Block] = WholeBlock) -> Children:
    return [
        ("min", block(label=_("Lowest"), required=False)),
        ("max", block(label=_("Highest"), required=False)),
        ("default", block(label=_("Filled in beforehand"), required=False)),
    ]


def _items() -> Children:
    return [("min_items", _whole(_("Fewest lines"))), ("max_items", _whole(_("Most lines")))]


def _choices(label: object = _("Answers"), name: str = "choices") -> Children:
    return [(name, blocks.ListBlock(ChoiceLine(), label=label, default=[]))]


def _source() -> Children:
    communes = [("communes", _("Municipalities"))]
    return [("source", blocks.ChoiceBlock(label=_("List"), choices=communes, required=False))]


def _limits(code: str) -> Children:
    """What a type has of its own."""
    amounts = [("currency", _line(_("Currency"), max_length=3)), ("decimals", _whole(_("Decimals")))]
    confirm = [("must_be_true", _tick(_("Must be yes")))]
    files = [("formats", _several(_("Accepted formats"), [(n, n) for n in FORMATS])),
             ("max_mb", _whole(_("Largest size, in MB")))]  # fmt: skip
    most = ("max_total", MoneyBlock(label=_("Highest total"), required=False))
    total = blocks.ChoiceBlock(label=_("Fills with"), choices=[("total", _("the total"))], required=False)
    table = [*_choices(_("Lines"), "rows"),
             ("totals", _several(_("Totals"), [("rows", _("of each line")), ("columns", _("of each column"))])),
             ("caps", blocks.ListBlock(CapLine(), label=_("Caps"), default=[]))]  # fmt: skip
    parts = [(key, raw["label"]["fr"]) for key, raw in PERSON.items()]
    own: dict[str, Children] = {
        "text": _texts(), "textarea": _texts(), "email": _texts()[:1], "url": _texts()[:1],
        "phone": [("country", _line(_("Country"), max_length=2))],
        "date": [("year_only_allowed", _tick(_("The year is enough")))],
        "integer": _numbers(), "decimal": _numbers(NumberBlock), "money": _numbers(MoneyBlock) + amounts,
        "choice": [*_choices(), ("default", _line(_("Filled in beforehand"), help_text=_("A code.")))],
        "multichoice": _choices() + _source() + _items(), "commune": _source(),
        "boolean": confirm, "consent": [*confirm, ("purpose", _line(_("Purpose")))],
        "file": files + _items(), "repeat": _items(),
        "section": [*_pair("one", _("Name of one, in French"), _("Name of one, in English")), *_items()],
        "budget": [*_items(), *amounts, most, ("maps_value", total)],
        "table": table,
        "person": [("parts", _several(_("Asked"), parts, help_text=_("Nothing ticked: everything."))),
                   ("needed", _several(_("Required, once somebody is named"), parts))],
        "gps": [],
        "rating": [*_numbers()[:2], *_pair("low", _("Lowest, in French"), _("Lowest, in English")),
                   *_pair("high", _("Highest, in French"), _("Highest, in English"))],
    }  # fmt: skip
    return own[code]


LABELS = {
    "text": _("Short text"), "textarea": _("Long text"), "integer": _("Whole number"), "decimal": _("Number"),
    "money": _("Amount"), "date": _("Date"), "choice": _("One answer of a list"), "boolean": _("Yes or no"),
    "email": _("E-mail address"), "phone": _("Telephone"), "url": _("Link"), "commune": _("Municipality"),
    "multichoice": _("Several answers of a list"), "consent": _("Consent"), "file": _("File"),
    "repeat": _("Lines to add"), "budget": _("Budget"), "section": _("Repeatable section"), "table": _("Table"),
    "person": _("Person"), "gps": _("Place on the map"), "rating": _("Rating"),
}  # fmt: skip
WITH_COLUMNS = ("repeat", "section", "budget", "table")


def columns_block() -> blocks.StreamBlock:
    """The questions of one line of a table."""
    return blocks.StreamBlock(
        [
            (code, blocks.StructBlock([*_words(), *_limits(code)], label=LABELS[code]))
            for code, type_ in TYPES.items()
            if type_.in_columns
        ],
        label=_("Columns"),
        required=False,
    )


def _displays() -> Children:
    shown = ("shown_when", ConditionBlock(label=_("Shown when"), required=False))
    text = ("label_fr", blocks.TextBlock(label=_("Text in French"), rows=3))
    return [
        (
            "heading",
            blocks.StructBlock(
                [("label_fr", blocks.CharBlock(label=_("Heading in French"))),
                 ("label_en", _line(_("Heading in English"))), shown],
                label=_("Heading"), help_text=_("Its condition holds for everything up to the next heading."),
            ),
        ),
        (
            "note",
            blocks.StructBlock(
                [text, ("label_en", blocks.TextBlock(label=_("Text in English"), rows=3, required=False)), shown],
                label=_("Text to read"),
            ),
        ),
        (
            "image",
            blocks.StructBlock(
                [("image", ImageChooserBlock(label=_("Image"))),
                 ("label_fr", blocks.CharBlock(label=_("What it shows, in French"))),
                 ("label_en", _line(_("What it shows, in English"))), shown],
                label=_("Image"),
            ),
        ),
    ]  # fmt: skip


def fields_block() -> blocks.StreamBlock:
    """Every type of question, in three groups, and what stands between questions."""
    columns, keeping = columns_block(), _keeping()
    questions = [
        (
            code,
            blocks.StructBlock(
                [
                    *_words(),
                    *_limits(code),
                    *([("columns", columns)] if code in WITH_COLUMNS else []),
                    *keeping,
                    *_filling(code),
                ],
                label=LABELS[code],
                label_format="{label_fr} ({key})",
            ),
        )
        for code in TYPES
    ]
    return blocks.StreamBlock([*questions, *_displays()], label=_("Questions"))


def _step_words() -> Children:
    return [
        (
            "key",
            blocks.CharBlock(
                label=_("Key"), max_length=20, help_text=_("Stands in the address of the step.")
            ),
        ),
        ("title_fr", blocks.CharBlock(label=_("Title in French"))),
        ("title_en", _line(_("Title in English"))),
        ("shown_when", ConditionBlock(label=_("Shown when"), required=False)),
    ]


class StepsBlock(blocks.StreamBlock):
    """A form: steps, each with its questions."""

    step = blocks.StructBlock([*_step_words(), ("fields", fields_block())], label=_("Step"))

    class Meta:
        required = False


# What one page of the editor edits: a step's own words, or one question.
STEP_WORDS = PartBlock(_step_words(), label=_("Step"))
QUESTIONS = {
    kind: PartBlock(
        list(block.child_blocks.items()), label=block.label, help_text=getattr(block.meta, "help_text", "")
    )
    for kind, block in fields_block().child_blocks.items()
}
