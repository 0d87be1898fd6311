"""Files as other systems and offices write them, made up for tests, and short ways to import one."""

import csv
import gzip
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from huiyin.flow.times import CITY_TZ
from huiyin.intake.importing.orders import Order, Outcome
from huiyin.intake.importing.run import import_file
from huiyin.intake.models import ImportSubject

SMALL_BATCH = 20
"""So many rows a transaction holds in tests of broken-off imports."""

AT = datetime(2019, 6, 3, 9, 30, tzinfo=CITY_TZ)
BOARD = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "反对数", "点赞数"]
OPEN = [
    "工单编号", "受理渠道", "标题", "诉求内容", "诉求性质", "姓名", "联系电话", "状态", "承办单位", "受理时间",
    "转办时间", "签收时间", "截止时间", "剩余时限", "办理经过",
]  # fmt: skip

PLACES = ("柳巷", "榆园路", "南门外", "东湖堤", "西营街", "北仓路", "石桥头", "文昌里")
MATTERS = ("路灯不亮", "井盖丢失", "垃圾没人清", "自来水发黄", "公交站牌倒了", "夜里施工吵人", "暖气不热", "占道停车")


def message(number: int, **other: Any) -> dict[str, str]:
    """Return one made-up message of a board, by its columns, changed by `other`."""
    place, matter = PLACES[number % 8], MATTERS[number // 8 % 8]
    row = {
        "留言编号": str(10_000 + number), "留言用户": f"U{number:05}", "留言主题": f"{place}{matter}",
        "留言时间": f"2019-05-{number % 28 + 1:02} 10:{number % 60:02}:00",
        "留言详情": f"{place}{number}号附近{matter}，已有一周，请派人看看。", "反对数": "0", "点赞数": str(number % 5),
    }  # fmt: skip
    return row | {name: str(value) for name, value in other.items()}


def call(**other: Any) -> dict[str, str]:
    """Return one made-up call with everything that a registration needs."""
    row = {
        "编号": "C1", "渠道": "电话", "标题": "柳巷路灯不亮", "内容": "柳巷路口三盏路灯一周不亮。",
        "时间": "2019/6/2 10:00", "诉求性质": "投诉", "类别": "", "紧急程度": "一般", "地点": "柳巷路口", "地区": "",
        "对象": "路灯", "诉求": "修好路灯", "姓名": "王某", "电话": "13800005521",
    }  # fmt: skip
    return row | other


def open_case(**other: Any) -> dict[str, str]:
    """Return one made-up open case of another system, in the hands of a unit."""
    row = dict.fromkeys(OPEN, "") | {
        "工单编号": "OLD-1", "受理渠道": "电话", "标题": "柳巷水管漏水", "诉求内容": "柳巷口水管漏水三天。",
        "诉求性质": "投诉", "姓名": "王某", "联系电话": "13800005521", "状态": "办理中", "承办单位": "市清源供水公司",
        "受理时间": "2019-05-29 10:00:00", "转办时间": "2019-05-29 11:00:00", "签收时间": "2019-05-29 15:00:00",
        "剩余时限": "3", "办理经过": "2019-05-29 受理\n2019-05-29 转供水公司",
    }  # fmt: skip
    return row | other


def csv_file(path: Path, rows: Sequence[dict[str, str]], encoding: str = "utf-8", header: Iterable[str] = ()) -> Path:
    """Write rows as CSV; a name that ends with .gz is packed."""
    columns = list(header or rows[0])
    opener: Any = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([row.get(name, "") for name in columns] for row in rows)
    return path


def xlsx_file(path: Path, rows: Sequence[dict[str, Any]]) -> Path:
    """Write rows as a workbook; datetimes become dates of the spreadsheet, numbers stay numbers."""
    with xlsxwriter.Workbook(path) as book:
        sheet, date = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d h:mm"})
        sheet.write_row(0, 0, list(rows[0]))
        for line, row in enumerate(rows, 1):
            for column, value in enumerate(row.values()):
                sheet.write(line, column, value, *([date] if isinstance(value, datetime) else []))
    return path


def messages(path: Path, numbers: Iterable[int] = range(3), encoding: str = "utf-8") -> Path:
    """Write messages of a board as CSV."""
    return csv_file(path, [message(number) for number in numbers], encoding)


def import_cases(path: Path, city: str = "kaifeng", **how: Any) -> Outcome:
    """Import new cases at the moment of the tests."""
    watch = how.pop("watch", lambda _: None)
    return import_file(path, ImportSubject.CASES, Order(city, how.pop("at", AT), **how), watch)


def import_open(path: Path, city: str = "kaifeng", **how: Any) -> Outcome:
    """Carry open cases over at the moment of the tests."""
    return import_file(path, ImportSubject.OPEN_CASES, Order(city, how.pop("at", AT), **how))
