"""The room `units` as a Django app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class UnitsConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.units"
    verbose_name = "单位"

    def ready(self) -> None:
        """Enter the pages into the navigation and the sealed numbers into the rotation of keys."""
        from huiyin.privacy.rotation import holds_sealed_data
        from huiyin.ui.navigation import Entry, register
        from huiyin.units.contacts import reseal_mobiles
        from huiyin.units.who import TREE_READERS, UNIT_READERS

        post_migrate.connect(_refuse_overlaps, sender=self)
        holds_sealed_data("单位联系人手机", reseal_mobiles)
        register(
            Entry("单位", "units:tree", "diagram-3", TREE_READERS, order=810),
            Entry("单位联系人", "units:contacts", "person-lines-fill", UNIT_READERS, order=820),
        )


def _refuse_overlaps(using: str, **kwargs: Any) -> None:
    from huiyin.units.overlap import refuse_overlaps

    for table, keys in {
        "units_unitname": ["unit_id"],
        "units_unitplace": ["unit_id"],
        "units_contact": ["unit_id", "role"],
    }.items():
        refuse_overlaps(using, table, keys)
