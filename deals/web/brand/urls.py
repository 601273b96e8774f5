"""Addresses of the brand's pages about deals: today, the list, the wizard, the pipeline and who is in it."""

from django.urls import URLPattern, path

from deals.web.brand import applicant, bulk, collaboration, creators, deals, insights, pipeline, queue, today, wizard

urlpatterns: list[URLPattern] = [
    path("brand/", today.brand_today, name="brand_today"),
    path("brand/deals/", deals.brand_deals, name="brand_deals"),
    path("brand/deals/new/", wizard.brand_deal_new, name="brand_deal_new"),
    path("brand/deals/<deal:deal_id>/edit/<slug:step>/", wizard.brand_deal_edit, name="brand_deal_edit"),
    path("brand/deals/<deal:deal_id>/<slug:verb>/", deals.brand_deal_move, name="brand_deal_move"),
    path("brand/deals/<deal:deal_id>/", pipeline.pipeline, name="brand_pipeline"),
    path("brand/deals/<deal:deal_id>/applicants/accept/", bulk.accept, name="brand_pipeline_accept"),
    path("brand/deals/<deal:deal_id>/applicants/shortlist/", bulk.shortlist, name="brand_pipeline_shortlist"),
    path("brand/deals/<deal:deal_id>/applicants/decline/", bulk.decline, name="brand_pipeline_decline"),
    path("brand/applications/<application:application_id>/", applicant.applicant, name="brand_applicant"),
    path("brand/applications/<application:application_id>/<slug:verb>/", applicant.move, name="brand_applicant_move"),
    path(
        "brand/collaborations/<collaboration:collaboration_id>/",
        collaboration.collaboration,
        name="brand_collaboration",
    ),
    path(
        "brand/collaborations/<collaboration:collaboration_id>/<slug:verb>/",
        collaboration.move,
        name="brand_collaboration_move",
    ),
    path("brand/applicants/", queue.applicants, name="brand_applicants"),
    path("brand/insights/", insights.insights, name="brand_insights"),
    path("brand/insights/<slug:table>.csv", insights.export, name="brand_insights_export"),
    path("brand/creators/", creators.creators, name="brand_creators"),
    path("brand/creators/<creator:creator_id>/invite/", creators.invite, name="brand_creator_invite"),
]
