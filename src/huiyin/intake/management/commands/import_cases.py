"""Imports new cases from a file: `manage import_cases messages.csv.gz`."""

from huiyin.intake.importing.command import ImportCommand
from huiyin.intake.models import ImportSubject


class Command(ImportCommand):
    """`./huiyin manage import_cases FILE`"""

    help = (
        "从文件导入新诉求：一行一件，网络留言先采集待筛选，其余直接登记；同一来源同一编号只收一次，可放心重复导入。"
        "不能用的行连同原因另存，改好后可再导入。"
    )
    subject = ImportSubject.CASES
