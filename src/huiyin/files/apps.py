"""The room `files` as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.files"
    verbose_name = "附件"

    def ready(self) -> None:
        """Enter the sealed files into the rotation of keys."""
        from huiyin.files.rotation import reseal_files
        from huiyin.privacy.rotation import holds_sealed_data

        holds_sealed_data("附件", reseal_files)
