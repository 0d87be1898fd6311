"""Every field that an administrator or a keeper fills in says below it what belongs there."""

import inspect
from importlib import import_module

import pytest
from django import forms

OF_KEEPERS = ("people.forms", "units.forms", "dispatch.forms", "knowledge.forms", "clocks.holiday_views")


def kept_forms(module: str) -> list[type[forms.BaseForm]]:
    found = inspect.getmembers(import_module(f"huiyin.{module}"), inspect.isclass)
    return [one for _, one in found if issubclass(one, forms.BaseForm) and one.__module__ == f"huiyin.{module}"]


@pytest.mark.parametrize("module", OF_KEEPERS)
def test_every_field_is_explained(module):
    found = kept_forms(module)
    assert found
    silent = [
        f"{form.__name__}.{name}"
        for form in found
        for name, field in form.base_fields.items()
        if not field.help_text and not field.widget.is_hidden
    ]
    assert not silent
