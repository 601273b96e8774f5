"""Paths under /api/v1/."""

from django.urls import path

from deals.api import (
    applications,
    calendar,
    collaborations,
    deals,
    decisions,
    faults,
    hot,
    insights,
    kept_creators,
    me,
    searches,
)

urlpatterns = [
    path("me/", me.MeView.as_view()),
    path("me/deletion/", me.MeDeletionView.as_view()),
    path("me/calendar/", calendar.CalendarView.as_view()),
    path("me/calendar/renew/", calendar.CalendarRenewView.as_view()),
    path("deals/", hot.DealsView.as_view()),
    path("deals/picks/", searches.PicksView.as_view()),
    path("deals/<deal:deal_id>/", hot.DealView.as_view()),
    path("deals/<deal:deal_id>/submit/", deals.DealSubmitView.as_view()),
    path("deals/<deal:deal_id>/take-back/", deals.DealTakeBackView.as_view()),
    path("deals/<deal:deal_id>/duplicate/", deals.DealDuplicateView.as_view()),
    path("deals/<deal:deal_id>/pause/", deals.DealPauseView.as_view()),
    path("deals/<deal:deal_id>/resume/", deals.DealResumeView.as_view()),
    path("deals/<deal:deal_id>/close/", deals.DealCloseView.as_view()),
    path("deals/<deal:deal_id>/discard/", deals.DealDiscardView.as_view()),
    path("deals/<deal:deal_id>/save/", deals.DealSaveView.as_view()),
    path("deals/<deal:deal_id>/invitations/", deals.DealInviteView.as_view()),
    path("deals/<deal:deal_id>/applications/", applications.DealApplicationsView.as_view()),
    path("searches/", searches.SearchesView.as_view()),
    path("searches/<search:search_id>/", searches.SearchView.as_view()),
    path("searches/<search:search_id>/see/", searches.SearchSeeView.as_view()),
    path("deals/<deal:deal_id>/decisions/", decisions.DecisionsView.as_view()),
    path("deals/<deal:deal_id>/decisions/release/", decisions.DecisionsReleaseView.as_view()),
    path("deals/<deal:deal_id>/decisions/take-back/", decisions.DecisionsTakeBackView.as_view()),
    path("creators/<creator:creator_id>/notes/", kept_creators.CreatorNotesView.as_view()),
    path("creator-notes/<creator_note:creator_note_id>/", kept_creators.CreatorNoteView.as_view()),
    path("creator-lists/", kept_creators.CreatorListsView.as_view()),
    path("creator-lists/<creator_list:creator_list_id>/", kept_creators.CreatorListView.as_view()),
    path("creator-lists/<creator_list:creator_list_id>/creators/", kept_creators.ListedCreatorsView.as_view()),
    path("creator-lists/<creator_list:creator_list_id>/remove/", kept_creators.CreatorListRemoveView.as_view()),
    path("insights/", insights.InsightsView.as_view()),
    path("applications/", applications.ApplicationsView.as_view()),
    path("applications/<application:application_id>/", applications.ApplicationView.as_view()),
    *[
        path(f"applications/<application:application_id>/{verb}/", view.as_view())
        for verb, view in applications.VERBS.items()
    ],
    path("collaborations/", collaborations.CollaborationsView.as_view()),
    path("collaborations/<collaboration:collaboration_id>/", collaborations.CollaborationView.as_view()),
    path("collaborations/<collaboration:collaboration_id>/live-links/", collaborations.LiveLinksView.as_view()),
    path("collaborations/<collaboration:collaboration_id>/reviews/", collaborations.ReviewsView.as_view()),
    path("collaborations/<collaboration:collaboration_id>/faults/", faults.FaultsView.as_view()),
    path("collaborations/<collaboration:collaboration_id>/disputes/", collaborations.DisputesView.as_view()),
    *[
        path(f"collaborations/<collaboration:collaboration_id>/{verb}/", view.as_view())
        for verb, view in collaborations.VERBS.items()
    ],
    path("faults/<fault:fault_id>/appeal/", faults.FaultAppealView.as_view()),
    path("disputes/<dispute:dispute_id>/", collaborations.DisputeView.as_view()),
    path("disputes/<dispute:dispute_id>/answer/", collaborations.DisputeAnswerView.as_view()),
    path("disputes/<dispute:dispute_id>/appeal/", collaborations.DisputeAppealView.as_view()),
]
