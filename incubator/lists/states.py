"""How much is kept of a list under a name, and what the audit's verbs say to people."""

from django.utils.translation import gettext_lazy as _

from incubator.workflow.wording import name_verbs

LONGEST_NAME, LONGEST_QUERY = 60, 1000

name_verbs(
    {
        "saved_view.share": _("View of the list shared"),
        "saved_view.unshare": _("View of the list taken back"),
        "saved_view.delete": _("View of the list deleted"),
        "list.export": _("List exported"),
    }
)
