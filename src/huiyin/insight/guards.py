"""Why something cannot be done in this room now: the reason in the user's words, or None. Plain Python."""

from typing import Any

from huiyin.flow.table import At, Said
from huiyin.insight.facts import AlertFacts, StoryFacts, TopicFacts
from huiyin.privacy.texts import mask_text


def there_is_another(facts: TopicFacts, said: Said, book: Any) -> str | None:
    """To join, there must be two."""
    return None if facts.others else "这一期没有别的热点可以并入"


def it_has_several(facts: TopicFacts, said: Said, book: Any) -> str | None:
    """To divide, there must be two cases."""
    return None if len(facts.cases) > 1 else "只有一件，不能拆分"


def into_is_of_the_list(facts: TopicFacts, said: Said, book: Any) -> str | None:
    """Topics are joined within one list."""
    return None if said["into"] in facts.others else At("into", "只能并入同一期在列的另一个热点")


def some_stay(facts: TopicFacts, said: Said, book: Any) -> str | None:
    """What is divided has two parts, and every case is one of its own."""
    chosen, known = set(said["cases"]), {str(case) for case in facts.cases}
    if not chosen <= known:
        return At("cases", "有工单不属于这个热点，请刷新后再选")
    return At("cases", "至少留一件在原热点") if chosen == known else None


def units_are_new(facts: AlertFacts, said: Said, book: Any) -> str | None:
    """A unit is told once what to do about a warning."""
    return At("units", "其中有单位已经责成过") if set(said["units"]) & facts.told else None


def case_is_closed(facts: StoryFacts, said: Said, book: Any) -> str | None:
    """What is not finished teaches nothing yet."""
    return None if facts.is_closed else "工单办结以后才能写成案例"


def case_may_be_told(facts: StoryFacts, said: Said, book: Any) -> str | None:
    """What somebody asked to keep secret, or reported somebody for, is not told to everybody."""
    return None if facts.may_be_told else "要求保密的和举报的工单不入案例库"


def stands_once(facts: StoryFacts, said: Said, book: Any) -> str | None:
    """A case is told once."""
    return None if facts.stands_once else "本件已经写成案例"


def nobody_is_named(facts: StoryFacts, said: Said, book: Any) -> str | None:
    """A retelling holds no telephone number, no identity number, no address of mail."""
    for name, label in (("retelling", "案情"), ("course", "经过"), ("measure", "措施和结果"), ("lesson", "启示")):
        if mask_text(said[name]) != said[name]:
            return At(name, f"{label}里有电话、证件号等个人信息，请去掉")
    return None


def adoption_is_known(facts: StoryFacts, said: Said, book: Any) -> str | None:
    """That a suggestion was taken up is a fact of the case, not of its retelling."""
    if said["adopted"] and not facts.adopted:
        return At("adopted", "工单没有登记“建议已采纳”，请先在审核时登记")
    return None
