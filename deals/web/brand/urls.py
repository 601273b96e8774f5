"""Addresses of the brand's pages about deals: today, the list, the wizard, the pipeline and who is in it."""

from django.urls import URLPattern, path

from deals.web.brand import deals, today

urlpatterns: list[URLPattern] = [
    path("brand/", today.brand_today, name="brand_today"),
    path("brand/deals/", deals.brand_deals, name="brand_deals"),
]
