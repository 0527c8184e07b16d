from canxie.engine.clauses import ClauseConfig


class TownshipsConfig(ClauseConfig):
    name = "canxie.duties.townships"
    label = "townships"
    verbose_name = "乡镇力量"
    clause = "二(二)"
    sentence = "统筹乡镇(街道)残疾人工作力量和工作资源。"
    requirements = ("2.2.1",)
