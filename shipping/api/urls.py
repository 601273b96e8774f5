"""Paths under /api/v1/."""

from django.urls import path

from shipping.api import views

urlpatterns = [
    path("collaborations/<collaboration:collaboration_id>/shipments/", views.CollaborationShipmentsView.as_view()),
    path("shipments/", views.ShipmentsView.as_view()),
    path("shipments/<shipment:shipment_id>/", views.ShipmentView.as_view()),
    path("shipments/<shipment:shipment_id>/correct-tracking/", views.ShipmentCorrectView.as_view()),
    path("shipments/<shipment:shipment_id>/enter-tracking/", views.ShipmentEnterView.as_view()),
    path("shipments/<shipment:shipment_id>/read-address/", views.ShipmentReadAddressView.as_view()),
    path("shipments/<shipment:shipment_id>/set-address/", views.ShipmentSetAddressView.as_view()),
]
