"""Why a change of accounts and posts is refused: each guard answers with the reason in the user's words, or None."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from huiyin.flow.posts import UNIT_POSTS, Post
from huiyin.flow.table import At
from huiyin.people.models import User
from huiyin.people.queries import holders
from huiyin.units.models import Unit

_USERNAME = re.compile(r"[a-z0-9][a-z0-9_.-]{1,39}")


def username_is_well_formed(username: str) -> str | None:
    """A staff number has 2 to 40 letters, digits, dots, dashes and underscores."""
    if _USERNAME.fullmatch(username):
        return None
    return At("username", "工号由2到40个字母、数字、点、横线组成")


def username_is_free(username: str) -> str | None:
    """A staff number belongs to one account for ever, also after its owner has left."""
    return At("username", f"工号“{username}”已有人使用") if User.objects.filter(username=username).exists() else None


def name_is_given(name: str) -> str | None:
    """An account has a name of at most 50 characters."""
    if not name:
        return At("name", "请填写姓名")
    return At("name", "姓名最多50字") if len(name) > 50 else None


def is_in_use(user: User) -> str | None:
    """An account that is out of use gets nothing new."""
    return None if user.is_active else f"“{user.name}”的账号已停用"


def unit_fits_post(post: Post, unit: Unit | None) -> str | None:
    """A unit post is held in a unit, a post of the centre in none."""
    if post in UNIT_POSTS and unit is None:
        return At("unit", f"“{post.label}”是单位岗位，请选择单位")
    if post not in UNIT_POSTS and unit is not None:
        return At("unit", f"“{post.label}”是中心岗位，不能选择单位")
    return None


def unit_is_open(unit: Unit | None) -> str | None:
    """Nobody gets a post in a closed unit."""
    return At("unit", f"“{unit.name}”已撤销") if unit and unit.closed_on else None


def is_not_held_yet(user: User, post: Post, unit: Unit | None) -> str | None:
    """A post is held once."""
    held = user.holdings.filter(post=post, unit=unit, until__isnull=True).exists()
    return f"“{user.name}”已担任{post.label}" if held else None


def another_admin_remains(user: User, at: datetime) -> str | None:
    """The last administrator keeps the post: otherwise nobody could give it again."""
    others = holders(Post.ADMIN, at=at).exclude(pk=user.pk)
    is_admin = user.holdings.filter(post=Post.ADMIN, until__isnull=True).exists()
    return "至少要保留一名系统管理员" if is_admin and not others.exists() else None


def is_not_oneself(user_id: object, actor_id: object) -> str | None:
    """Nobody locks the own account."""
    return "不能停用自己的账号" if user_id == actor_id else None


def time_runs_forward(since: datetime, until: datetime) -> str | None:
    """A span of time ends after it begins."""
    return At("until", "结束时间须晚于开始时间") if until <= since else None


def is_not_over(until: datetime, at: datetime) -> str | None:
    """What is planned does not lie in the past."""
    return At("until", "结束时间已过") if until <= at else None


def reason_is_given(reason: str) -> str | None:
    """Acting for another needs a reason."""
    if not reason:
        return At("reason", "请填写事由")
    return At("reason", "事由最多200字") if len(reason) > 200 else None


def somebody_else(from_user: User, to_user: User) -> str | None:
    """Nobody acts for oneself."""
    return At("to_user", "代理人不能是本人") if from_user == to_user else None


def posts_are_held(posts: Sequence[Post], held: Iterable[str]) -> str | None:
    """Only posts that one holds can be lent."""
    if not posts:
        return At("posts", "请选择代理的岗位")
    lacking = [post.label for post in posts if post not in set(held)]
    return At("posts", f"被代理人没有担任：{'、'.join(lacking)}") if lacking else None


def belongs_to_unit(user: User, unit: Unit | None) -> str | None:
    """Whoever is on duty holds a post there."""
    if user.holdings.filter(unit=unit, until__isnull=True).exists():
        return None
    return At("user", f"“{user.name}”在{unit.name if unit else '中心'}没有岗位，不能排班")


def duty_is_free(user: User, unit: Unit | None, since: datetime, until: datetime) -> str | None:
    """A person is not on duty twice at a time in one place."""
    taken = user.duty_shifts.filter(unit=unit, since__lt=until, until__gt=since).exists()
    return "该时段已有值班安排" if taken else None
