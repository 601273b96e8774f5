from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "shipping"

    def ready(self) -> None:
        from barter.kernel.personal import register
        from shipping.personal import PART

        register(PART)
