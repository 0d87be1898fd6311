"""An editor at work in a process of its own, on the database that is named there."""

from huiyin.cases.tests.browser import seat_everybody
from huiyin.cases.tests.stage import set_stage
from huiyin.knowledge.models import Gram
from huiyin.knowledge.tests.conftest import Editor


def draft() -> list[str]:
    """Draft an item; return by what it is found."""
    stage = set_stage()
    seat_everybody(stage)
    item = Editor(stage).draft(question="公积金怎么提取")
    return sorted(Gram.objects.filter(item_id=item.pk).values_list("gram", flat=True))
