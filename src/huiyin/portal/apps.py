"""The room `portal` as a Django app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.portal"
    verbose_name = "市民页面"
