"""The room `cases` as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the room with those below it that ask or tell through a port."""

    name = "huiyin.cases"

    def ready(self) -> None:
        """Take over open cases at each reorganisation; enter the petitioners into the rotation of keys."""
        from huiyin.cases import holding, timing
        from huiyin.cases.petitioners import reseal_petitioners
        from huiyin.cases.queries import may_read_share
        from huiyin.cases.sight import may_read_papers
        from huiyin.cases.succession import hand_over_open_cases, why_it_cannot_close
        from huiyin.clocks import ports as clock_ports
        from huiyin.files.ports import readers_of
        from huiyin.privacy.rotation import holds_sealed_data
        from huiyin.units import ports

        clock_ports.register_case_lock(timing.lock_case)
        clock_ports.on_due_changed.append(holding.follow_calendar)
        ports.on_succession(hand_over_open_cases)
        ports.before_close_without_successor(why_it_cannot_close)
        holds_sealed_data("诉求人", reseal_petitioners)
        readers_of("case", may_read_papers)
        readers_of("assignment", may_read_share)
