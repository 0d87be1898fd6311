"""Why a reply cannot pass, and why a case cannot be done again, opened again or ended by judgement."""

from typing import Any

from huiyin.cases.facts import CaseFacts
from huiyin.cases.guards.dispatching import is_accused
from huiyin.flow.table import At, Said
from huiyin.flow.times import local_day


def petitioner_is_answered(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Where the centre answers the petitioner, passing a reply tells how and what was answered."""
    if book.answers.answered_by != "centre":
        return None
    if not said.get("way"):
        return At("way", "请填写答复诉求人的方式")
    return None if said.get("answer") else At("answer", "请填写答复诉求人的内容")


def board_answer_has_link(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """An answer on a message board is published somewhere: the unit's reply says where, else the auditor does."""
    if said.get("answer_link") or not book.channel(facts.channel).answer_needs_link:
        return None
    if book.answers.answered_by == "unit" and facts.board_link_given():
        return None
    return At("answer_link", "本渠道的答复须填写公开答复的链接")


def answered_on_the_web(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what came over the web and was answered is answered there for all to read."""
    if not book.channel(facts.channel).online:
        return "不是网络渠道的来件，不登记网上答复"
    return None if facts.answered_at else "本件还没有答复"


def publication_is_not_ahead(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What is said to stand on the site stands there already."""
    day = said["published_on"]
    return At("published_on", "公开日期不能晚于今天") if day and day > local_day(facts.at) else None


def every_wish_is_answered(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """每诉必受每受必办每办必复: no wish is left without a result."""
    left = [str(number) for number, result in facts.wishes if not result]
    return f"第{'、'.join(left)}个诉求点没有答复，请退回补充" if left else None


def unmet_wishes_are_of_this_case(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what was listed can be found wanting."""
    known = {str(number) for number, _ in facts.wishes}
    strange = [number for number in said.get("unmet") or () if number not in known]
    return At("unmet", f"没有第{'、'.join(strange)}个诉求点") if strange else None


def wishes_are_of_this_case(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what was listed can be ticked."""
    known = {number for number, _ in facts.wishes}
    strange = [str(row["ordinal"]) for row in said["ticks"] if row["ordinal"] not in known]
    return At("ticks", f"没有第{'、'.join(strange)}个诉求点") if strange else None


def rated_wishes_are_of_this_case(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only what was listed can be rated, and a rating says something."""
    known = {number for number, _ in facts.wishes}
    if strange := [str(row["ordinal"]) for row in said["ratings"] if row["ordinal"] not in known]:
        return At("ratings", f"没有第{'、'.join(strange)}个诉求点")
    if any(not row["found"] and not row["grade"] for row in said["ratings"]):
        return At("ratings", "请至少评价一项")
    return None


def dissatisfaction_is_reasonable(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A redo needs the dissatisfaction judged reasonable."""
    if said.get("reasonable") or not book.redo.needs_reasonable:
        return None
    return At("reasonable", "不满意的理由成立才能重办；不成立请研判终结")


def redos_are_left(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """After the city's number of redos a second person judges."""
    most = book.redo.max_times
    return f"已重办{facts.redos}次，达到上限，请研判终结" if facts.redos >= most else None


def was_handled_by_unit(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """Only a unit can do again what a unit did."""
    return None if facts.lead is not None else "本件由中心直接办结，请用重新受理"


def some_unit_can_do_it_again(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The unit that led, or the one that took over from it, still works, and is not the one that the report is against."""
    if facts.lead is None or _still_works(facts):
        return None
    gone = facts.heir(facts.lead.unit_id) is None
    why = "原承办单位已撤销且无承接单位" if gone else "原承办单位已归入被举报单位"
    return f"{why}，请用重新受理后另行转办"


def was_answered_by_centre(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """What the centre closed itself is taken up by the centre; so is what no unit can do again."""
    return None if facts.lead is None or not _still_works(facts) else "本件由单位办理，请用重新打开"


def _still_works(facts: CaseFacts) -> bool:
    lead = facts.lead
    heir = facts.heir(lead.unit_id) if lead else None
    unit = facts.unit(heir) if heir else None
    return unit is not None and not is_accused(facts, unit.path)


def is_not_judged(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """A judgement ends the quarrel once, and needs one: a petitioner who is not satisfied."""
    if facts.terminated:
        return "本件已经研判终结"
    if not book.redo.second_reviewer:
        return "本市规定不作研判终结"
    return None if facts.dissatisfied else "回访没有不满意，不须研判终结"


def reopening_is_in_time(facts: CaseFacts, said: Said, book: Any) -> str | None:
    """The petitioner may ask for reopening within the city's days; what was asked in time the centre may decide later."""
    if facts.closed_at is None:
        return "本件没有办结时间"
    asked_at = facts.objected_at or facts.at
    in_time = asked_at <= facts.due(facts.closed_at, book.callback.reopen_within)
    return None if in_time else "已超过可重新打开的期限，请另行登记并关联"
