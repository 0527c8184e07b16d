"""The desk's own entries in the navigation: the screens of the ground and the engine."""

from canxie.engine.ui.cards import Entry, entries
from canxie.ground.powers import Power

entries.declare("staff", Entry("工作人员", "people", "desk:staff", Power.ACCOUNTS_RESET, group="账号"))
entries.declare("accounts", Entry("账号", "people", "desk:accounts", Power.ACCOUNTS_SECURE, group="账号"))
entries.declare("places", Entry("区划", "map", "desk:places", Power.DIVISIONS_CHANGE, group="数据"))
entries.declare("imports", Entry("导入", "upload", "desk:imports", Power.REGISTRY_IMPORT, group="数据"))
entries.declare("settings", Entry("设置", "settings", "desk:settings", Power.PARAMETERS_READ, group="数据"))
entries.declare("jobs", Entry("后台任务", "soon", "desk:jobs", Power.JOBS_READ, group="数据"))
entries.declare("trail", Entry("操作记录", "eye", "desk:trail", Power.TRAIL_READ, group="数据"))
entries.declare("odd", Entry("异常查看", "eye", "desk:odd", Power.TRAIL_OVERSEE, group="数据"))
entries.declare("backups", Entry("备份", "card", "desk:backups", Power.SYSTEM_OPERATE, group="数据"))
