"""The room `bench` as a Django app."""

from django.apps import AppConfig


class BenchConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.bench"
    verbose_name = "性能测量"
