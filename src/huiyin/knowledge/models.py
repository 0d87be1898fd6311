"""Rows of the knowledge: items with their editions and what they are found by, and phrases with their keys."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from huiyin.flow.ids import uuid7
from huiyin.journal.models import Ledger, Subject
from huiyin.knowledge.states import ItemState
from huiyin.people.models import User
from huiyin.units.models import Unit


class Item(Subject):
    """One question with the answer that the centre may give to it, whose answer it is, and how long it holds."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField("编号", unique=True)
    question = models.CharField("问题", max_length=200)
    answer = models.TextField("答复")
    topic = models.CharField("事项分类", max_length=8, blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="负责单位")
    valid_from = models.DateField("自")
    valid_until = models.DateField("至", null=True)
    edition = models.PositiveSmallIntegerField("版次", default=0)
    changed_at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = "知识"
        indexes = [
            models.Index(fields=["state", "-changed_at", "-id"], name="knowledge_state"),
            models.Index(fields=["topic", "state"], name="knowledge_topic"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name="knowledge_item_days"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call it: "Z12"."""
        return f"Z{self.number}"

    @property
    def standing(self) -> ItemState:
        """The state with its label."""
        return next(state for state in ItemState if state == self.state)

    def holds_on(self, day: date) -> bool:
        """Whether its time has come and is not over."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Edition(models.Model):
    """The item as it was worded once. Written once: an answer that cited it was given in these words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, models.CASCADE, related_name="editions", db_index=False)
    number = models.PositiveSmallIntegerField("版次")
    question = models.CharField("问题", max_length=200)
    answer = models.TextField("答复")
    valid_from = models.DateField("自")
    valid_until = models.DateField("至", null=True)
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="修改人")

    class Meta:
        verbose_name = "知识版次"
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="knowledge_edition_once")]

    def __str__(self) -> str:
        return f"第{self.number}版"


class Gram(models.Model):
    """Two signs that stand side by side in the question of an item: what is typed is compared by these."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="grams", db_index=False)
    gram = models.CharField(max_length=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "item"], name="knowledge_gram_once")]
        indexes = [models.Index(fields=["item"], name="knowledge_gram_item")]

    def __str__(self) -> str:
        return self.gram


class PhraseGroup(models.TextChoices):
    """What a phrase is for. The first two register a matter by their key, the others are only said."""

    CONSULT = "consult", "常用咨询"
    ABUSE = "abuse", "骚扰谩骂"
    CLOSING = "closing", "结束语"
    OTHER = "other", "其他用语"


REGISTERING = frozenset({PhraseGroup.CONSULT, PhraseGroup.ABUSE})


class Phrase(models.Model):
    """Words that are said often, behind one key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    group = models.CharField("类别", max_length=8, choices=PhraseGroup.choices)
    key = models.CharField("按键", max_length=1)
    title = models.CharField("标题", max_length=60)
    words = models.TextField("怎么说")
    kind = models.CharField("诉求性质", max_length=24, blank=True)
    topic = models.CharField("事项分类", max_length=8, blank=True)
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="phrases", verbose_name="依据的知识")
    ended_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = "话术"
        ordering = ["group", "key"]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="phrase_key_once", condition=Q(ended_at__isnull=True)),
            models.CheckConstraint(
                condition=~Q(group__in=sorted(REGISTERING)) | ~Q(Q(kind="") | Q(topic="")),
                name="phrase_registers_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def registers(self) -> bool:
        """Whether its key registers a matter."""
        return self.group in REGISTERING
