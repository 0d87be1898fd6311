"""The rows of people: accounts, the posts they hold, for whom they stand in, when they are on duty."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from huiyin.flow.actor import PLATFORM_ID
from huiyin.flow.ids import uuid7
from huiyin.flow.posts import CENTRE_POSTS, UNIT_POSTS, Post
from huiyin.units.models import Unit

POST_CHOICES = [(post.value, post.label) for post in Post]


class Accounts(BaseUserManager["User"]):
    """Finds accounts by the staff number that is typed at sign-in."""

    def create_user(self, username: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account; without a password nobody can sign in with it."""
        user = self.model(username=username, name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """One person's account. Rights come from posts only: there is no superuser and no staff flag."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField("工号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField("办公电话", max_length=40, blank=True)
    mobile = models.BinaryField("手机（密文）", null=True, blank=True)
    is_active = models.BooleanField("在用", default=True)
    password_is_initial = models.BooleanField("初始密码未修改", default=False)
    posts_version = models.PositiveIntegerField("岗位变更次数", default=0)
    session_epoch = models.PositiveIntegerField("会话批次", default=0)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Accounts] = Accounts()

    class Meta:
        verbose_name = "用户"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(id=PLATFORM_ID) | Q(is_active=False), name="people_user_platform_never_signs_in"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Raising the epoch ends every session of a leaver at once; a new password does the same.
        text = f"{self.password}|{self.session_epoch}"
        return salted_hmac("huiyin.people.session", text, secret=secret, algorithm="sha256").hexdigest()


class Holding(models.Model):
    """A post that a person holds from one moment until another: unit posts in a unit, all others in the centre."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    post = models.CharField("岗位", max_length=30, choices=POST_CHOICES)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="holdings", verbose_name="单位")
    since = models.DateTimeField("自")
    until = models.DateTimeField("至", null=True, blank=True)

    class Meta:
        ordering = ["user", "post", "since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__in=sorted(UNIT_POSTS), unit__isnull=False)
                | Q(post__in=sorted(CENTRE_POSTS), unit__isnull=True),
                name="people_holding_unit_fits_post",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="people_holding_moments"
            ),
            models.UniqueConstraint(
                fields=["user", "post", "unit"],
                condition=Q(until__isnull=True),
                name="people_holding_one_current_in_unit",
            ),
            models.UniqueConstraint(
                fields=["user", "post"],
                condition=Q(until__isnull=True, unit__isnull=True),
                name="people_holding_one_current_in_centre",
            ),
        ]
        indexes = [models.Index(fields=["post", "unit"], condition=Q(until__isnull=True), name="people_holding_who")]

    def __str__(self) -> str:
        return Post(self.post).label


class Deputation(models.Model):
    """The right of one person to act for another in some of the other's posts, for a dated time."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    from_user = models.ForeignKey(User, models.PROTECT, related_name="deputations_given", verbose_name="被代理人")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="deputations_held", verbose_name="代理人")
    posts = models.JSONField("代理岗位", default=list)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至")
    reason = models.CharField("事由", max_length=200)

    class Meta:
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="people_deputation_moments"),
            models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="people_deputation_of_another"),
        ]
        indexes = [models.Index(fields=["to_user", "until"], name="people_deputation_held")]

    def __str__(self) -> str:
        return f"{self.to_user} 代 {self.from_user}"


class DutyShift(models.Model):
    """Who is on duty from one moment until another, in a unit or (without one) in the centre."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="duty_shifts", verbose_name="单位"
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="duty_shifts", verbose_name="值班人")
    since = models.DateTimeField("自")
    until = models.DateTimeField("至")

    class Meta:
        ordering = ["since"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="people_dutyshift_moments")]
        indexes = [models.Index(fields=["unit", "until"], name="people_dutyshift_unit")]

    def __str__(self) -> str:
        return f"{self.user} {self.since:%Y-%m-%d %H:%M}"
