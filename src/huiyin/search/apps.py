"""The room `search` as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.search"
    verbose_name = "查工单"

    def ready(self) -> None:
        """Put the box into the base page, for all who may see any case, and the keys of the answers into the map."""
        from huiyin.search.who import SEARCHERS
        from huiyin.ui.keys import Key, Sheet, declare
        from huiyin.ui.navigation import SearchBox, put_search_box

        put_search_box(SearchBox("search:find", SEARCHERS))
        keys = (Key("ArrowUp ArrowDown", "在查到的工单里上下走"), Key("Enter", "打开选中的工单"))
        declare(Sheet("search:find", "查工单", keys, frozenset(SEARCHERS)))
