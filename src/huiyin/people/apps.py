"""The room `people` as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PeopleConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.people"
    verbose_name = "用户"

    def ready(self) -> None:
        """Enter pages into the navigation, follow units that end, and seal second steps anew when keys rotate."""
        from huiyin.flow.posts import Post
        from huiyin.people.adapters import reseal_second_steps
        from huiyin.people.handover import carry_posts_over
        from huiyin.people.reach import reseal_own_mobiles
        from huiyin.privacy.rotation import holds_sealed_data
        from huiyin.ui.navigation import Entry, register
        from huiyin.units.ports import on_succession

        post_migrate.connect(_refuse_overlaps, sender=self)
        post_migrate.connect(_keep_the_platform, sender=self)
        on_succession(carry_posts_over)
        holds_sealed_data("两步验证密钥", reseal_second_steps)
        holds_sealed_data("本人手机", reseal_own_mobiles)
        register(
            Entry("用户和岗位", "people:list", "people", frozenset({Post.ADMIN}), order=830),
            Entry("我的账号", "people:me", "person-gear", order=900, personal=True),
            Entry("退出", "account_logout", "box-arrow-right", order=990, personal=True),
        )


def _refuse_overlaps(using: str, **kwargs: Any) -> None:
    from huiyin.units.overlap import refuse_overlaps

    refuse_overlaps(using, "people_holding", ["user_id", "post", "unit_id"])


def _keep_the_platform(using: str, **kwargs: Any) -> None:
    """Give the software its own user; after each migration, so that a database that was emptied has it again."""
    from django.contrib.auth.hashers import make_password

    from huiyin.flow.actor import PLATFORM, PLATFORM_ID
    from huiyin.people.models import User

    fields = {"username": "platform", "name": PLATFORM.name, "is_active": False}
    if not User.objects.using(using).filter(pk=PLATFORM_ID).exists():
        User.objects.using(using).create(pk=PLATFORM_ID, password=make_password(None), **fields)
