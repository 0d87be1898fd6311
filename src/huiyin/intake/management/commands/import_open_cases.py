"""Carries another system's open cases over: `manage import_open_cases open.xlsx`."""

from huiyin.intake.importing.command import ImportCommand
from huiyin.intake.models import ImportSubject


class Command(ImportCommand):
    """`./huiyin manage import_open_cases FILE`"""

    help = (
        "接续别的系统的在办件：保留受理、转办、签收时间和办理经过，剩余时限照旧；单位按现名或旧名对应到现在的承接单位。"
        "可放心重复导入；不能用的行连同原因另存，改好后可再导入。"
    )
    subject = ImportSubject.OPEN_CASES
