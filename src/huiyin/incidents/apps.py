"""The room `incidents` as a Django app."""

from uuid import UUID

from django.apps import AppConfig

from huiyin.flow.actor import Actor


class IncidentsConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.incidents"
    verbose_name = "突发事件"

    def ready(self) -> None:
        """Offer wordings at the counter, say who reads the photos of a task, and enter the pages into the navigation."""
        from huiyin.cases.ready import offer_ready
        from huiyin.files.ports import readers_of
        from huiyin.incidents.answering import ready_of
        from huiyin.incidents.views import waiting
        from huiyin.incidents.who import OPENERS
        from huiyin.ui.navigation import Entry, register

        offer_ready("incident", ready_of)
        readers_of("incident_task", _reads_task)
        readers_of("incident_resource", _reads_resource)
        register(Entry("突发事件", "incidents:index", "exclamation-triangle", OPENERS, order=22, count=waiting))


def _reads_task(actor: Actor, subject_id: UUID) -> bool:
    from huiyin.incidents.queries import tasks_visible_to

    return tasks_visible_to(actor).filter(pk=subject_id).exists()


def _reads_resource(actor: Actor, subject_id: UUID) -> bool:
    from huiyin.incidents.queries import resources_visible_to

    return resources_visible_to(actor).filter(pk=subject_id).exists()
