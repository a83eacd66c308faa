"""What the slice holds of people (`core/personal_data.py`)."""

from django.utils.translation import gettext_lazy as _

from incubator.core.column_words import name
from incubator.core.personal_data import impersonal

impersonal(
    "territory.Centre",
    """
    slug name_fr name_en tagline_fr tagline_en time_zone currency email phone whatsapp
    address_fr address_en hours_fr hours_en legal_fr legal_en
    """,
)
impersonal("territory.ReportingZone", "slug name position")
impersonal("territory.Region", "slug code name_fr name_en position")
impersonal("territory.Prefecture", "slug name capital aliases")
impersonal("territory.Commune", "slug name number capital")
name("territory.Centre", _("Centre"))
name("territory.Commune", _("Commune"))
