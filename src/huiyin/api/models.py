"""Keys by which other systems come in: one for each system of each account, kept as a hash."""

from django.db import models

from huiyin.flow.ids import uuid7
from huiyin.people.models import User


class Token(models.Model):
    """A key of an account for one named system. It opens what the account's posts open, until it ends."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=60)
    hash = models.BinaryField(max_length=32, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("issued_at")), name="api_token_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return self.name
