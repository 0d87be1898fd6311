"""How often something was done from one place: a keyed hash and a number, and nothing that says who it was."""

from django.db import models


class Tally(models.Model):
    """One count within one stretch of time. The key holds the stretch, so that two of them cannot be linked."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}={self.count}"
