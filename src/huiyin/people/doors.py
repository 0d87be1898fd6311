"""Who may open a page, under the name by which the rooms above look for it."""

from huiyin.ui.doors import actor_in, post_required, signed_in

__all__ = ["actor_in", "post_required", "signed_in"]
