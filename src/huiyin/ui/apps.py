"""The room `ui` as a Django app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.ui"

    def ready(self) -> None:
        """Declare the keys of all pages; put their map, and the choice of looks, below the viewer's name."""
        from huiyin.ui.keys import EVERYWHERE, Key, Sheet, declare
        from huiyin.ui.navigation import Entry, register

        keys = (
            Key("/", "查工单", "search"),
            Key("?", "打开本页：键盘操作与显示方式", "keys"),
            Key("Tab", "到下一项，第一下可跳过导航直达正文"),
            Key("ArrowUp ArrowDown", "在带搜索框的长列表里上下选择"),
            Key("Enter", "选中并到下一项"),
        )
        declare(Sheet(EVERYWHERE, "每一页", keys))
        register(Entry("键盘与显示", "ui:keys", "keyboard", order=940, personal=True))
