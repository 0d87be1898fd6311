"""The room `drafts` as a Django app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.drafts"
    verbose_name = "草稿"

    def ready(self) -> None:
        """Enter the sealed texts into the rotation of keys."""
        from huiyin.drafts.act import reseal_drafts
        from huiyin.privacy.rotation import holds_sealed_data

        holds_sealed_data("未提交的草稿", reseal_drafts)
