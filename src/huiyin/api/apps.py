"""The room `api` as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.api"
    verbose_name = "接口"
