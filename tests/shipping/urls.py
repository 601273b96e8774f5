"""The addresses of shipping alone, for its webhook's tests."""

from django.urls import include, path

urlpatterns = [path("", include("shipping.urls"))]
