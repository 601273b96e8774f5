from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "barter.kernel"
    label = "kernel"
    verbose_name = "System"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from barter.kernel import company  # noqa: F401 - its check of the deployment
        from barter.kernel.complaints import speak_plainly
        from barter.kernel.ids import register_converters

        register_converters()
        speak_plainly()
