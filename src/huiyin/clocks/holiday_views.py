"""The page of holidays: what is in force for each year, and a notice that is looked at before it is put in force."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huiyin.calendars import queries
from huiyin.calendars.act import import_notice
from huiyin.calendars.notices import BadNotice, HolidayNotice, notice_of
from huiyin.clocks.foreseeing import SHOWN, foresee
from huiyin.flow import times
from huiyin.flow.posts import Post
from huiyin.ui.doors import actor_in, post_required

READERS = (Post.ADMIN, Post.DIRECTOR)


class NoticeForm(forms.Form):
    """A notice of the State Council, as it is read: one line for each holiday."""

    year = forms.IntegerField(label="年份", min_value=2000, max_value=2079, help_text="通知安排的是哪一年")
    title = forms.CharField(
        label="标题", min_length=4, max_length=120, help_text="例如：国务院办公厅关于2027年部分节假日安排的通知"
    )
    number = forms.CharField(label="文号", max_length=60, required=False, help_text="例如：国办发明电〔2026〕7号")
    off = forms.CharField(
        label="放假", widget=forms.Textarea(attrs={"rows": 8}),
        help_text="一行一个假期：首日..末日 名称，例如 2027-02-05..2027-02-11 春节；只放一天写一个日期。连上的周末也写在内。",
    )  # fmt: skip
    work = forms.CharField(
        label="调休上班", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个日期，是要上班的周六、周日，例如 2027-02-20",
    )  # fmt: skip
    looked_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def notice(self) -> HolidayNotice | None:
        """Return the notice, or None with every reason beside the form."""
        told = self.cleaned_data
        lines = {name: [line.strip() for line in told[name].splitlines() if line.strip()] for name in ("off", "work")}
        try:
            return notice_of({"year": told["year"], "title": told["title"], "number": told["number"], **lines})
        except BadNotice as bad:
            for reason in bad.reasons:
                self.add_error(None, reason)
            return None


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*READERS)
def holidays(request: HttpRequest) -> HttpResponse:
    """Show the notices in force; the administrator brings one, sees what would move, and confirms."""
    actor = actor_in(request)
    may_change = actor.holds(Post.ADMIN)
    form = NoticeForm(request.POST if may_change and request.method == "POST" else None)
    facts = form.notice() if form.is_bound and form.is_valid() else None
    if facts and form.cleaned_data["looked_at"] == _mark(facts):
        return _put_in_force(request, facts)
    context = {
        "notices": queries.in_force(),
        "form": form,
        "may_change": may_change,
        "facts": facts,
        "mark": _mark(facts) if facts else "",
        "foreseen": foresee(facts, times.now()) if facts else None,
        "known": _is_known(facts),
        "shown": SHOWN,
        "lacking": queries.year_lacking_notice(times.local_day(times.now())),
    }
    return render(request, "clocks/holidays.html", context, status=422 if form.errors else 200)


def _put_in_force(request: HttpRequest, facts: HolidayNotice) -> HttpResponse:
    imported = import_notice(facts, actor=actor_in(request), at=times.now())
    if imported.new:
        messages.success(request, f"{facts.year}年安排已启用，未办结工单的期限几分钟内逐件重算，工单时间轴上看得到")
    else:
        messages.info(request, f"与{facts.year}年现行安排相同，未作改动")
    return redirect("clocks:holidays")


def _is_known(facts: HolidayNotice | None) -> bool:
    known = queries.of_year(facts.year) if facts else None
    return bool(known and known.facts == facts)


def _mark(facts: HolidayNotice) -> str:
    """Return what stands for a notice that was looked at: who changes a day afterwards looks at it once more."""
    return facts.model_dump_json()
