"""What the acts are called that change no state and stand in no table: every verb that the house notes has a word."""

from collections.abc import Mapping

from huiyin.moves.place import all_places

NOTES: Mapping[str, str] = {
    "case.accused_succeeded": "被举报单位改由承接单位",
    "case.code_renewed": "补发查询码",
    "case.joined": "有工单并入",
    "case.linked": "有工单关联为同一件事",
    "case.review_due": "挂账复查到期提醒",
    "case.urged_by_clock": "平台自动催办",
    "clock.moved": "期限变动",
    "clock.recalculated": "期限随工作日历变动",
    "clock.urged": "平台自动催办",
    "petitioner.reveal": "查看诉求人信息",
    "petitioner.call": "拨打诉求人电话",
    "petitioner.found": "按电话或姓名查到诉求人",
    "petitioner.who_saw": "查询谁看过诉求人信息",
    "file.attach": "上传附件",
    "file.remove": "移除附件",
    "file.erase": "销毁附件",
    "message.sent": "发送短信",
    "message.requeued": "重新发送短信",
    "notice.passed_on": "急件无人阅读，转告下一人",
    "notice.read": "阅读消息",
    "unit.urged": "按单位一次催办",
    "unit.handed_over": "移交责任人",
    "view.keep": "保存视图",
    "view.drop": "删除视图",
    "export.cases": "导出工单清单",
    "export.shares": "导出在办工单",
    "export.registers": "导出台账",
    "export.assessment": "导出考核结果",
    "export.sheet": "导出考核单",
    "export.people": "导出个人考核数据",
    "own_scheme.write": "制定本单位考核方案",
    "report.remind": "平台提醒定期报送",
    "report.urge": "催报",
    "import.begin": "开始导入",
    "import.end": "导入结束",
    "import.rejects_removed": "删除到期的退回行文件",
    "phrase.write": "编写话术",
    "phrase.end": "停用话术",
    "catalogue.add": "增加派单目录",
    "catalogue.end": "停用派单目录",
    "notice.imported": "导入放假通知",
    "api_token.issue": "签发接口令牌",
    "api_token.revoke": "吊销接口令牌",
    "unit.open": "新设单位",
    "unit.rename": "单位更名",
    "unit.move": "单位划转",
    "unit.merge": "单位并入",
    "unit.split": "单位分设",
    "unit.close": "撤销单位",
    "unit.change_particulars": "变更单位信息",
    "unit.change_contact": "更换单位联系人",
    "user.create": "新建用户",
    "user.correct": "更正用户信息",
    "user.deactivate": "停用用户",
    "user.reactivate": "恢复用户",
    "user.reset_password": "重置密码",
    "user.give_post": "授予岗位",
    "user.take_post": "收回岗位",
    "user.deputize": "委托代理",
    "user.end_deputation": "结束代理",
    "user.put_on_duty": "安排值班",
    "user.take_off_duty": "取消值班",
}


def word_of(verb: str) -> str:
    """Return what an act is called: the word on its button, or the one above; the verb itself where nobody named it."""
    kind, _, action = verb.partition(".")
    for place in all_places():
        if place.kind == kind:
            for move in place.table:
                if move.action == action:
                    return move.button
    return NOTES.get(verb, verb)
