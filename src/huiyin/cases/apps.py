"""The room `cases` as a Django app."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig

if TYPE_CHECKING:
    from huiyin.people.leaving import Leaving


class CasesConfig(AppConfig):
    """Registers the room with those below it that ask or tell through a port."""

    name = "huiyin.cases"
    verbose_name = "工单"

    def ready(self) -> None:
        """Take over open cases at each reorganisation; enter the petitioners into the rotation of keys."""
        from django.contrib.auth.signals import user_logged_out

        from huiyin.cases import holding, timing
        from huiyin.cases.petitioners import reseal_petitioners
        from huiyin.cases.queries import may_read_share
        from huiyin.cases.sight import may_read_papers
        from huiyin.cases.succession import hand_over_open_cases, why_it_cannot_close, why_line_cannot_end
        from huiyin.cases.trays import taken_by
        from huiyin.clocks import ports as clock_ports
        from huiyin.files.ports import readers_of
        from huiyin.people.leaving import OpenWork, belongs_to_people
        from huiyin.privacy.rotation import holds_sealed_data
        from huiyin.units import ports

        clock_ports.register_case_lock(timing.lock_case)
        clock_ports.on_due_changed.append(holding.follow_calendar)
        ports.on_succession(hand_over_open_cases)
        ports.before_close_without_successor(why_it_cannot_close)
        ports.before_line_ends(why_line_cannot_end)
        holds_sealed_data("诉求人", reseal_petitioners)
        belongs_to_people(
            OpenWork(
                "领取的工单",
                lambda user, at: taken_by(user.pk, at).count(),
                _give_back_of_leaver,
            )
        )
        user_logged_out.connect(_give_back_at_sign_out, dispatch_uid="cases.give_back")
        readers_of("case", may_read_papers)
        readers_of("assignment", may_read_share)


def _give_back_of_leaver(leaving: "Leaving") -> None:
    """What was taken waits for everybody again: a successor takes what is most pressing."""
    from huiyin.cases.trays import give_back_all_of

    give_back_all_of(leaving.user.pk, leaving.at)


def _give_back_at_sign_out(sender: Any, user: Any, **kwargs: Any) -> None:
    """Who goes home leaves nothing behind that colleagues wait for."""
    from huiyin.cases.trays import give_back_all_of
    from huiyin.flow import times

    if user is not None:
        give_back_all_of(user.pk, times.now())
