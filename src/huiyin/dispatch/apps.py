"""The room `dispatch` as a Django app."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.dispatch"
    verbose_name = "派单"

    def ready(self) -> None:
        """Enter the catalogue into the navigation, and the keys of the suggestions into the map."""
        from huiyin.dispatch.who import CENTRE_KEEPERS, READERS, UNIT_KEEPERS
        from huiyin.ui.keys import Key, Sheet, declare
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("派单目录", "dispatch:catalogue", "signpost-split", CENTRE_KEEPERS | UNIT_KEEPERS, order=620),
            Entry("诉求类别", "dispatch:categories", "tags", READERS, order=625),
        )
        keys = (Key("1 … 3", "选用推荐的第几个单位，只填表，不提交"),)
        declare(Sheet("dispatch:suggestions", "转办：推荐的承办单位", keys, CENTRE_KEEPERS | UNIT_KEEPERS))
