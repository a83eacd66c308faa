"""Blocks of the editor: what the body of a page may hold."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

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
