"""What is counted ahead: cells of counters, what each case has added to them, and which cases must be looked at again."""

from typing import Any

from django.db import models

from huiyin.flow.ids import uuid7


class Counted(models.Model):
    """A measure in one definition. Its counters are true from the moment at which every case was counted."""

    id = models.SmallAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    fingerprint = models.CharField(max_length=32)
    complete_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "fingerprint"], name="rollup_measure_once")]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """One counter: so many rows of a measure in a day or a month, on up to two axes; which ones, the cube says.

    `centre` is empty for the city's own cases. Numbers that `cubes.py` gives stand for measures and cubes: the rows are many.
    """

    pk = models.CompositePrimaryKey("cube", "measure", "centre", "first", "a", "b")
    cube = models.SmallIntegerField()
    measure = models.SmallIntegerField()
    centre = models.CharField(max_length=32, blank=True)
    first = models.DateField()
    a = models.CharField(max_length=120, blank=True)
    b = models.CharField(max_length=120, blank=True)
    n = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["cube", "measure", "centre", "b", "first"], name="rollup_cell_b", condition=models.Q(b__gt="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.cube}/{self.measure} {self.first}"


class Contribution(models.Model):
    """What one case has added to the cells, so that it can be taken back when the case has moved on.

    `points` are the ids of the cases to which it pointed then: when it lets go of them, they count otherwise.
    """

    case_id = models.UUIDField(primary_key=True)
    vector = models.TextField()
    points = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.case_id)


class Mark(models.Model):
    """A case on which something was done: its contribution may have changed. One for each event, in no order."""

    event_id = models.UUIDField(primary_key=True)
    case_id = models.UUIDField()

    def __str__(self) -> str:
        return str(self.case_id)


class Keeping(models.Model):
    """The one row that is locked by whoever changes cells; `version` tells a reader that they changed while it read."""

    id = models.SmallIntegerField(primary_key=True)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.version)


class Recount(models.Model):
    """One comparison of what is kept with what the cases say: how many were looked at, and what differed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField(db_index=True)
    full = models.BooleanField()
    cases = models.PositiveBigIntegerField()
    cells = models.PositiveBigIntegerField(default=0)
    differences = models.PositiveIntegerField()
    found: Any = models.JSONField(default=list)
    seconds = models.FloatField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.differences}"
