from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "deals"

    def ready(self) -> None:
        from barter.kernel.personal import register
        from deals.personal import PART

        register(PART)
