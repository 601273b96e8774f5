"""Paths under /api/v1/."""

from django.urls import path

from brands.api import products, views

urlpatterns = [
    path("brands/", views.BrandsView.as_view()),
    path("brands/<brand:brand_id>/", views.BrandView.as_view()),
    path("brands/<brand:brand_id>/members/", views.MembersView.as_view()),
    path("brands/<brand:brand_id>/invitations/", views.InvitationsView.as_view()),
    path("members/<member:member_id>/", views.MemberView.as_view()),
    path("invitations/<invitation:invitation_id>/", views.InvitationView.as_view()),
    path("products/", products.ProductsView.as_view()),
    path("products/import/", products.ImportsView.as_view()),
    path("products/<product:product_id>/", products.ProductView.as_view()),
    path("products/<product:product_id>/restore/", products.ProductRestoreView.as_view()),
    path("products/<product:product_id>/pictures/", products.PicturesView.as_view()),
    path("pictures/<picture:picture_id>/", products.PictureView.as_view()),
    path("variants/<variant:variant_id>/stock/", products.VariantStockView.as_view()),
    path("imports/<import:import_id>/", products.ImportView.as_view()),
    path("imports/<import:import_id>/confirm/", products.ImportConfirmView.as_view()),
    path("imports/<import:import_id>/discard/", products.ImportDiscardView.as_view()),
]
