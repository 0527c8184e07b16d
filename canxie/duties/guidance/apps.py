from canxie.engine.clauses import ClauseConfig


class GuidanceConfig(ClauseConfig):
    name = "canxie.duties.guidance"
    label = "guidance"
    verbose_name = "两条线交办"
    clause = "二(四)"
    sentence = "接受村(社区)“两委”领导和乡镇(街道)残联业务指导。"
    requirements = ("2.4.1",)
