"""Addresses of deals: the public's and creators' pages here, brands' pages in deals.web.brand."""

from django.urls import URLPattern, URLResolver, include, path

from deals.web import search_engines
from deals.web.creator import apply, calendar, deal, feed, my_deals, public, room, searches, share
from deals.web.public import brand
from deals.web.public import share as shared
from deals.web.public import views as pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", public.landing, name="landing"),
    path("share.jpg", shared.landing_image, name="landing_share_image"),
    path("b/<slug:slug>/share.jpg", shared.brand_image, name="brand_share_image"),
    path("c/<slug:handle>/share.jpg", shared.creator_image, name="creator_share_image"),
    path("help/", pages.help_page, name="help"),
    path("terms/", pages.terms, name="terms"),
    path("privacy/", pages.privacy, name="privacy"),
    path("robots.txt", search_engines.robots, name="robots"),
    path("sitemap.xml", search_engines.sitemap, name="sitemap"),
    path("deals/", feed.deals, name="feed"),
    path("b/<slug:slug>/", brand.brand_page, name="brand_page"),
    path("deals/saved/", feed.saved_deals, name="saved_deals"),
    path("deals/searches/", searches.saved_searches, name="saved_searches"),
    path("deals/searches/save/", searches.save_search, name="search_save"),
    path("deals/searches/<search:search_id>/", searches.open_search, name="saved_search"),
    path("deals/searches/<search:search_id>/rename/", searches.rename_search, name="search_rename"),
    path("deals/searches/<search:search_id>/alerts/", searches.search_alerts, name="search_alerts"),
    path("deals/searches/<search:search_id>/delete/", searches.delete_search, name="search_delete"),
    path("deals/<deal:deal_id>/", deal.deal, name="deal"),
    path("deals/<deal:deal_id>/share.jpg", share.share_image, name="deal_share_image"),
    path("deals/<deal:deal_id>/terms/", deal.terms, name="deal_terms"),
    path("deals/<deal:deal_id>/apply/", apply.apply, name="deal_apply"),
    path("deals/<deal:deal_id>/save/", feed.save, name="deal_save"),
    path("my-deals/", my_deals.my_deals, name="my_deals"),
    path("my-deals/calendar/", calendar.calendar_page, name="calendar_page"),
    path("my-deals/calendar/renew/", calendar.calendar_renew, name="calendar_renew"),
    path("calendar/<str:calendar_token>.ics", calendar.calendar, name="calendar"),
    path("my-deals/applications/<application:application_id>/", my_deals.application, name="my_application"),
    path("my-deals/applications/<application:application_id>/sent/", apply.sent, name="application_sent"),
    path(
        "my-deals/applications/<application:application_id>/<slug:verb>/",
        my_deals.move,
        name="my_application_move",
    ),
    path("my-deals/<collaboration:collaboration_id>/", room.room, name="deal_room"),
    path("my-deals/<collaboration:collaboration_id>/terms/", room.terms, name="deal_room_terms"),
    path("my-deals/<collaboration:collaboration_id>/<slug:verb>/", room.move, name="deal_room_move"),
    path("", include("deals.web.brand.urls")),
]
