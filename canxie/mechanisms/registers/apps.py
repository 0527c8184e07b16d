from canxie.engine.clauses import ClauseConfig
from canxie.mechanisms.registers.published import registers


class RegistersConfig(ClauseConfig):
    name = "canxie.mechanisms.registers"
    label = "registers"
    verbose_name = "登记簿"
    clause = "二(五)"
    sentence = "完善档案管理制度,辖区内残疾人名册和各项工作档案要完整、规范。"
    requirements = ("2.5.5",)

    def ready(self) -> None:
        registers.discover()
