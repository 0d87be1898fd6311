"""The rows of the desk itself: a list as somebody wants to find it again, and a screen that shows the wall."""

from django.db import models

from huiyin.flow.ids import uuid7
from huiyin.people.models import User


class SavedView(models.Model):
    """A list with filters and order under a name of one's own; `address` is the list, `query` what is asked of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="用户")
    address = models.CharField("清单", max_length=60)
    name = models.CharField("名称", max_length=20)
    query = models.CharField("条件", max_length=1000, blank=True)
    at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "视图"
        constraints = [models.UniqueConstraint(fields=["user", "address", "name"], name="desk_view_name_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def link(self) -> str:
        """Where the list is found as it was saved."""
        return f"{self.address}?{self.query}" if self.query else self.address


class Display(models.Model):
    """A screen on a wall that is let in without anybody signing in: it sees the wall, nothing else, until it is ended.

    `hash` is that of the address until a screen was let in by it, then that of the screen's cookie.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField("哪里的屏幕", max_length=30)
    hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField("登记时间")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False, verbose_name="登记人")
    opened_at = models.DateTimeField("启用时间", null=True)
    ended_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = "显示屏"

    def __str__(self) -> str:
        return self.name
