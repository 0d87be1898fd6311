"""Leases on owed work: a row is one worker's until a moment, and whoever finds it later may take it again."""

import time
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models

LEASE = timedelta(seconds=60)
"""So long nobody else takes a row; a worker that is killed leaves it to the others after that."""


class Lost(Exception):
    """Another worker has the row by now: what it does must not be done here too."""


@dataclass
class Watch:
    """The moment given to a worker, and how much real time has gone by since: leases run in both."""

    at: datetime
    started: float

    @classmethod
    def from_now(cls, at: datetime) -> "Watch":
        """Begin at a given moment."""
        return cls(at, time.monotonic())

    def moment(self) -> datetime:
        """Return the given moment plus the time that the work has taken."""
        return self.at + timedelta(seconds=time.monotonic() - self.started)


@dataclass
class Lease:
    """One leased row: `field` of `model` holds the moment at which the lease ends, which is also its proof."""

    model: type[models.Model]
    pk: UUID
    field: str
    until: datetime
    length: timedelta
    watch: Watch

    def hold(self) -> None:
        """Lock the row for this transaction, so that nobody takes it however long the work lasts. Raises Lost."""
        if self._mine().select_for_update().values_list("pk", flat=True).first() is None:
            raise Lost

    def renew(self) -> None:
        """Begin the lease anew. Raises Lost."""
        until = self.watch.moment() + self.length
        if self._mine().update(**{self.field: until}) != 1:
            raise Lost
        self.until = until

    def renew_if_short(self) -> None:
        """Begin the lease anew when half of it is over."""
        if self.until - self.watch.moment() < self.length / 2:
            self.renew()

    def finish(self) -> bool:
        """Delete the row: the work is done. False where another worker has it by now."""
        return self._mine().delete()[0] == 1

    def put_off(self, until: datetime, **fields: object) -> bool:
        """Leave the row to a later moment, with other fields changed."""
        return self._mine().update(**{self.field: until, **fields}) == 1

    def _mine(self) -> "models.QuerySet[models.Model]":
        return self.model._default_manager.filter(pk=self.pk, **{self.field: self.until})


in_hand: ContextVar[Lease | None] = ContextVar("lease_in_hand", default=None)
"""The lease under which a follower works now."""


def still_at_it() -> None:
    """Say, from a follower that works in pieces, that it is still at work, so that nobody takes the work over.

    Elsewhere it does nothing. Raises Lost where the work was taken over already.
    """
    if lease := in_hand.get():
        lease.renew()
