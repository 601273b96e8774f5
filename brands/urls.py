"""Addresses of a brand's own pages."""

from django.urls import URLPattern, path

from brands.views import brand, catalogue, pricing, products, team

urlpatterns: list[URLPattern] = [
    path("pricing/", pricing.pricing, name="pricing"),
    path("brand/new/", brand.create, name="brand_create"),
    path("brand/switch/<brand:brand_id>/", brand.switch, name="brand_switch"),
    path("brand/profile/", brand.profile, name="brand_profile"),
    path("brand/products/", products.product_list, name="brand_products"),
    path("brand/products/new/", products.product_new, name="product_new"),
    path("brand/products/import/", catalogue.catalogue_import, name="catalogue_import"),
    path("brand/products/import/<import:import_id>/", catalogue.catalogue_report, name="catalogue_report"),
    path("brand/products/import/<import:import_id>/confirm/", catalogue.catalogue_confirm, name="catalogue_confirm"),
    path("brand/products/import/<import:import_id>/discard/", catalogue.catalogue_discard, name="catalogue_discard"),
    path("brand/products/<product:product_id>/", products.product, name="product"),
    path("brand/products/<product:product_id>/archive/", products.product_archive, name="product_archive"),
    path("brand/products/<product:product_id>/restore/", products.product_restore, name="product_restore"),
    path("brand/products/<product:product_id>/pictures/", products.picture_add, name="product_picture_add"),
    path(
        "brand/products/<product:product_id>/pictures/change/", products.picture_change, name="product_picture_change"
    ),
    path("brand/team/", team.team, name="brand_team"),
    path("brand/team/leave/", team.team_leave, name="team_leave"),
    path("brand/team/<member:member_id>/role/", team.member_role, name="member_role"),
    path("brand/team/<member:member_id>/remove/", team.member_remove, name="member_remove"),
    path("brand/team/invitations/<invitation:invitation_id>/resend/", team.invitation_resend, name="invitation_resend"),
    path("brand/team/invitations/<invitation:invitation_id>/revoke/", team.invitation_revoke, name="invitation_revoke"),
    path("invitation/<str:token>/", team.invitation, name="brand_invitation"),
]
