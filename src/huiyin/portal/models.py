"""How often something was done from one place, as a keyed hash and a number; and who asks for a new query code."""

from django.db import models

from huiyin.flow.ids import uuid7


class Tally(models.Model):
    """One count within one stretch of time. The key holds the stretch, so that two of them cannot be linked."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}={self.count}"


class CodeAsked(models.Model):
    """Somebody asks for a new query code. What was typed lies sealed for the minute until a worker looks at it.

    Whether it is right is not asked while the citizen waits: the page takes as long for a stranger as for the right one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    typed = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)
