from canxie.engine.clauses import ClauseConfig
from canxie.mechanisms.measures.published import measures


class MeasuresConfig(ClauseConfig):
    name = "canxie.mechanisms.measures"
    label = "measures"
    verbose_name = "指标"
    clause = "一"
    sentence = "切实维护残疾人合法权益,全方位提高联系、凝聚、服务残疾人的能力和水平。"
    requirements = ("1.3",)

    def ready(self) -> None:
        measures.discover()
