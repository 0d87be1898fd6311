"""The room `calls` as a Django app."""

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class CallsConfig(AppConfig):
    """Registers the room, enters its pages into the navigation and its sealed numbers into the rotation of keys."""

    name = "huiyin.calls"
    verbose_name = "来电"

    def ready(self) -> None:
        """Enter the pages, and the place that holds sealed data."""
        from huiyin.calls import places  # noqa: F401
        from huiyin.calls.sealed import reseal_callers
        from huiyin.calls.who import OVERSEERS, RINGERS
        from huiyin.privacy.rotation import holds_sealed_data
        from huiyin.ui.navigation import Entry, register

        register(Entry("来电", "calls:index", "telephone-inbound", OVERSEERS, order=560, on_own_line=True))
        register(
            Entry(
                "漏接回拨",
                "calls:ring_backs",
                "telephone-outbound",
                RINGERS,
                order=562,
                count=_waiting,
                on_own_line=True,
            )
        )
        holds_sealed_data("来电号码", reseal_callers)


def _waiting(actor: Actor) -> int:
    from huiyin.calls.queries import to_ring_back

    return to_ring_back(actor).count()
