"""What the platform does by itself and how often; `manage schedules` plans it with the workers."""

from datetime import time

from huiyin.journal.schedules import Schedule

SCHEDULES = (
    Schedule("deliver", "huiyin.journal.tasks.deliver_owed", "处理事件之后的后续工作", minutes=1),
    Schedule("clock", "huiyin.cases.tasks.clock", "自动催办、挂账复查提醒", minutes=1),
    Schedule("ladder", "huiyin.escalation.tasks.ladder", "黄牌红牌，提请督办、约谈、通报、问责", minutes=10),
    Schedule("messages", "huiyin.notices.tasks.messages", "急件未读转下一人、合并通知、发送短信", minutes=1),
    Schedule("codes", "huiyin.portal.tasks.codes", "补发查询码", minutes=1),
    Schedule("incidents", "huiyin.incidents.tasks.watch", "突发事件任务超期提醒", minutes=5),
    Schedule("duty", "huiyin.duty.tasks.watch", "空班提醒", minutes=60),
    Schedule("reports", "huiyin.registers.tasks.remind", "定期报送到期前后提醒单位", minutes=60),
    Schedule("instructions", "huiyin.instructions.tasks.clock", "批示反馈到期前提醒、逾期登记", minutes=5),
    Schedule("unit_problems", "huiyin.escalation.tasks.units", "核对单位突出问题，提醒整改", nightly_at=time(6, 40)),
    Schedule("hardcases", "huiyin.hardcases.tasks.remind", "疑难复查和季节性热点提醒", minutes=60),
    Schedule("hot_topics", "huiyin.insight.tasks.look", "统计本周和本月的热点", nightly_at=time(5, 30)),
    Schedule("warnings", "huiyin.insight.tasks.warn", "核对异常增长，预警；布置季节准备", minutes=60),
    Schedule("linetests", "huiyin.linetests.tasks.plan", "列出本月的电话拨测", nightly_at=time(3, 30)),
    Schedule("rechecks", "huiyin.rechecks.tasks.draw", "抽取上月办结件复核", nightly_at=time(3, 20)),
    Schedule("rollups", "huiyin.rollups.tasks.keep", "把新的办理动作计入预汇总", minutes=1),
    Schedule("rollups_check", "huiyin.rollups.tasks.nightly", "核对预汇总与工单是否一致", nightly_at=time(3, 50)),
    Schedule("digest", "huiyin.journal.tasks.digest", "日志摘要签名", nightly_at=time(2, 10)),
    Schedule("rejects", "huiyin.intake.tasks.rejects", "删除到期的退回行文件", nightly_at=time(2, 50)),
    Schedule("drafts", "huiyin.drafts.tasks.old_drafts", "删除到期的未提交草稿", nightly_at=time(3, 0)),
    Schedule("sweep", "huiyin.files.tasks.sweep_files", "清理不属于任何附件的文件", nightly_at=time(3, 10)),
    Schedule("archive", "huiyin.cases.tasks.archive", "办结满规定天数的工单归档", nightly_at=time(2, 30)),
)
