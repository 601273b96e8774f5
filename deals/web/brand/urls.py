"""Addresses of the brand's pages about deals: today, the list, the wizard, the pipeline and who is in it."""

from django.urls import URLPattern, path

from deals.web.brand import (
    applicant,
    bulk,
    collaboration,
    creator_lists,
    creator_page,
    creators,
    deals,
    insights,
    pipeline,
    queue,
    today,
    wizard,
)

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
    path("brand/creators/export.csv", creators.export, name="brand_creators_export"),
    path("brand/creators/add/", creator_lists.add, name="brand_creators_add"),
    path("brand/creators/remove/", creator_lists.remove, name="brand_creators_remove"),
    path("brand/creators/invite/", creator_lists.invite, name="brand_creators_invite"),
    path("brand/creators/lists/", creator_lists.lists, name="brand_creator_lists"),
    path("brand/creators/lists/<creator_list:creator_list_id>/", creator_lists.rename, name="brand_creator_list"),
    path(
        "brand/creators/lists/<creator_list:creator_list_id>/delete/",
        creator_lists.delete,
        name="brand_creator_list_delete",
    ),
    path("brand/creators/notes/<creator_note:creator_note_id>/", creator_page.note, name="brand_creator_note"),
    path(
        "brand/creators/notes/<creator_note:creator_note_id>/delete/",
        creator_page.delete_note,
        name="brand_creator_note_delete",
    ),
    path("brand/creators/<creator:creator_id>/", creator_page.creator, name="brand_creator"),
    path("brand/creators/<creator:creator_id>/notes/", creator_page.add_note, name="brand_creator_note_add"),
    path("brand/creators/<creator:creator_id>/invite/", creators.invite, name="brand_creator_invite"),
]
