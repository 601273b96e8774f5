from django.apps import AppConfig


class CreatorsConfig(AppConfig):
    name = "creators"

    def ready(self) -> None:
        from barter.kernel.personal import register
        from creators.personal import PART

        register(PART)
