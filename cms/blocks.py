"""Blocks of the editor: what the body of a page may hold, and every type of field that a form may ask."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from incubator.programmes.form.columns import COLUMNS
from incubator.programmes.form.conditions import OPS, PARTS
from incubator.programmes.form.problems import DATA_CLASSES, FORMATS
from incubator.programmes.form.types import TYPES

RICH = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"))
    who = blocks.CharBlock(label=_("Who says it"), required=False)

    class Meta:
        label = _("Quotation")
        icon = "openquote"
        template = "cms/blocks/quote.html"


class PartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"))
    url = blocks.URLBlock(label=_("Address of the site"), required=False)

    class Meta:
        label = _("Partner")
        icon = "group"


class BodyBlock(blocks.StreamBlock):
    """The small set of blocks of every page."""

    text = blocks.RichTextBlock(label=_("Text"), features=RICH, template="cms/blocks/text.html")
    image = ImageBlock(label=_("Picture"), template="cms/blocks/image.html")
    quote = QuoteBlock()

    class Meta:
        required = False


class PartnersBlock(blocks.StreamBlock):
    partner = PartnerBlock()

    class Meta:
        required = False


# -- forms of calls ------------------------------------------------------------------------------------------


class ConditionLine(blocks.StructBlock):
    field = blocks.CharBlock(label=_("Field"), help_text=_("The key of a question placed before."))
    part = blocks.ChoiceBlock(
        label=_("Part"), choices=[(part, part) for part in PARTS], required=False,
        help_text=_("For a municipality: its region, prefecture or zone."),
    )  # fmt: skip
    op = blocks.ChoiceBlock(label=_("Comparison"), choices=[(op, op) for op in OPS])
    value = blocks.CharBlock(
        label=_("Value"),
        required=False,
        help_text=_("A code, a number, yes or no; several codes with commas."),
    )

    class Meta:
        label = _("Condition")


class ConditionBlock(blocks.StructBlock):
    """One or several comparisons; what they cannot say is written as JSON."""

    match = blocks.ChoiceBlock(
        label=_("Together"), choices=[("all", _("All are met")), ("any", _("One is met"))], default="all"
    )
    conditions = blocks.ListBlock(ConditionLine(), label=_("Conditions"), default=[])
    json = blocks.TextBlock(
        label=_("As JSON"),
        required=False,
        help_text=_("For what the lines above cannot say; it replaces them."),
    )

    class Meta:
        label = _("Condition")
        collapsed = True


class ChoiceLine(blocks.StructBlock):
    code = blocks.CharBlock(label=_("Code"), help_text=_("Stored; never changed once people answered."))
    fr = blocks.CharBlock(label=_("In French"))
    en = blocks.CharBlock(label=_("In English"), required=False)

    class Meta:
        label = _("Answer")


def _whole(label: object, **options: object) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(label=label, required=False, **options)


def _words() -> list[tuple[str, blocks.Block]]:
    return [
        ("key", blocks.CharBlock(label=_("Key"), help_text=_("Small letters, digits and _; never changed."))),
        ("label_fr", blocks.CharBlock(label=_("Question in French"))),
        ("label_en", blocks.CharBlock(label=_("Question in English"), required=False)),
        ("help_fr", blocks.CharBlock(label=_("Help in French"), required=False)),
        ("help_en", blocks.CharBlock(label=_("Help in English"), required=False)),
        ("required", blocks.BooleanBlock(label=_("Required"), required=False)),
    ]


def _keeping() -> list[tuple[str, blocks.Block]]:
    return [
        ("required_when", ConditionBlock(label=_("Required when"), required=False)),
        ("shown_when", ConditionBlock(label=_("Shown when"), required=False)),
        ("note_fr", blocks.CharBlock(label=_("Note for the centre in French"), required=False)),
        ("note_en", blocks.CharBlock(label=_("Note for the centre in English"), required=False)),
        (
            "data_class",
            blocks.ChoiceBlock(
                label=_("Class of data"), choices=[(name, name) for name in DATA_CLASSES], default="internal"
            ),
        ),
        ("public_from", blocks.CharBlock(label=_("Public from"), required=False)),
        ("reviewer_visible", blocks.BooleanBlock(label=_("Shown to the jury"), required=False)),
        (
            "maps_to",
            blocks.ChoiceBlock(
                label=_("Column that it fills"), choices=[(n, n) for n in COLUMNS], required=False
            ),
        ),
    ]


def _limits(code: str) -> list[tuple[str, blocks.Block]]:
    """What a type has of its own."""
    number = blocks.FloatBlock if code == "decimal" else blocks.IntegerBlock
    texts = [
        ("max_length", _whole(_("Most characters"))),
        ("max_words", _whole(_("Most words"))),
        ("pattern", blocks.CharBlock(label=_("Pattern"), required=False)),
        (
            "pattern_level",
            blocks.ChoiceBlock(
                label=_("Pattern"), choices=[("warn", _("warns")), ("error", _("stops"))], required=False
            ),
        ),
    ]
    numbers = [
        ("min", number(label=_("Lowest"), required=False)),
        ("max", number(label=_("Highest"), required=False)),
        ("default", _whole(_("Filled in beforehand"))),
    ]
    amounts = [
        ("currency", blocks.CharBlock(label=_("Currency"), required=False, max_length=3)),
        ("decimals", _whole(_("Decimals"))),
    ]
    choices = [("choices", blocks.ListBlock(ChoiceLine(), label=_("Answers"), default=[]))]
    source = [
        (
            "source",
            blocks.ChoiceBlock(label=_("List"), choices=[("communes", _("Municipalities"))], required=False),
        )
    ]
    items = [("min_items", _whole(_("Fewest lines"))), ("max_items", _whole(_("Most lines")))]
    confirm = [("must_be_true", blocks.BooleanBlock(label=_("Must be yes"), required=False))]
    files = [
        (
            "formats",
            blocks.MultipleChoiceBlock(
                label=_("Accepted formats"), choices=[(n, n) for n in FORMATS], required=False
            ),
        ),
        ("max_mb", _whole(_("Largest size, in MB"))),
    ]
    table: dict[str, list] = {
        "text": texts,
        "textarea": texts,
        "email": texts[:1],
        "url": texts[:1],
        "phone": [("country", blocks.CharBlock(label=_("Country"), required=False, max_length=2))],
        "date": [("year_only_allowed", blocks.BooleanBlock(label=_("The year is enough"), required=False))],
        "integer": numbers,
        "decimal": numbers,
        "money": numbers + amounts,
        "choice": choices,
        "multichoice": choices + source + items,
        "commune": source,
        "boolean": confirm,
        "consent": [*confirm, ("purpose", blocks.CharBlock(label=_("Purpose"), required=False))],
        "file": files + items,
        "repeat": items,
        "section": items,
        "table": [],
        "person": [],
        "gps": [],
        "rating": numbers[:2],
        "budget": [*items, *amounts, ("max_total", _whole(_("Highest total"))),
                   ("maps_value", blocks.ChoiceBlock(label=_("Fills with"), choices=[("total", _("the total"))], required=False))],  # noqa: E501
    }  # fmt: skip
    return table[code]


LABELS = {
    "text": _("Short text"), "textarea": _("Long text"), "integer": _("Whole number"), "decimal": _("Number"),
    "money": _("Amount"), "date": _("Date"), "choice": _("One answer of a list"), "boolean": _("Yes or no"),
    "email": _("E-mail address"), "phone": _("Telephone"), "url": _("Link"), "commune": _("Municipality"),
    "multichoice": _("Several answers of a list"), "consent": _("Consent"), "file": _("File"),
    "repeat": _("Lines to add"), "budget": _("Budget"), "section": _("Repeatable section"), "table": _("Table"),
    "person": _("Person"), "gps": _("Place on the map"), "rating": _("Rating"),
}  # fmt: skip


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


def fields_block() -> blocks.StreamBlock:
    """Every type of question."""
    return blocks.StreamBlock(
        [
            (
                code,
                blocks.StructBlock(
                    [
                        *_words(),
                        *_limits(code),
                        *(
                            [("columns", columns_block())]
                            if code in ("repeat", "section", "budget", "table")
                            else []
                        ),
                        *_keeping(),
                    ],
                    label=LABELS[code],
                ),
            )
            for code in TYPES
        ],
        label=_("Questions"),
    )


class StepsBlock(blocks.StreamBlock):
    """A form: steps, each with its questions."""

    step = blocks.StructBlock(
        [
            ("key", blocks.CharBlock(label=_("Key"), max_length=20)),
            ("title_fr", blocks.CharBlock(label=_("Title in French"))),
            ("title_en", blocks.CharBlock(label=_("Title in English"), required=False)),
            ("fields", fields_block()),
        ],
        label=_("Step"),
    )

    class Meta:
        required = False
