"""Paths under /api/v1/."""

from django.urls import path

from accounts.api import exports

urlpatterns = [
    path("me/export/", exports.ExportView.as_view()),
    path("me/export/download/", exports.ExportDownloadView.as_view()),
]
