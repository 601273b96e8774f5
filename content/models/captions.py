"""What is said in a video, as lines under its picture."""

from django.db import models

from content.models.assets import Asset


class Captions(models.Model):
    """One a video, apart from it because lists of files need only know the language (`Asset.captions_language`).

    Neither part of the hashed file nor of its licence.
    """

    asset = models.OneToOneField(Asset, on_delete=models.CASCADE, related_name="captions")
    text = models.TextField(help_text="WebVTT as we wrote it, see content.captions; never what was uploaded")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "captions"

    def __str__(self) -> str:
        return f"captions of {self.asset_id}"
