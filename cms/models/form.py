"""The form of a call as the editor holds it; publishing compiles it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.fields import StepsField
from cms.querysets import CallFormQuerySet
from incubator.programmes.models import Call


class CallForm(models.Model):
    """The steps of a call's form while somebody writes them. Nobody fills it in before it is published."""

    call = models.OneToOneField(
        Call, on_delete=models.CASCADE, related_name="editor_form", verbose_name=_("call")
    )
    steps = StepsField(blank=True, verbose_name=_("steps"))
    version_sha256 = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Of the version it was last equal to."
    )

    objects = CallFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("form of a call")
        verbose_name_plural = _("forms of calls")

    def __str__(self) -> str:
        return self.call.reference
