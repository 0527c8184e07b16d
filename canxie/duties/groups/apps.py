from canxie.engine.clauses import ClauseConfig


class GroupsConfig(ClauseConfig):
    name = "canxie.duties.groups"
    label = "groups"
    verbose_name = "残疾人小组"
    clause = "二(二)"
    sentence = "残疾人数量多的村(社区),可按照残疾人数量、类别或区域分布设立若干残疾人小组。"
    requirements = ("2.2.5",)
