"""The room `intake` as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.intake"
    verbose_name = "登记受理"

    def ready(self) -> None:
        """Enter the pages into the navigation, and their keys into the map."""
        from huiyin.intake.views import COLLECTORS, REGISTRARS
        from huiyin.ui.keys import Key, Sheet, declare
        from huiyin.ui.navigation import Entry, register

        register(
            Entry("登记受理", "intake:new", "telephone-inbound", frozenset(REGISTRARS), order=20, on_own_line=True),
            Entry("网络舆情", "intake:screening", "globe", frozenset(COLLECTORS), order=25, on_own_line=True),
        )
        incidents = (Key("F7", "突发事件，照口径答复", "incidents", on_hint=False),)
        jumps = (Key("F4", "分类（可输拼音首字母）", "category"), Key("F8", "诉求", "title"))
        known = (Key("F3", "来电人在办工单的催单、补充，再按回车", "known", on_hint=False),)
        clear = (Key("F10", "清空重填，再按回车", "clear"),)
        onward = (
            Key("Enter", "下一项；性质可按数字"),
            Key("Ctrl+Enter", "在任何一项里直接提交", on_hint=False),
        )
        phrases = (
            Key("F2", "话术", "phrases"),
            Key("0 … 9 a … z", "在话术里选用这一条", on_hint=False),
            Key("Escape", "从话术回到刚才的一项", on_hint=False),
        )
        declare(
            Sheet(
                "intake:new",
                "登记受理",
                (*phrases, *known, *incidents, *jumps, Key("F9", "登记", "register"), *clear, *onward),
                frozenset(REGISTRARS),
            ),
            Sheet(
                "intake:collect",
                "采集网络舆情",
                (*known, *jumps, Key("F9", "采集", "register"), *clear, *onward),
                frozenset(COLLECTORS),
            ),
        )
