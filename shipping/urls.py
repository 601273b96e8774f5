"""Addresses of shipping; included at the root."""

from django.urls import path

from shipping.views import desk, panel
from shipping.webhooks import carrier_webhook

urlpatterns = [
    path("brand/shipments/", desk.desk, name="brand_shipments"),
    path("brand/shipments/paste/", desk.paste, name="brand_shipments_paste"),
    path("brand/shipments/to-ship.csv", desk.export, name="brand_shipments_csv"),
    path("brand/shipments/guess/", desk.guess, name="tracking_guess"),
    path("brand/shipments/<shipment:shipment_id>/address/", desk.reveal_address, name="shipment_address"),
    path("brand/shipments/<shipment:shipment_id>/tracking/", desk.enter_tracking, name="shipment_tracking"),
    path("collaborations/<collaboration:collaboration_id>/parcel/", panel.parcel, name="parcel"),
    path("renewals/<renewal:renewal_id>/parcel/", panel.renewal_parcel, name="renewal_parcel"),
    path("me/address-views/", panel.address_views, name="address_views"),
    path("shipments/<shipment:shipment_id>/send-to/", panel.send_to, name="shipment_send_to"),
    path("hooks/carriers/<slug:carrier>/", carrier_webhook, name="carrier_webhook"),
]
