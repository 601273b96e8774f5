"""Paths under /api/v1/."""

from django.urls import path

from content.api import captions, portfolio, shares, take_downs, views

urlpatterns = [
    path("uploads/", views.UploadsView.as_view()),
    path("uploads/<asset:asset_id>/", views.UploadView.as_view()),
    path("uploads/<asset:asset_id>/parts/", views.UploadPartsView.as_view()),
    path("uploads/<asset:asset_id>/complete/", views.UploadCompleteView.as_view()),
    path("uploads/<asset:asset_id>/use-again/", views.UploadAgainView.as_view()),
    path("collaborations/<collaboration:collaboration_id>/submissions/", views.SubmissionsView.as_view()),
    path("submissions/<submission:submission_id>/", views.SubmissionView.as_view()),
    path("submissions/<submission:submission_id>/approve/", views.SubmissionApproveView.as_view()),
    path("submissions/<submission:submission_id>/request-changes/", views.SubmissionChangesView.as_view()),
    path("creators/<creator:creator_id>/clips/", portfolio.CreatorClipsView.as_view()),
    path("clips/", portfolio.ClipsView.as_view()),
    path("clips/choices/", portfolio.ClipChoicesView.as_view()),
    path("clips/<clip:clip_id>/", portfolio.ClipView.as_view()),
    path("licences/", views.LicencesView.as_view()),
    path("licences/<licence:licence_id>/", views.LicenceView.as_view()),
    path("licences/<licence:licence_id>/offer-renewal/", views.LicenceOfferRenewalView.as_view()),
    path("licences/<licence:licence_id>/answer-renewal/", views.LicenceAnswerRenewalView.as_view()),
    path("shares/", shares.SharesView.as_view()),
    path("shares/<share:share_id>/", shares.ShareView.as_view()),
    path("shares/<share:share_id>/end/", shares.ShareEndView.as_view()),
    path("licences/<licence:licence_id>/take-down/", take_downs.LicenceTakeDownView.as_view()),
    path("take-downs/", take_downs.TakeDownsView.as_view()),
    path("take-downs/<take_down:take_down_id>/", take_downs.TakeDownView.as_view()),
    path("take-downs/<take_down:take_down_id>/agree/", take_downs.TakeDownAgreeView.as_view()),
    path("take-downs/<take_down:take_down_id>/refuse/", take_downs.TakeDownRefuseView.as_view()),
    path("take-downs/<take_down:take_down_id>/report-down/", take_downs.TakeDownReportDownView.as_view()),
    path("take-downs/<take_down:take_down_id>/withdraw/", take_downs.TakeDownWithdrawView.as_view()),
    path("take-downs/<take_down:take_down_id>/confirm-gone/", take_downs.TakeDownConfirmGoneView.as_view()),
    path("take-downs/<take_down:take_down_id>/say-still-up/", take_downs.TakeDownSayStillUpView.as_view()),
    path("assets/<asset:asset_id>/", views.AssetView.as_view()),
    path("assets/<asset:asset_id>/captions/", captions.CaptionsView.as_view()),
    path("assets/<asset:asset_id>/download/", views.AssetDownloadView.as_view()),
]
