"""The petitioner (诉求人): kept apart from the case, contact data sealed, found by keyed hashes."""

from django.db import models

from huiyin.flow.ids import uuid7


class PetitionerKind(models.TextChoices):
    """Who petitions: a person, a company, or another body."""

    PERSON = "person", "个人"
    COMPANY = "company", "企业"
    OTHER = "other", "其他组织"


class Petitioner(models.Model):
    """One petitioner as given with one contact. Several rows may share a phone hash: the same caller."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=PetitionerKind.choices, default=PetitionerKind.PERSON)
    name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    phone_hash = models.BinaryField(max_length=32, null=True)
    name_hash = models.BinaryField(max_length=32, null=True)
    account_hash = models.BinaryField(max_length=32, null=True)
    anonymous = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    do_not_call = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["phone_hash"], name="petitioner_phone", condition=models.Q(phone_hash__isnull=False)),
            models.Index(fields=["name_hash"], name="petitioner_name", condition=models.Q(name_hash__isnull=False)),
            models.Index(
                fields=["account_hash"], name="petitioner_account", condition=models.Q(account_hash__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
