"""The dispatch catalogue: which unit takes which topic in which territory, at the centre and inside each unit."""

from django.db import models
from django.db.models import F, Q

from huiyin.flow.ids import uuid7
from huiyin.units.models import Unit


class CatalogueRow(models.Model):
    """One line of the catalogue (分级负责、归口办理).

    Without an owner it is the centre's; a unit keeps its own for those below it. An empty category or territory
    means any. `until` is the first day on which the line no longer holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所属单位")
    category = models.CharField("事项分类", max_length=12, blank=True)
    territory = models.CharField("属地", max_length=16, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    note = models.CharField("依据", max_length=200, blank=True)
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["category", "territory"], name="catalogue_topic")]
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="catalogue_days"),
            models.CheckConstraint(condition=~Q(category="", territory=""), name="catalogue_says_something"),
            models.UniqueConstraint(
                fields=["category", "territory", "unit"],
                condition=Q(until__isnull=True, owner__isnull=True),
                name="catalogue_city_line_once",
            ),
            models.UniqueConstraint(
                fields=["owner", "category", "territory", "unit"],
                condition=Q(until__isnull=True, owner__isnull=False),
                name="catalogue_unit_line_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category}/{self.territory}"
