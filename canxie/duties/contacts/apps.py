from canxie.engine.clauses import ClauseConfig


class ContactsConfig(ClauseConfig):
    name = "canxie.duties.contacts"
    label = "contacts"
    verbose_name = "联系人"
    clause = "二(二)"
    sentence = "着眼区域内残疾人联系服务全覆盖,因地制宜、灵活设置。"
    requirements = ("2.2.2",)
