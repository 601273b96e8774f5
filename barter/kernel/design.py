"""The living components page at /design/: every component with sample values, for people who build pages. Not in production."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

from barter.kernel.clock import now
from barter.kernel.templatetags.status import TABLE


class _SampleForm(forms.Form):
    street = forms.CharField(label="Street and number")
    postcode = forms.CharField(help_text="Four digits, like LV-1011")
    country = forms.ChoiceField(choices=[("LV", "Latvia"), ("EE", "Estonia")])
    hello = forms.CharField(label="Say hello", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    door = forms.ChoiceField(
        label="Where to", choices=[("locker", "Parcel locker"), ("door", "To my door")], widget=forms.RadioSelect
    )
    agree = forms.BooleanField(label="I have read the brief")

    def clean_postcode(self) -> str:
        value: str = self.cleaned_data["postcode"]
        if len(value) < 7:
            raise forms.ValidationError("Add the last two digits of the postcode")
        return value


def _ticket(photo: str, **values: object) -> dict[str, object]:
    sample = {
        "url": "#deal",
        "verified": True,
        "image_url": static(f"demo/products/{photo}.webp"),
        "image_alt": "",
        "save_url": "#save",
    }
    return sample | values


def _tickets() -> list[dict[str, object]]:
    return [
        _ticket("beauty", title="Glow serum & cloud cream", brand_name="Velda", brand_tint=0, answers="answers in 6 h", places="8 of 20 places left",
                ships="ships in 2 days", get="Set worth €68", make="1 video, 3 photos", tag="Ends in 2 days", tag_you=True, saved=True, first=True, key="1"),
        _ticket("hot", title="Three-sauce heat pack", brand_name="Zing", brand_tint=1, answers="answers in a day", places="14 of 30 places left",
                ships="ships in 1 day", get="Pack worth €27", make="1 cooking video", tag="New today"),
        _ticket("candle", title="Autumn candle trio with a name that takes two lines", brand_name="Ember Lane", brand_tint=2, answers="answers in 2 days",
                places="No places left", ships="", get="Trio worth €84", make="6 photos at home", full=True),
    ]  # fmt: skip


def _cards() -> dict[str, list[dict[str, object]]]:
    clips = [static(f"demo/clips/v_{name}.webp") for name in ("green", "blue", "shelf")]
    face = "demo/avatars/av-{}.svg"
    moves = [
        {"url": "#", "label": "Accept", "icon": "ok"},
        {"url": "#", "label": "Decline…", "icon": "close", "danger": True},
    ]
    common: dict[str, object] = {"url": "#card", "moves": moves}
    return {
        "new": [
            common | {"name": "Elīna Kalniņa", "photo_url": static(face.format(1)), "city": "Riga", "on_time": "9/9", "pick_value": "a", "clips": clips, "foot": "waits 9 h", "foot_icon": "time"},
            common | {"name": "Greta Vilkaitė", "photo_url": static(face.format(3)), "city": "Vilnius", "pick_value": "b", "clips": clips[::-1], "foot": "waits 5 h", "foot_icon": "time"},
        ],
        "ship": [common | {"name": "Jonas Berg", "city": "Malmö", "on_time": "6/6", "pick_value": "c", "pill": "1 day late", "pill_icon": "late", "pill_css": "bad", "foot": "Address ready", "foot_icon": "address", "css": "late"}],
        "way": [common | {"name": "Noor Haddad", "photo_url": static(face.format(8)), "city": "Berlin", "on_time": "11/11", "pick_value": "d", "track": ["on", "on", "on", ""], "track_words": "Out for delivery", "foot": "today, 14–18", "foot_icon": "shipped"}],
        "review": [common | {"name": "Ines Duarte", "photo_url": static(face.format(2)), "city": "Porto", "on_time": "14/14", "pick_value": "e", "shot_url": clips[2], "shot_time": "0:31", "foot_pill": "Due today", "action_url": "#review", "action_label": "Review", "action_ink": True}],
    }  # fmt: skip


def _people_words() -> dict[str, Any]:
    photo = "demo/products/{}.webp"
    return {
        "inbox_rows": [
            {"url": "#", "title": "Your parcel arrives tomorrow, 10–14", "sub": "Morrow tasting kit · 2 h ago", "image_url": static(photo.format("coffee")), "unread": True},
            {"url": "#", "title": "Velda asks for 2 changes by 25 Nov", "sub": "Glow serum and cloud cream · 5 h ago", "image_url": static(photo.format("beauty")), "unread": True, "pill": "Upload V3", "pill_icon": "film"},
            {"url": "#", "title": "Zing approved your video", "sub": "Three-sauce heat pack · yesterday", "image_url": static(photo.format("hot"))},
        ],
        "messages_sample": [
            {"system": True, "body": "Velda said yes, 15 Nov"},
            {"author": "Liis", "body": "Hello, happy to have you! It ships on Monday.", "when": "10:02"},
            {"mine": True, "body": "مرحبا, thanks. I film next to a window.", "when": "10:14"},
        ],
        "lines": [
            {"done": True, "words": "Where should brands ship?", "aside": "Riga"}, {"done": True, "words": "Show three clips you like"},
            {"words": "Apply to one deal.", "url": "#", "link": "64 ship to you", "icon": "save"},
        ],
        "review_notes": [
            {"n": 1, "at": 3, "author": "Liis", "body": "Label is cut off at the top. Start a little wider?", "fixed": "Fixed in V2", "href": "?t=3"},
            {"n": 2, "at": 12, "author": "Liis", "body": "Love this close-up. Hold it one second longer so the drop lands.", "on": True, "href": "?t=12"},
            {"n": 3, "at": 23, "author": "Liis", "body": "“Heals acne” is a health claim. Say “calmer skin” instead.", "must": True, "href": "?t=23"},
        ],
        "uploads": [
            {"name": "photo-2.jpg", "state": "done", "words": "4.1 MB", "thumb_url": static("demo/clips/v_green.webp")},
            {"name": "clip-b.mp4", "state": "rejected", "words": "This file is a GIF. Send MP4 or MOV."},
        ],
    }  # fmt: skip


def components(request: HttpRequest) -> HttpResponse:
    """Every component with sample values."""
    if not (settings.DEBUG or settings.CLOCK_MOVABLE):
        raise Http404
    at = now()
    form = _SampleForm({"street": "Tērbatas 12", "postcode": "LV-10", "country": "LV", "door": "locker", "agree": "on"})
    statuses = [(f"{kind}.{state}", kind) for kind, states in TABLE.items() for state in states]
    context = {
        "tickets": _tickets(), "cards": _cards(), "sample_form": form, "statuses": statuses, "due": at + timedelta(days=13),
        "late_due": at - timedelta(days=1, hours=2), "ticks20": [n < 12 for n in range(20)],
        "rows": [
            {"mark": "done", "title": "Accepted", "when": "15 Nov"},
            {"mark": "late", "title": "Shipping is late", "when": "due 17 Nov", "detail": "We’ve reminded Velda. You can leave at no cost."},
            {"mark": "now", "title": "Film and upload", "when": "by 5 Dec", "icon": "film"},
            {"mark": "todo", "title": "Approved", "when": "3 days later"},
        ],
        "steps": [{"label": "Product", "state": "done", "url": "#1"}, {"label": "Content", "state": "done", "url": "#2"},
                  {"label": "Who", "state": "now"}, {"label": "Rights", "state": "todo"}, {"label": "Publish", "state": "todo"}],
        "track": ["on", "on", "now", "", ""],
        "rights_rows": [("Own channels", "Yes, for 12 months"), ("Paid ads", "Yes, 6 months, EU only"), ("Your handle", "Never, unless you agree"), ("Edits", "Cut, crop, captions")],
        "get_lines": ["Glow serum, 30 ml", "Cloud cream, 50 ml", "Free delivery", "Yours to keep"],
        "make_lines": ["Vertical, 20–40 s", "Your voice, any mood", "No posting needed", "14 days to film"],
        "facts": [("8 of 20", "places left"), ("6 hours", "to answer"), ("41 of 42", "shipped on time")],
        "bulk_actions": [{"label": "Accept", "icon": "ok", "cta": True}, {"label": "Message", "icon": "chat"}, {"label": "Decline…", "icon": "close"}],
        "chips": [{"name": "c", "value": "1", "label": "No posting needed", "count": 64, "on": True}, {"name": "c", "value": "2", "label": "€50 and up", "count": 38}],
        "cats": [{"url": "#", "label": name, "image_url": static(f"demo/products/{file}.webp"), "current": name == "Food"}
                 for name, file in (("Beauty", "beauty"), ("Food", "hot"), ("Home", "candle"), ("Pets", "pet"), ("Tech", "speaker"))],
        "brief": [{"words": "Put the serum on bare skin, close up"}, {"words": "Film near a window, no ring light"}, {"words": "No health claims", "no": True}],
        "video": {"kind": "video", "src": static("demo/clips/clip.mp4"), "poster": static("demo/clips/v_shelf.webp"), "seconds": 31,
                  "captions": {"url": static("demo/clips/clip.vtt"), "language": "en", "label": "English"}, "label": "Video by Ines Duarte, 31 seconds"},
        "pins": [
            {"n": "1", "notes": "1", "words": "1", "at": 3, "state": "ok"},
            {"n": "2", "notes": "2", "words": "2", "at": 12, "state": "on"},
            {"n": "3", "notes": "3", "words": "3", "at": 23, "state": ""},
        ],
        "files": [{"url": "#", "thumb_url": static(f"demo/clips/v_{name}.webp"), "label": name, "approved": name == "blue", "current": name == "shelf"} for name in ("shelf", "blue", "green")],
        "strip": [static(f"demo/clips/v_{name}.webp") for name in ("shelf", "green", "blue", "shelf", "pink", "shelf")],
        "versions": [{"n": 1, "url": "#"}, {"n": 2, "url": "#", "current": True}],
        "nav": "my_deals", "nav_counts": {"my_deals": 2, "inbox": 1, "brand_review_queue": 3},
        **_people_words(),
    }  # fmt: skip
    return render(request, "design/components.html", context)
