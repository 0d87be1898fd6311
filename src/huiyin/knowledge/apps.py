"""The room `knowledge` as a Django app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.knowledge"
    verbose_name = "知识库"

    def ready(self) -> None:
        """Offer the answers to the cases, and enter the pages into the navigation."""
        from huiyin.cases.ready import register_answers
        from huiyin.knowledge.answering import KnowledgeAnswers
        from huiyin.knowledge.who import PHRASE_READERS, READERS
        from huiyin.ui.navigation import Entry, register

        register_answers(KnowledgeAnswers())
        register(
            Entry("知识库", "knowledge:items", "journal-text", READERS, order=600),
            Entry("话术", "knowledge:phrases", "chat-left-quote", PHRASE_READERS, order=605),
        )
