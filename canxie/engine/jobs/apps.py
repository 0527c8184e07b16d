from django.apps import AppConfig

from canxie.engine.jobs.declarations import kinds


class JobsConfig(AppConfig):
    name = "canxie.engine.jobs"
    label = "jobs"
    verbose_name = "后台任务"

    def ready(self) -> None:
        kinds.discover()
