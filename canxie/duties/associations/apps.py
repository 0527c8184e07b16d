from canxie.duties.associations.published import filing_checks
from canxie.engine.clauses import ClauseConfig


class AssociationsConfig(ClauseConfig):
    name = "canxie.duties.associations"
    label = "associations"
    verbose_name = "残协设置和覆盖"
    clause = "二(二)"
    sentence = "着眼区域内残疾人联系服务全覆盖,因地制宜、灵活设置村(社区)残协。"
    requirements = ("0.1", "1.5", "2.2.3")

    def ready(self) -> None:
        filing_checks.discover()
