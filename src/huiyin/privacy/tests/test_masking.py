"""What is shown to a viewer who may not see more."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.privacy.masking import mask_address, mask_email, mask_id_card, mask_name, mask_phone
from huiyin.privacy.texts import mask_text, redacted_summary


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张**"),
        ("张三丰", "张**"),
        ("欧阳小明", "欧阳**"),
        ("欧阳", "欧**"),
        ("李三行", "李**"),
        ("阿依古丽·买买提", "阿**"),
        ("John Smith", "J**"),
        ("\u200b张三", "张**"),
        ("好运来食品有限公司", "好运****有限公司"),
        ("某某市好运来食品有限公司", "某某****有限公司"),
        ("好运公司", "好****公司"),
        ("好再来饭店", "好****饭店"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_keeps_its_surname_a_company_its_ending(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800005521", "138****5521"),
        ("+86 138-0000-5521", "138****5521"),
        ("0371-23456789", "0371****789"),
        ("010-88886666", "010****666"),
        ("0371-23456789转801", "0371****789转**"),
        ("23456789", "****89"),
        ("", ""),
        ("无", ""),
    ],
)
def test_a_phone_number_keeps_its_ends(phone, shown):
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("开封市龙亭区中山路12号院3号楼2单元501室", "开封市龙亭区****"),
        ("河南省开封市祥符区朱仙镇西街村3组", "河南省开封市祥符区朱仙镇****"),
        ("丹东市元宝区兴东街道锦山大街1号", "丹东市元宝区兴东街道****"),
        ("阳光小区3号楼501室", "****"),
        ("市场路12号", "****"),
        ("", ""),
    ],
)
def test_an_address_keeps_district_and_township(address, shown):
    assert mask_address(address) == shown


def test_an_identity_card_keeps_four_and_two():
    assert mask_id_card("41020319900101123x") == "4102************3X"
    assert mask_id_card("E1234567") == "****"
    assert mask_id_card("") == ""


def test_a_mail_address_keeps_its_domain():
    assert mask_email("zhang.san@example.org") == "z***@example.org"
    assert mask_email("nobody") == "****"


@pytest.mark.parametrize(
    "text",
    [
        "13800005521", "138 0000 5521", "138-0000-5521", "１３８００００５５２１", "+86-138-0000-5521", "1380 000 5521",
        "8613800005521", "1 3 8 0 0 0 0 5 5 2 1", "138\u200b0000\u200b5521", "138　0000　5521",
    ],
)  # fmt: skip
def test_a_mobile_number_in_a_text_is_masked(text):
    assert mask_text(f"请拨打{text}，谢谢") == "请拨打138****5521，谢谢"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("座机0371-23456789和(0371)2345678", "座机0371****789和0371****678"),
        ("电话是23456789", "电话是****"),
        ("服务商400-123-4567", "服务商****67"),
        ("身份证410203199001011234。", "身份证4102************34。"),
        ("身份证４１０２０３１９９００１０１１２３Ｘ。", "身份证4102************3X。"),
        ("老证410203900101123，", "老证4102*********23，"),
        ("卡号6222 0212 0200 1234 567", "卡号****"),
        ("写信到zhang.san@example.org吧", "写信到z***@example.org吧"),
        ("微信号abc_12345，QQ：123456789", "微信号****，QQ：****"),
    ],
)
def test_other_personal_numbers_in_a_text_are_masked(text, shown):
    assert mask_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2019年12月31日10:20停水，2019-12-31 10:20至2020-01-05 08:00",
        "工单K2018010100012，金额1380000元，收费150-2000元",
        "已打12345热线和95598",
        "中山路138号院5521室，３号楼",
        "工期28 2019-2020",
    ],
)
def test_what_is_no_personal_number_stays_as_it_is(text):
    assert mask_text(text) == text


@given(st.text(alphabet="0123456789 -+()xX@.a微信电话\u200b\u3000１８", max_size=300))
def test_masking_never_fails_and_hides_every_plain_mobile_number(text):
    assert "13800005521" not in mask_text(f"{text}，13800005521，{text}")


NASTY = [
    "1",
    "1 ",
    "a",
    "a@",
    "a.-",
    "138 ",
    "86",
    "+86 ",
    "0371-",
    "6222 ",
    "微信",
    "微信号是",
    "电话 ",
    "- ",
    "(",
    "1990",
]


@pytest.mark.parametrize("piece", NASTY)
def test_masking_takes_time_in_proportion_to_the_text(piece):
    begun = time.perf_counter()
    mask_text(piece * (100_000 // len(piece)))
    # A pattern that looks back and forth needs minutes for this; a linear one a tenth of a second.
    assert time.perf_counter() - begun < 5


def test_the_summary_for_a_superior_tells_the_matter_but_not_who():
    text = "我是张三丰，住龙亭区中山路5号，电话13800005521。\n反映该单位\n吃拿卡要。"
    summary = redacted_summary(text, known=["张三丰", "龙亭区中山路5号", "", "张"])
    assert summary == "我是****，住****，电话138****5521。 反映该单位 吃拿卡要。"


def test_the_summary_is_cut_and_a_number_at_the_cut_is_masked_first():
    summary = redacted_summary("情" * 115 + "13800005521" + "况" * 50, length=120)
    assert summary == "情" * 115 + "138**" + "……"
