"""The pages of content."""

from django.urls import path

from content.views import checking, guests, library, licence, licensed, portfolio, renewal, review, sharing, upload

urlpatterns = [
    path("collaborations/<collaboration:collaboration_id>/upload/", upload.upload, name="upload"),
    path("collaborations/<collaboration:collaboration_id>/upload/start/", upload.start, name="upload_start"),
    path(
        "collaborations/<collaboration:collaboration_id>/upload/plain/", upload.plain_start, name="upload_plain_start"
    ),
    path("uploads/<asset:asset_id>/", upload.file_row, name="upload_row"),
    path("uploads/<asset:asset_id>/finish/", upload.finish, name="upload_finish"),
    path("uploads/<asset:asset_id>/parts/", upload.parts, name="upload_parts"),
    path("uploads/<asset:asset_id>/remove/", upload.remove, name="upload_remove"),
    path("uploads/<asset:asset_id>/plain/", upload.plain, name="upload_plain"),
    path("uploads/<asset:asset_id>/arrived/", upload.arrived, name="upload_arrived"),
    path("submissions/<submission:submission_id>/", review.submission_page, name="submission"),
    path("submissions/<submission:submission_id>/review/", review.review, name="review"),
    path("submissions/<submission:submission_id>/notes/", review.add_note, name="review_note"),
    path("submissions/<submission:submission_id>/notes/<note:note_id>/", review.change_note, name="review_note_change"),
    path("submissions/<submission:submission_id>/ask/", review.ask_for_changes, name="review_ask"),
    path("submissions/<submission:submission_id>/approve/", review.approve, name="review_approve"),
    path("me/licensed/", licensed.my_licences, name="my_licences"),
    path("me/clips/", portfolio.my_clips, name="my_clips"),
    path("me/clips/shown/", portfolio.shown, name="my_clips_shown"),
    path("me/clips/add/", portfolio.add, name="clip_add"),
    path("me/clips/<clip:clip_id>/", portfolio.name_clip, name="clip_name"),
    path("me/clips/<clip:clip_id>/move/", portfolio.move, name="clip_move"),
    path("me/clips/<clip:clip_id>/remove/", portfolio.remove, name="clip_remove"),
    path("me/clips/<clip:clip_id>/put-back/", portfolio.put_back, name="clip_put_back"),
    path("c/<slug:handle>/clips/", portfolio.creator_clips, name="creator_clips"),
    path("assets/<asset:asset_id>/play/", portfolio.play, name="asset_play"),
    path("review/", review.queue, name="brand_review_queue"),
    path("library/", library.library, name="brand_library"),
    path("library/owned/<product:product_id>/", library.owned, name="library_owned"),
    path("library/archive/", library.archive, name="library_archive"),
    path("library/shares/", sharing.links, name="brand_shares"),
    path("library/shares/new/", sharing.choose, name="share_new"),
    path("library/shares/<share:share_id>/end/", sharing.end, name="share_end"),
    path("shared/<str:share_token>/", guests.shared_files, name="shared"),
    path("shared/<str:share_token>/<asset:asset_id>/play/", guests.play, name="shared_play"),
    path("shared/<str:share_token>/<asset:asset_id>/download/", guests.take, name="shared_download"),
    path("assets/<asset:asset_id>/download/", library.download, name="asset_download"),
    path("licences/", checking.licence_check, name="licence_check"),
    path("licences/<licence:licence_id>/offer-renewal/", renewal.offer_renewal, name="licence_offer_renewal"),
    path("licences/<licence:licence_id>/answer-renewal/", renewal.answer_renewal, name="licence_answer_renewal"),
    path("licences/<slug:code>/", licence.licence_page, name="licence"),
    path("licences/<slug:code>.json", licence.licence_json, name="licence_json"),
    path("licences/<slug:code>.pdf", licence.licence_pdf, name="licence_pdf"),
]
