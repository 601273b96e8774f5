"""Static files of a developer's machine and the demo: named and packed as in production, but packed quickly."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class QuicklyPackedStorage(CompressedManifestStaticFilesStorage):
    """Gzip alone: Brotli at its best would take 28 s of a first start."""

    def create_compressor(self, **options: Any) -> Compressor:
        return Compressor(use_brotli=False, **options)
