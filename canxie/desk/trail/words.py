"""What an entry of the trail says in plain words: what was done, to what kind of thing, never what stands in it."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from canxie.engine.audit.models import AuditEntry

GROUPS = {
    "accounts": "账号",
    "appointments": "账号",
    "associations": "残协",
    "audit": "操作记录",
    "backups": "备份",
    "divisions": "行政区划",
    "files": "文件",
    "groups": "残疾人小组",
    "guidance": "指导",
    "jobs": "后台任务",
    "matters": "事项",
    "needs": "需求",
    "officers": "残协任职",
    "parameters": "参数",
    "registers": "登记簿",
    "registry": "名册",
    "sealing": "密钥",
    "townships": "乡镇残联",
    "trail": "操作记录",
    "visits": "走访",
    "watch": "异常查看",
}
ACTIONS = {
    "accounts.sign_in": "登录",
    "accounts.refuse_sign_in": "登录没有成功",
    "accounts.sign_out": "退出登录",
    "accounts.change_password": "改自己的密码",
    "accounts.create_user": "建账号",
    "accounts.appoint": "任命",
    "accounts.end": "结束任职",
    "backups.record": "备份、恢复或演练",
    "divisions.renumber": "调整区划",
    "divisions.load": "载入区划",
    "files.keep": "存文件",
    "files.open": "打开文件",
    "files.erase": "清除到期的文件",
    "jobs.start": "发起后台任务",
    "jobs.cancel": "停下后台任务",
    "jobs.again": "重做后台任务",
    "matters.show": "查看事项",
    "matters.list": "查看事项列表",
    "matters.open": "登记事项",
    "matters.move": "办理事项",
    "matters.escalate": "到时上转",
    "needs.record": "登记需求",
    "parameters.change": "改参数",
    "registers.read": "查看登记簿",
    "registers.issue": "打印或导出登记簿",
    "registers.export.ask": "申请导出登记簿",
    "registers.export.repeated": "又按了一次导出",
    "registers.export.approve": "批了别人的导出",
    "registers.export.refuse": "没有批别人的导出",
    "registers.export.number": "给导出编号",
    "registers.export.give_up": "导出没有做成",
    "registers.export.fetch": "下载导出的文件",
    "registry.show": "查看家庭",
    "registry.show_person": "查看个人档案",
    "registry.list": "查看名单",
    "registry.walled": "当天打开档案到了上限",
    "registry.reveal": "显示证号或电话",
    "registry.reveal_relative": "显示家属电话",
    "registry.household.enter": "登记家庭",
    "registry.household.correct": "改家庭资料",
    "registry.person.enter": "登记残疾人",
    "registry.person.correct": "改个人资料",
    "registry.person.state": "记去世、迁出或核销",
    "registry.person.join": "并户",
    "registry.phone.record": "记电话",
    "registry.phone.end": "停用电话",
    "registry.guardian.keep": "记监护人",
    "registry.relative.keep": "记家属",
    "registry.relative.drop": "删家属",
    "registry.certificate.record": "登记残疾人证",
    "registry.certificate.state": "改残疾人证状态",
    "registry.clear.confirm": "核实六清",
    "registry.import.upload": "上传名册",
    "registry.import.read": "读名册",
    "registry.import.columns": "认名册的列",
    "registry.import.decide": "决定名册里的行",
    "registry.import.look": "查看导入预览",
    "registry.import.write": "写入名册",
    "registry.import.follow": "写入后重排走访",
    "registry.import.erase": "清除导入的暂存",
    "sealing.rotate": "换密钥",
    "trail.read": "查看操作记录",
    "trail.find": "按证号查操作记录",
    "trail.archive": "归档操作记录",
    "visits.record": "记走访",
    "visits.amend": "补充走访",
    "visits.postpone": "推迟走访",
    "visits.replan": "重排走访",
    "watch.look": "处理异常查看",
    "watch.list": "查看异常查看清单",
}


def done(action: str) -> str:
    """Say an action; one that nobody has put into words yet stands as its subject and its name.

    >>> done("registry.show_person"), done("visits.dream"), done("dream")
    ('查看个人档案', '走访：dream', 'dream')
    """
    if action in ACTIONS:
        return ACTIONS[action]
    subject, _, rest = action.partition(".")
    return f"{GROUPS[subject]}：{rest}" if subject in GROUPS else action


def target(entry: AuditEntry) -> str:
    """Name the kind of thing and its handle, by which it can be searched: 残疾人 0041b597."""
    try:
        kind = str(apps.get_model(entry.target_model)._meta.verbose_name)
    except LookupError:
        kind = entry.target_model
    handle = "" if entry.target_id in ("None", "") else entry.target_id[:8]
    return f"{kind} {handle}".strip()


def fields(entry: AuditEntry) -> str:
    """Name the fields that changed, without what they hold; a count may be said."""
    try:
        meta = apps.get_model(entry.target_model)._meta
    except LookupError:
        return ""
    said = [f"{entry.changes['count']} 个"] if isinstance(entry.changes.get("count"), int) else []
    for name in entry.changes:
        try:
            said.append(str(meta.get_field(name).verbose_name))
        except (FieldDoesNotExist, AttributeError):
            continue
    return "、".join(said)
