"""The room `callbacks` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class CallbacksConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.callbacks"
    verbose_name = "回访"

    def ready(self) -> None:
        """Enter the pages into the navigation."""
        from huiyin.callbacks.who import CALLERS, JUDGES, READERS
        from huiyin.flow.posts import Post
        from huiyin.ui.keys import Key, Sheet, declare
        from huiyin.ui.navigation import Entry, register

        callers, judges = frozenset({*CALLERS, Post.SHIFT_LEAD, Post.DIRECTOR}), frozenset({*JUDGES, Post.DIRECTOR})
        register(
            Entry(
                "回访",
                "callbacks:waiting",
                "telephone-outbound",
                callers,
                order=70,
                count=_to_call_now,
                on_own_line=True,
            ),
            Entry(
                "诉求人异议",
                "callbacks:objections",
                "chat-left-dots",
                READERS,
                order=72,
                count=_to_answer,
                on_own_line=True,
            ),
            Entry(
                "回访研判",
                "callbacks:judging",
                "patch-exclamation",
                judges,
                order=75,
                count=_to_judge,
                on_own_line=True,
            ),
        )

        keys = (
            Key("F7", "呼叫", "dial"),
            Key("1 … 9", "选第几项"),
            Key("Enter", "下一问，最后一问之后登记"),
            Key("F8", "未接通", "missed"),
        )
        declare(Sheet("callbacks:call", "回访", keys, frozenset({*CALLERS, Post.DIRECTOR})))


def _to_call_now(actor: Actor) -> int:
    from huiyin.callbacks.queries import to_call
    from huiyin.flow import times

    return to_call(actor).filter(next_at__lte=times.now()).count()


def _to_judge(actor: Actor) -> int:
    from huiyin.callbacks.views import to_judge_by

    return to_judge_by(actor).count()


def _to_answer(actor: Actor) -> int:
    from huiyin.callbacks.queries import objections_visible_to

    return objections_visible_to(actor).filter(state="asked").count()
