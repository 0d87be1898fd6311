"""The rows of this room: hot topics with their cases, warnings, preparations for seasons, the library of cases."""

from django.db import models
from django.db.models import Q

from huiyin.cases.models import Case
from huiyin.flow.ids import uuid7
from huiyin.insight.states import OPEN_ALERT, AlertState, Deed, Rhythm, TopicState
from huiyin.journal.models import Ledger, Subject
from huiyin.people.models import User
from huiyin.units.models import Unit


class Topic(Subject):
    """One hot topic of one week or month. `said` is the formula of its heat with the numbers put in.

    `kept` says that an editor divided or joined it, so that counting again leaves its cases where they are; `named` that an
    editor gave it its title.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    rhythm = models.CharField(max_length=8, choices=[(one.value, one.label) for one in Rhythm])
    begins = models.DateField("起始")
    ends = models.DateField("截止")
    title = models.CharField("热点", max_length=120)
    place = models.CharField("地点", max_length=60, blank=True)
    named = models.BooleanField(default=False)
    kept = models.BooleanField(default=False)
    heat = models.FloatField("热度", default=0)
    said = models.CharField("热度算法", max_length=400, blank=True)
    people = models.PositiveIntegerField("诉求人", default=0)
    letters = models.PositiveIntegerField("诉求件数", default=0)
    before = models.PositiveIntegerField("上期件数", default=0)
    urgent = models.PositiveIntegerField("紧急件数", default=0)
    first_at = models.DateTimeField("最早")
    last_at = models.DateTimeField("最近")
    into = models.ForeignKey("self", models.PROTECT, null=True, related_name="joined", db_index=False)
    why = models.CharField("说明", max_length=500, blank=True)
    found_at = models.DateTimeField()
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = "热点"
        indexes = [
            models.Index(fields=["rhythm", "begins", "state"], name="topic_period"),
            models.Index(fields=["begins"], name="topic_begins"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=TopicState.MERGED) | Q(into__isnull=False), name="topic_merged_into"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins} {self.title}"


class TopicCase(models.Model):
    """One case of a topic. In one list of topics a case stands once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="cases", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="topics")
    rhythm = models.CharField(max_length=8)
    begins = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rhythm", "begins", "case"], name="topic_case_once")]
        indexes = [models.Index(fields=["topic"], name="topic_case")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.case_id}"


class Alert(Subject):
    """One unusual growth: of a category in a territory of the city, or of a category at one unit (its own warning)."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField("种类", max_length=24)
    category = models.CharField("类别", max_length=12)
    territory = models.CharField("区域", max_length=16, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="单位")
    since = models.DateField("自")
    until = models.DateField("至")
    found = models.PositiveIntegerField("件数")
    people = models.PositiveIntegerField("诉求人")
    expected = models.FloatField("预期")
    said = models.CharField("依据", max_length=400)
    found_at = models.DateTimeField("发现时间")
    acknowledged_at = models.DateTimeField("确认时间", null=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    deed = models.CharField("处置", max_length=16, choices=[(one.value, one.label) for one in Deed], blank=True)
    paper = models.CharField("文号或编号", max_length=60, blank=True)
    words = models.CharField("说明", max_length=500, blank=True)
    ended_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = "预警"
        indexes = [
            models.Index(fields=["state", "-found_at", "id"], name="alert_work"),
            models.Index(fields=["found_at"], name="alert_found"),
            models.Index(fields=["unit", "state"], name="alert_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "territory"],
                name="alert_one_open",
                condition=Q(state__in=sorted(OPEN_ALERT), unit__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["category", "unit"],
                name="alert_one_open_of_unit",
                condition=Q(state__in=sorted(OPEN_ALERT), unit__isnull=False),
            ),
            models.CheckConstraint(condition=~Q(state=AlertState.ACTED) | ~Q(deed=""), name="alert_acted_has_deed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.category} {self.territory}"


class AlertLink(models.Model):
    """What was begun because of a warning: a supervision order, a paper; `page` and `name` are its address."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="links", db_index=False)
    kind = models.CharField(max_length=16)
    thing = models.UUIDField()
    label = models.CharField("名称", max_length=120)
    page = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = "预警处置"
        constraints = [models.UniqueConstraint(fields=["alert", "kind", "thing"], name="alert_link_once")]
        indexes = [models.Index(fields=["kind", "thing"], name="alert_link_thing")]

    def __str__(self) -> str:
        return self.label


class AlertTask(models.Model):
    """A unit was told to act on a warning, and what it answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="tasks", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="单位")
    asked = models.CharField("要求", max_length=500)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    answer = models.CharField("处置情况", max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = "预警责成"
        constraints = [models.UniqueConstraint(fields=["alert", "unit"], name="alert_task_once")]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.unit_id}"


class Preparation(Subject):
    """What one unit was asked to prepare for a season, and its answer."""

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    season = models.CharField("季节", max_length=24)
    topic = models.CharField("热点", max_length=24)
    begins = models.DateField("季节起始")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False, verbose_name="单位")
    asked_at = models.DateTimeField("布置时间")
    answer = models.CharField("准备情况", max_length=1000, blank=True)
    answered_at = models.DateTimeField("报送时间", null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    why = models.CharField("退回原因", max_length=500, blank=True)

    class Meta:
        verbose_name = "季节准备"
        indexes = [models.Index(fields=["unit", "state", "begins"], name="preparation_unit")]
        constraints = [models.UniqueConstraint(fields=["season", "topic", "begins", "unit"], name="preparation_once")]

    def __str__(self) -> str:
        return f"{self.season} {self.topic} {self.begins}"


class Story(Subject):
    """One typical case of the library (案例): retold without the person, with its course, what was done, what it teaches.

    `adopted` says that a suggestion of a citizen was taken up, `measure` what came of it.
    """

    ledger = models.ForeignKey(Ledger, models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="stories", db_index=False)
    title = models.CharField("案例", max_length=120)
    category = models.CharField("类别", max_length=12, blank=True)
    online = models.BooleanField("网络舆情", default=False)
    retelling = models.CharField("案情", max_length=2000)
    course = models.CharField("经过", max_length=2000, blank=True)
    measure = models.CharField("措施和结果", max_length=1000)
    lesson = models.CharField("启示", max_length=1000)
    helped = models.CharField("协助的外部单位", max_length=200, blank=True)
    adopted = models.BooleanField("采纳群众建议", default=False)
    proposed_at = models.DateTimeField("提出时间")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    listed_at = models.DateTimeField("入库时间", null=True)
    why = models.CharField("审定意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "案例"
        indexes = [
            models.Index(fields=["state", "-proposed_at", "id"], name="story_work"),
            models.Index(fields=["listed_at"], name="story_listed"),
        ]
        constraints = [models.UniqueConstraint(fields=["case"], name="story_once")]

    def __str__(self) -> str:
        return self.title
