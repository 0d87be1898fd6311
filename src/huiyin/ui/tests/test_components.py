"""The components say what they show in words, mask people by themselves, and never print what was typed as markup."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django_q.models import Schedule

from huiyin.flow import times
from huiyin.ui.keyset import Sort
from huiyin.ui.moments import due, short, span
from huiyin.ui.pages import Filter, ListSpec, Page

NOW = datetime(2018, 11, 26, 8, 0, tzinfo=UTC)


def shown(template: str, request=None, **context) -> str:
    base = RequestContext(request, context) if request else Context(context)
    with times.travelling(NOW):
        return Template("{% load ui %}" + template).render(base)


class State(StrEnum):
    LATE = "late"

    @property
    def label(self) -> str:
        return "已超期"

    @property
    def tone(self) -> str:
        return "late"


def test_a_state_is_a_word_on_a_tint():
    assert shown("{% chip state %}", state=State.LATE) == '<span class="chip late">已超期</span>'
    assert shown("{% chip '办理中' 'info' %}") == '<span class="chip info">办理中</span>'
    with pytest.raises(ValueError, match="no such tone"):
        shown("{% chip 'x' 'purple' %}")


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (4 * 24 + 8, "12-01 00:00 剩 4 天"),
        (5.5, "11-26 21:30 剩 5 小时"),
        (0.5, "11-26 16:30 剩 30 分钟"),
        (-30, "11-25 10:00 超 1 天"),
    ],
)
def test_a_due_time_is_exact_with_what_is_left_beside_it(hours, text):
    mark = shown("{% due at %}", at=NOW + timedelta(hours=hours))
    assert mark.replace("<small>", "").replace("</small>", "").split(">", 1)[1] == f"{text}</span>"
    assert ("late" in mark) == (hours < 0)


def test_a_due_time_of_another_year_shows_the_year_and_working_days_replace_natural_ones():
    assert short(datetime(2019, 1, 2, 2, tzinfo=UTC), NOW) == "2019-01-02 10:00"
    assert due(NOW + timedelta(days=6), NOW, "4 个工作日").remaining == "剩 4 个工作日"
    assert span(timedelta(seconds=5)) == "1 分钟"
    assert "—" in shown("{% due at %}", at=None)


def test_a_moment_is_exact_for_machines_and_short_for_people():
    assert shown("{% moment at %}", at=NOW) == '<time datetime="2018-11-26T16:00:00+08:00">11-26 16:00</time>'
    assert "—" in shown("{% moment at %}", at=None)


def test_a_person_is_masked_whatever_the_template_hands_over():
    mark = shown("{% masked_person name phone %}", name="欧阳春晓", phone="13812345521")
    assert "欧阳**" in mark
    assert "138****5521" in mark
    assert "春晓" not in mark
    assert "未留姓名" in shown("{% masked_person '' '' %}")


def test_nothing_that_was_typed_becomes_markup():
    evil = "<script>alert(1)</script>"
    for template in (
        "{% chip x %}",
        "{% card x aside=x anchor=x %}{{ x }}{% endcard %}",
        "{% nothing x %}",
        "{% masked_person x x %}",
    ):
        assert "<script>" not in shown(template, x=evil)


def test_a_card_frames_its_content_under_its_title():
    mark = shown("{% card '期限' aside='最多延期 1 次' anchor='due' %}<p>剩 4 天</p>{% endcard %}")
    assert mark.startswith(
        '<section class="sheet" id="due"><div class="sheet-head"><h2>期限</h2><small>最多延期 1 次</small>'
    )
    assert '<div class="sheet-body"><p>剩 4 天</p></div></section>' in mark


class Extension(forms.Form):
    days = forms.IntegerField(label="延期工作日", max_value=5, help_text="每次最多延期 5 个工作日")
    reason = forms.CharField(label="原因", widget=forms.Textarea)
    mode = forms.ChoiceField(label="方式", choices=[("a", "电话"), ("b", "短信")], widget=forms.RadioSelect)
    told = forms.BooleanField(label="已告知诉求人", required=False)
    token = forms.CharField(widget=forms.HiddenInput, initial="t")


def test_each_field_has_its_label_its_help_and_its_reasons_tied_to_it():
    form = Extension({"days": "8", "reason": "", "token": "t"})
    form.add_error(None, "已超过延期次数")
    mark = shown("{% fields form %}", form=form)
    assert '<label for="id_days">延期工作日' in mark
    assert 'aria-describedby="id_days_helptext id_days_error"' in mark
    assert 'id="id_days_error"' in mark
    assert 'aria-invalid="true"' in mark
    assert "form-control is-invalid" in mark
    assert '<legend class="label">方式' in mark
    assert '<label for="id_told">已告知诉求人</label>' in mark
    assert '<input type="hidden" name="token"' in mark
    assert mark.index("已超过延期次数") < mark.index("延期工作日")


SPEC = ListSpec(
    filters=(
        Filter("q", "编号、标题"),
        Filter("kind", "周期", "choice", lookup="schedule_type", choices=lambda book: [("D", "每天")]),
        Filter("late", "只看超期", "flag", lookup="repeats"),
    ),
    sorts=(Sort("new", "新的在前", "pk", descending=True), Sort("due", "期限近的在前", "next_run", nullable=True)),
)


def test_the_filter_bar_shows_what_is_set_and_says_what_was_not_understood():
    request = RequestFactory().get("/cases/", {"q": '<路灯">', "kind": "D", "x": "1", "sort": "due"})
    mark = shown("{% filter_bar listing %}", request, listing=SPEC.read(request.GET))
    assert 'value="&lt;路灯&quot;&gt;"' in mark
    assert '<option value="D" selected>每天</option>' in mark
    assert '<option value="due" selected>' in mark
    assert "不认识的筛选条件" in mark
    assert '<a href="/cases/">清除</a>' in mark


def test_the_pager_keeps_the_rest_of_the_address_and_drops_the_old_cursor():
    request = RequestFactory().get("/cases/", {"q": "路灯", "after": "old"})
    mark = shown("{% pager page %}", request, page=Page(rows=[1, 2], previous="PPP", next="NNN", total="1,200"))
    assert "q=%E8%B7%AF%E7%81%AF" in mark
    assert "after=NNN" in mark
    assert "before=PPP" in mark
    assert "old" not in mark
    assert "本页 2 条，共 1,200 条" in mark


def test_an_empty_list_says_so_in_words_and_what_one_can_do():
    assert '没有符合条件的内容<br><small class="way">换个条件' in shown("{% nothing %}")


@pytest.mark.django_db
def test_the_controls_of_a_list_come_from_its_spec():
    listing = SPEC.read(QueryDict("late=1"))
    assert [(control.key, control.values) for control in listing.controls] == [("q", []), ("kind", []), ("late", ["1"])]
    assert listing.orders == [("new", "新的在前"), ("due", "期限近的在前")]
    assert listing.page(Schedule.objects.filter(func="none of these")).rows == []
