"""The room `search` as a Django app."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.search"
    verbose_name = "查工单"

    def ready(self) -> None:
        """Put the box into the base page, for all who may see any case."""
        from huiyin.search.who import SEARCHERS
        from huiyin.ui.navigation import SearchBox, put_search_box

        put_search_box(SearchBox("search:find", SEARCHERS))
