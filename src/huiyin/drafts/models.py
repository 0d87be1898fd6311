"""The row of a draft: one for each person and form."""

from uuid import UUID, uuid5

from django.db import models

from huiyin.people.models import User


class Draft(models.Model):
    """What one person has typed into one form. It is nobody's act yet: no event tells of it, and nobody else reads it.

    `key` is the idempotency key of the page on which it was typed: what was sent under it is no draft any more.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts", verbose_name="用户")
    form = models.CharField("表单", max_length=80)
    key = models.CharField(max_length=64, blank=True)
    typed = models.BinaryField("内容")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "草稿"
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_of_person_and_form")]
        indexes = [models.Index(fields=["at"], name="draft_at")]

    def __str__(self) -> str:
        return self.form


def id_of(user_id: UUID, form: str) -> UUID:
    """Return the id of this person's draft of this form: it is known before the row is there, for the text is sealed to it."""
    return uuid5(user_id, form)
