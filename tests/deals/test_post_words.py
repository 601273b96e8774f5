"""How addresses of posts are read, and what a caption has to say in which country."""

import pytest

from deals.disclosure import RULES, lack_of, rule_for, says_what
from deals.posts.addresses import recognised
from deals.posts.port import Unusable
from deals.posts.stage import CAPTION

TIKTOK = "https://www.tiktok.com/@mila/video/7300000000000000001"
REEL = "https://www.instagram.com/p/CxYz-1_a/"
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


@pytest.mark.parametrize(("written", "platform", "kept"), [
    ("https://www.tiktok.com/@Mila/video/7300000000000000001?is_from_webapp=1&sender_device=pc", "tiktok", TIKTOK),
    ("http://m.tiktok.com/@mila/video/7300000000000000001/", "tiktok", TIKTOK),
    ("tiktok.com/@mila/video/7300000000000000001#x", "tiktok", TIKTOK),
    (" https://www.tiktok.com/@mi.la_1/photo/7300000000000000001 ", "tiktok",
     "https://www.tiktok.com/@mi.la_1/photo/7300000000000000001"),
    ("https://vm.tiktok.com/ZMabc123/?k=1", "tiktok", "https://vm.tiktok.com/ZMabc123/"),
    ("https://www.tiktok.com/t/ZTabc123/", "tiktok", "https://www.tiktok.com/t/ZTabc123/"),
    ("https://www.instagram.com/reel/CxYz-1_a/?igsh=abc", "instagram", REEL),
    ("https://instagram.com/mila.makes/reel/CxYz-1_a", "instagram", REEL),
    ("https://m.instagram.com/p/CxYz-1_a/?img_index=2", "instagram", REEL),
    ("https://www.instagram.com/tv/CxYz-1_a/", "instagram", REEL),
    ("https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&t=4s", "youtube", VIDEO),
    ("https://youtu.be/dQw4w9WgXcQ?si=tracking", "youtube", VIDEO),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ?feature=share", "youtube", VIDEO),
    ("https://youtube.com/live/dQw4w9WgXcQ", "youtube", VIDEO),
])  # fmt: skip
def test_a_post_has_one_address_however_it_is_written_and_names_its_platform(
    written: str, platform: str, kept: str
) -> None:
    assert recognised(written) == (platform, kept)
    assert recognised(written, "blog") == (platform, kept)  # the address knows better than the list
    assert recognised(kept) == (platform, kept)


def test_a_blog_is_chosen_and_loses_what_follows_its_readers() -> None:
    written = "http://Mila.example/2026/serum/?utm_source=x&fbclid=1&page=2#top"
    assert recognised(written, "blog") == ("blog", "https://mila.example/2026/serum/?page=2")


@pytest.mark.parametrize(("written", "platform", "told"), [
    ("https://www.tiktok.com/@mila", "", "profile"), ("https://www.tiktok.com/", "", "front page"),
    ("https://www.tiktok.com/tag/serum", "", "Share"), ("https://www.instagram.com/mila/", "", "Share"),
    ("https://www.instagram.com/stories/mila/123/", "", "story"), ("https://www.youtube.com/@mila", "", "Share"),
    ("https://www.instagram.com/share/reel/BAQ1x_y-Z/", "", "short link"), ("https://www.instagram.com/share/p/BAQ1x/", "", "short link"),
    ("https://youtu.be/short", "", "Share"), ("https://www.youtube.com/watch?" + "&".join(["v=1"] * 99), "", "web address"),
    ("https://mila.example/post", "", "Choose"), ("https://mila.example/post", "tiktok", "TikTok"),
    ("https://tiktok.com.evil.example/@mila/video/73000000", "tiktok", "TikTok"), ("https://mila.example/", "blog", "front"),
    ("https://127.0.0.1/post", "blog", "web address"), ("https://10.0.0.1/post", "blog", "web address"),
    ("https://localhost/post", "blog", "web address"), ("https://[::1]/post", "blog", "web address"),
    ("https://me:pw@mila.example/post", "blog", "web address"), ("https://mila.example:8443/post", "blog", "web address"),
    ("javascript:alert(1)", "blog", "web address"), ("ftp://mila.example/post", "blog", "https://"),
    ("https://[/post", "blog", "web address"), ("https://mila.example/" + "x" * 500, "blog", "https://"), ("", "", "web"),
])  # fmt: skip
def test_what_is_no_post_is_refused_with_what_to_do(written: str, platform: str, told: str) -> None:
    with pytest.raises(Unusable, match=told):
        recognised(written, platform)


@pytest.mark.parametrize(("country", "caption", "lack"), [
    ("DE", "Anzeige: eine Woche damit", ""), ("DE", "#Werbung eine Woche", ""), ("DE", "WERBUNG | x", ""),
    ("DE", "#ad eine Woche damit", "missing"), ("DE", "Bewerbungsfoto", "missing"),
    ("DE", "Eine Woche damit, im Licht am Fenster, ohne Filter. Anzeige", "late"),
    ("FR", "Collaboration commerciale avec Velda", ""), ("FR", "#CollaborationCommerciale", ""), ("FR", "PUBLICITE !", ""),
    ("FR", "Merci Velda", "missing"), ("ES", "#publi una semana", ""), ("ES", "#ad una semana", "missing"),
    ("NL", "#adv een week", ""), ("IT", "#adv una settimana", ""), ("GB", "AD: a week", ""), ("GB", "add this", "missing"),
    ("US", "#ad a week", ""), ("PT", "#pub uma semana", ""), ("", "#ad a week", ""), ("LV", "Reklāma: nedēļa", ""),
    ("LV", "nothing", "missing"), ("", "x" * 200 + " #ad", "late"), ("SE", "Reklam! En vecka", ""), ("IE", "#Fógra", ""),
])  # fmt: skip
def test_a_caption_says_what_it_is_in_the_words_and_place_of_its_country(country: str, caption: str, lack: str) -> None:
    assert lack_of(caption, rule_for(country)) == lack


def test_every_rule_names_its_source_and_what_it_asks_for_is_enough() -> None:
    for country, rule in RULES.items():
        assert (rule.country, rule.source[:8]) == (country, "https://")
        assert lack_of(f"{rule.words[0]} a week with it", rule) == ""
        assert f"“{rule.words[0]}”" in says_what(rule)
        assert lack_of(CAPTION, rule) == "", country  # what the stage plays is enough everywhere
    assert rule_for("", "DE").country == "DE"
    assert rule_for("LV", "DE").country == ""  # the creator's own, although we know no words of it
