"""The rows of the tree of units: what a unit was called, where it stood, what followed it, whom to call there."""

from django.db import models
from django.db.models import F, Q

from huiyin.flow.ids import uuid7
from huiyin.units.path import PATH_LENGTH


class Unit(models.Model):
    """One unit for the whole of its life. Name and place here are copies of the current dated rows, for quick lists.

    A day in `closed_on`, as in every `until` of this room, is the first day that no longer counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    serial = models.PositiveIntegerField("序号", unique=True)
    path = models.CharField("位置", max_length=PATH_LENGTH, unique=True)
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=30)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级单位"
    )
    depth = models.PositiveSmallIntegerField("层级")
    peer_group = models.CharField("考评组", max_length=30, blank=True)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    accepts_cases = models.BooleanField("接收工单", default=True)
    duty_phone = models.CharField("值班电话", max_length=40, blank=True)
    messages = models.CharField("通知号码或地址", max_length=200, blank=True)
    line_name = models.CharField("自有热线", max_length=40, blank=True)
    line_code = models.CharField("自有热线编号字头", max_length=6, blank=True)

    class Meta:
        verbose_name = "单位"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="units_unit_closed_after_opened",
            ),
            models.CheckConstraint(
                condition=Q(depth=1, parent__isnull=True) | Q(depth__gt=1, parent__isnull=False),
                name="units_unit_depth_fits_parent",
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="units_unit_not_below_itself"),
            models.CheckConstraint(
                condition=Q(line_code="", line_name="") | (~Q(line_code="") & ~Q(line_name="")),
                name="units_unit_line_has_name_and_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitName(models.Model):
    """What a unit was called from one day until another."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names")
    name = models.CharField("名称", max_length=100)
    short_name = models.CharField("简称", max_length=30)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ["unit", "since"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="units_name_one_current"),
            models.UniqueConstraint(fields=["unit", "since"], name="units_name_one_a_day"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="units_name_days"),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPlace(models.Model):
    """Where a unit stood in the tree from one day until another."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places")
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField("位置", max_length=PATH_LENGTH, db_index=True)
    depth = models.PositiveSmallIntegerField("层级")
    peer_group = models.CharField("考评组", max_length=30, blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ["unit", "since"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="units_place_one_current"),
            models.UniqueConstraint(fields=["unit", "since"], name="units_place_one_a_day"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="units_place_days"),
        ]

    def __str__(self) -> str:
        return self.path


class UnitLine(models.Model):
    """The line of its own (区长专线) that a unit had from one day until another: the centre for what it takes in there.

    The code stands in the numbers of its cases, so it never goes to another unit. `phones` are the numbers by which it is
    reached, each in its one spelling, with a blank between them: a call to one of them is a call of this line.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="lines")
    name = models.CharField("名称", max_length=40)
    code = models.CharField("编号字头", max_length=6)
    phones = models.CharField("接入号码", max_length=200, blank=True)
    since = models.DateField("自")
    until = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ["unit", "since", "id"]
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until__isnull=True), name="units_line_one_current"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="units_line_days"),
        ]

    def __str__(self) -> str:
        return self.name


class SuccessionKind(models.TextChoices):
    """In which way a unit became another, or itself under another name or in another place."""

    RENAME = "rename", "更名"
    MOVE = "move", "划转"
    MERGE = "merge", "并入"
    SPLIT = "split", "分设"
    CLOSE = "close", "撤销"


class Succession(models.Model):
    """One step from a unit to what it became on a day; the heir is the one that takes over the open cases."""

    kind = models.CharField("方式", max_length=10, choices=SuccessionKind.choices)
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="became")
    to_unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="came_from")
    on = models.DateField("日期")
    heir = models.BooleanField("接收在办工单", default=False)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "from_unit", "to_unit", "on"], name="units_succession_once"),
            models.UniqueConstraint(
                fields=["from_unit", "on"], condition=Q(heir=True), name="units_succession_one_heir"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["rename", "move"], to_unit=F("from_unit"))
                | (Q(kind__in=["merge", "split"], to_unit__isnull=False) & ~Q(to_unit=F("from_unit")))
                | (Q(kind="close") & (Q(to_unit__isnull=True) | ~Q(to_unit=F("from_unit")))),
                name="units_succession_ends_fit_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"


class ContactRole(models.TextChoices):
    """The three people of a unit whom the centre must be able to reach."""

    HEAD = "head", "主要领导"
    LEADER = "leader", "分管领导"
    HANDLER = "handler", "承办人"


class Contact(models.Model):
    """Who filled a contact role of a unit from one moment until another. The mobile number is kept sealed.

    `user_id` is the plain id of the person's account: the room of accounts lies above this one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="contacts")
    role = models.CharField("角色", max_length=10, choices=ContactRole.choices)
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    mobile = models.BinaryField("手机（密文）", null=True, blank=True)
    user_id = models.UUIDField(null=True, blank=True)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True, blank=True)

    class Meta:
        ordering = ["unit", "role", "since"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "role"], condition=Q(until__isnull=True), name="units_contact_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="units_contact_moments"
            ),
        ]
        indexes = [models.Index(fields=["unit", "role", "since"], name="units_contact_history")]

    def __str__(self) -> str:
        return self.name


class TreeStamp(models.Model):
    """The single row that every change of the tree locks: two changes at once can so never build a circle.

    Its number grows with each change; a process that keeps the tree in memory compares it.
    """

    ONLY = 1
    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    version = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="units_treestamp_single")]

    def __str__(self) -> str:
        return str(self.version)
