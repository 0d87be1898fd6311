"""What the workers run by themselves for notices and messages; the schedules name this function."""

from django.conf import settings

from huiyin.flow import times
from huiyin.notices.escalating import pass_on_unread
from huiyin.notices.pooling import pool_for_units
from huiyin.notices.sending import send_due


def messages() -> str:
    """Pass on what stays unread, pool what is ordinary, send what is due."""
    at = times.now()
    passed_on, pooled = pass_on_unread(at), pool_for_units(at, settings.CITY)
    sent, failed = send_due(at)
    return f"急件转下一人{passed_on}条，合并通知{pooled}条，发送短信{sent}条，失败{failed}条"
