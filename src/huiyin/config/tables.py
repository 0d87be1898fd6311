"""The tables of a city that is played, or of a test: in an empty database they take a fifth of the time of `migrate`.

An installation keeps to what Django does (`upgrading.py`); a test compares what both make.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.core.management import call_command
from django.db import connection
from django.db.migrations.state import ModelState, ProjectState


def make_tables() -> None:
    """Bring the database up to date."""
    with nullcontext() if connection.introspection.table_names() else _each_model_rendered_once():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def _each_model_rendered_once() -> Iterator[None]:
    """Let a migration that adds a model render this one; Django renders all those anew that hang together with it."""
    as_django_does = ProjectState.add_model
    ProjectState.add_model = _add_model  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState.add_model = as_django_does  # type: ignore[method-assign]


def _add_model(state: ProjectState, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state._relations is not None:  # type: ignore[attr-defined]
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:
        state.apps.render_multiple([model])
