"""Barter: brands trade products for content."""

from barter.celery import app as celery_app

__all__ = ["celery_app"]
