"""The centre, and the divisions of the country: region, prefecture, commune. Reference data, loaded from a file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from incubator.core.bilingual import Bilingual
from incubator.territory.querysets import CommuneQuerySet


class Centre(models.Model):
    """An innovation centre: its names, time zone, currency, contact and legal texts."""

    slug = models.SlugField(unique=True)
    name_fr = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    tagline_fr = models.CharField(max_length=240, blank=True)
    tagline_en = models.CharField(max_length=240, blank=True)
    time_zone = models.CharField(max_length=40, default="Africa/Lome")
    currency = models.CharField(max_length=3, default="XOF")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    whatsapp = models.CharField(max_length=20, blank=True)
    address_fr = models.CharField(max_length=240, blank=True)
    address_en = models.CharField(max_length=240, blank=True)
    hours_fr = models.CharField(max_length=160, blank=True)
    hours_en = models.CharField(max_length=160, blank=True)
    legal_fr = models.TextField(blank=True)
    legal_en = models.TextField(blank=True)

    name = Bilingual("name")
    tagline = Bilingual("tagline")
    address = Bilingual("address")
    hours = Bilingual("hours")
    legal = Bilingual("legal")

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")

    def __str__(self) -> str:
        return self.name_fr


class ReportingZone(models.Model):
    """One of the six zones donors read results by (Greater Lomé apart from the rest of Maritime)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class Region(models.Model):
    """One of the five regions of Togo."""

    slug = models.SlugField(unique=True)
    code = models.CharField(max_length=8, unique=True)
    name_fr = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    name = Bilingual("name")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_fr


class Prefecture(models.Model):
    """One of the 39 prefectures; its reporting zone is that of all its communes."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    capital = models.CharField(max_length=60, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="prefectures")
    zone = models.ForeignKey(ReportingZone, on_delete=models.PROTECT, related_name="prefectures")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    """One of the 117 communes (municipalities), the finest division a record points at."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    capital = models.CharField(
        max_length=60, blank=True, help_text="Chief town, where it is that of the prefecture."
    )
    prefecture = models.ForeignKey(Prefecture, on_delete=models.PROTECT, related_name="communes")

    objects = CommuneQuerySet.as_manager()

    class Meta:
        ordering = ["prefecture__name", "number"]
        constraints = [models.UniqueConstraint(fields=["prefecture", "number"], name="commune_number_once")]

    def __str__(self) -> str:
        return f"{self.name} – {self.capital}" if self.capital else self.name
