from canxie.engine.clauses import ClauseConfig


class OfficersConfig(ClauseConfig):
    name = "canxie.duties.officers"
    label = "officers"
    verbose_name = "残协班子"
    clause = "二(三)"
    sentence = (
        "壮大工作力量,扩展村(社区)残协的代表面。广泛吸纳残疾人及亲友……参与残协工作;"
        "一般设主席1名,副主席2至3名,委员3至5名,委员中至少明确1名为专职委员。"
    )
    requirements = ("2.3.1", "2.3.2", "2.3.3", "2.3.4", "2.3.5")
