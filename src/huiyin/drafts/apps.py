"""The room `drafts` as a Django app."""

from django.apps import AppConfig


class DraftsConfig(AppConfig):
    """Registers the room."""

    name = "huiyin.drafts"
    verbose_name = "草稿"

    def ready(self) -> None:
        """Enter the sealed texts into the rotation of keys, and keep what is typed into the forms of moves."""
        from huiyin.drafts.act import reseal_drafts, throw_away
        from huiyin.drafts.restoring import of_move
        from huiyin.moves.keeping import Keeper, keeps_what_is_typed
        from huiyin.privacy.rotation import holds_sealed_data

        keeps_what_is_typed(Keeper(of_move, lambda actor, form: throw_away(actor.user_id, form)))
        holds_sealed_data("未提交的草稿", reseal_drafts)
