"""The whole check of a paper: its content, its figures, the relations that the rulebook knows."""

from collections.abc import Iterable, Sequence

from huiyin.briefs.check import relations
from huiyin.briefs.check.figures import PaperFigure, by_key
from huiyin.briefs.check.tables import tables_add_up
from huiyin.briefs.check.typed import typed_numbers
from huiyin.crossfoot.findings import Outcome, Report, reported
from huiyin.documents.content import Block
from huiyin.documents.words import bound_of
from huiyin.rulebook.identities import Identity


def check_paper(blocks: Sequence[Block], figures: Iterable[PaperFigure], known: Iterable[Identity]) -> Report:
    """Ask everything that can be asked of a paper before it is signed."""
    bounds = list(bound_of(blocks))
    there = by_key(figures)
    # Of a figure that no longer stands in the paper nothing is asked.
    printed = [there[key] for key in dict.fromkeys(bound.key for bound in bounds) if key in there]
    outcomes: list[Outcome] = [
        *relations.printed_as_counted(bounds, there),
        *tables_add_up(blocks),
        *relations.identities_hold(known, printed),
        *relations.shares_are_possible(printed),
        *relations.repeated_alike(printed),
        *relations.as_earlier_papers_said(printed),
        *relations.near_their_history(printed),
        *typed_numbers(blocks),
    ]
    return reported(outcomes)
