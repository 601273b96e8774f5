from django.apps import AppConfig


class BrandsConfig(AppConfig):
    name = "brands"

    def ready(self) -> None:
        from barter.kernel.personal import register
        from brands.personal import PART

        register(PART)
