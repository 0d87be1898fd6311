"""Who found nobody is rung back: once a caller, by whose task it is, until reached, or no longer needed."""

from huiyin.calls.models import RingBack
from huiyin.calls.states import RingState
from huiyin.journal.models import Event


def test_a_caller_who_is_missed_three_times_is_rung_back_once(telephone):
    telephone.keep(
        *(telephone.rings(f"T{n}", f"09:0{n}:00") for n in range(3)), telephone.rings("M", "09:10:00", "menu")
    )
    row = RingBack.objects.get()
    assert (row.state, row.missed, row.call.number) == (RingState.WAITING, 3, "T2")
    assert row.due_at == telephone.at("11:00:00")
    row = telephone.take(row, "reach", words="已告知处理进度")
    assert (row.state, row.attempts, row.words) == (RingState.RUNG, 1, "已告知处理进度")
    assert row.by == telephone.user("shift_lead") and row.done_at == telephone.stage.at
    telephone.keep(telephone.rings("T9", "09:30:00"))
    assert RingBack.objects.filter(state=RingState.WAITING).count() == 1


def test_who_gets_through_again_need_not_be_rung_back(telephone):
    telephone.keep(telephone.rings("T1", "09:00:00", "abandoned"))
    telephone.keep(telephone.rings("T0", "08:00:00", "answered"))
    assert RingBack.objects.get().state == RingState.WAITING, "an earlier call says nothing"
    telephone.keep(telephone.rings("T2", "09:20:00", "answered"))
    assert RingBack.objects.get().state == RingState.CALLED_AGAIN
    assert Event.objects.filter(verb="ringback.called_again").count() == 1


def test_after_the_attempts_of_the_rulebook_nobody_rings_any_more(telephone):
    telephone.keep(telephone.rings("T1", "09:00:00"))
    row = telephone.take(RingBack.objects.get(), "not_reach", words="")
    assert (row.state, row.attempts) == (RingState.WAITING, 1)
    row = telephone.take(row, "not_reach", words="关机")
    assert (row.state, row.attempts, row.words) == (RingState.UNREACHABLE, 2, "关机")


def test_only_whose_task_it_is_rings_and_only_the_lead_drops_with_a_reason(telephone):
    telephone.keep(telephone.rings("T1", "09:00:00"))
    row = RingBack.objects.get()
    assert "您的岗位不能" in str(telephone.refused(row, "reach", "agent")), "Haiyan lets the shift lead alone ring back"
    assert "reason" in telephone.refused(row, "drop", "shift_lead", reason="").fields
    assert telephone.take(row, "drop", reason="骚扰电话").state == RingState.DROPPED


def test_calls_of_long_ago_and_hidden_numbers_are_not_rung_back(telephone):
    telephone.keep(telephone.rings("OLD", "09:00:00", day=1, caller=""), telephone.rings("X", "09:00:00", caller=""))
    old = telephone.rings("Y", "09:00:00")
    telephone.stage.at = telephone.at("10:00:00", day=9)
    telephone.keep(old)
    assert not RingBack.objects.exists()
