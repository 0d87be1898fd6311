"""The room `linetests` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class LineTestsConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.linetests"
    verbose_name = "单位电话拨测"

    def ready(self) -> None:
        """Enter the pages into the navigation, and say which keys the desk hears."""
        from huiyin.linetests.states import Heard
        from huiyin.linetests.who import CALLERS, READERS
        from huiyin.ui.keys import Key, Sheet, declare
        from huiyin.ui.navigation import Entry, register

        register(Entry("电话拨测", "linetests:index", "telephone-forward", READERS, order=570, count=_waiting))
        keys = (
            *(Key(str(place), heard.label, heard.value, on_hint=False) for place, heard in enumerate(
                (Heard.IN_TIME, Heard.SLOW, Heard.NO_ANSWER, Heard.ENGAGED, Heard.WRONG_NUMBER), start=1)),
            Key("6", "用语不规范", "discourteous"),
        )  # fmt: skip
        declare(Sheet("linetests:call", "电话拨测", keys, CALLERS))


def _waiting(actor: Actor) -> int:
    from huiyin.linetests.models import LineTest
    from huiyin.linetests.queries import visible_to
    from huiyin.linetests.states import LineState
    from huiyin.linetests.who import CALLERS

    if actor.holds(*CALLERS):
        return LineTest.objects.filter(state=LineState.WAITING).count()
    return (
        visible_to(actor).filter(state=LineState.MISSED, explained_at__isnull=True).count() if actor.unit_paths else 0
    )
