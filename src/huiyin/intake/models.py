"""The rows of the intake: which file was imported when, on whose behalf, and which case came with which row of it."""

from django.db import models

from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.people.models import User


class ImportSubject(models.TextChoices):
    """What a file holds."""

    CASES = "cases", "新诉求"
    OPEN_CASES = "open_cases", "别的系统的在办件"


class Import(models.Model):
    """One import of one file. One that is not finished was broken off: importing the file again goes on with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.CharField("内容", max_length=12, choices=ImportSubject.choices)
    profile = models.CharField("文件种类", max_length=40)
    file_name = models.CharField("文件名", max_length=200)
    file_hash = models.BinaryField("文件指纹", max_length=32)
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="代表")
    at = models.DateTimeField("时间")
    event_id = models.UUIDField()
    read = models.PositiveIntegerField("读取", default=0)
    accepted = models.PositiveIntegerField("收进", default=0)
    repeated = models.PositiveIntegerField("早已收过", default=0)
    rejected = models.PositiveIntegerField("退回", default=0)
    finished = models.BooleanField("完成", default=False)

    class Meta:
        verbose_name = "导入"
        indexes = [models.Index(fields=["-at"], name="import_at")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()} {self.at:%Y-%m-%d %H:%M}"


class Imported(models.Model):
    """Where an imported case came from, and what its file told of it that the case itself has no place for."""

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="imported")
    source = models.ForeignKey(Import, models.PROTECT, related_name="cases")
    row = models.PositiveIntegerField("行号")
    likes = models.PositiveIntegerField("点赞数", null=True)
    dislikes = models.PositiveIntegerField("反对数", null=True)

    class Meta:
        verbose_name = "导入的工单"

    def __str__(self) -> str:
        return f"{self.source_id} {self.row}"
