"""Of what people are told."""

from huiyin.rulebook.section import Labelled


class NoticeKind(Labelled):
    """What a notice inside the product is about."""

    DISPATCHED = "dispatched", "新工单"
    REJECTED = "rejected", "退回重办"
    AGAIN = "again", "重办"
    RECALLED = "recalled", "收回"
    RELEASED = "released", "已结束"
    DECIDED = "decided", "申请结果"
    URGED = "urged", "催办"
    HURRIED = "hurried", "诉求人催单"
    SUPPLEMENTED = "supplemented", "诉求人补充"
    TO_SIGN = "to_sign", "待签发"
    REDRAFT = "redraft", "退回修改"
    REVIEW_DUE = "review_due", "挂账复查"
    TELL_PETITIONER = "tell_petitioner", "请告知诉求人"
    QUESTION = "question", "询问"
    QUESTION_ANSWERED = "question_answered", "询问答复"
    REPLIED = "replied", "单位反馈"
    ASKED = "asked", "待审批申请"
    TOLD = "told", "延期告知"
    TO_DISPATCH = "to_dispatch", "待转办"
    TO_APPROVE = "to_approve", "待批示"
    SENT_BACK = "sent_back", "呈批退回"
    TO_REVIEW = "to_review", "待审核"
    TO_JUDGE = "to_judge", "回访研判"
    OBJECTED = "objected", "诉求人异议"
    UNATTENDED = "unattended", "急件无人接收"
    INCIDENT = "incident", "突发事件"
    DUTY = "duty", "值班"
    ESCALATED = "escalated", "督促升级"
    CIRCULAR = "circular", "通报"
    CORRECTION = "correction", "整改"
    TO_DECIDE = "to_decide", "待决定"
    REPORT_DUE = "report_due", "定期报送"
    SUPERVISED = "supervised", "督办"
    VERIFY = "verify", "核实"
    MEETING = "meeting", "约谈和会议"
    REPORTED = "reported", "重要信息"
    HARD_CASE = "hard_case", "疑难台账"
    FOCUS = "focus", "每月重点"
    SEASON = "season", "季节提醒"
    LINE_TEST = "line_test", "电话拨测"
    INSTRUCTED = "instructed", "领导批示"
    TO_READ = "to_read", "待阅呈阅件"
    CLAIM_DECIDED = "claim_decided", "考核申请结果"


class MessageKind(Labelled):
    """What a text message is about."""

    ACCEPTED = "accepted", "受理"
    DISPATCHED = "dispatched", "转办"
    EXTENDED = "extended", "延期"
    ANSWERED = "answered", "答复"
    URGENT = "urgent", "急件"
    POOLED = "pooled", "合并通知"
    CODE = "code", "补发查询码"


class MessageState(Labelled):
    """Where a text message stands."""

    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    HELD = "held", "未发送"
    FAILED = "failed", "发送失败"
