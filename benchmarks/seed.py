"""Fill a database with live deals by set-based SQL: brands, products, variants, pictures, places, creators.

Word frequencies are spread like a language's: `deal` is in every title, then about 30 %, 10 %, 1 %, 0.1 %, 0.01 % and
three deals in all.
"""

import json

from django.db import connection

WORD_CLASSES = {
    "everywhere": "deal",
    "very_common": "glow",
    "common": "serum",
    "medium": "walnut",
    "rare": "saffron",
    "very_rare": "juniper",
    "three": "xylitol",
    "two_common": "glow serum",
    "common_and_rare": "glow juniper",
    "nowhere": "qqqqzz",
}

_TERMS = {
    "brief": [
        {"id": "bri_00000000000000000000000000", "kind": "must_show", "text": "The pump in use, close"},
        {"id": "bri_00000000000000000000000001", "kind": "disclosure", "text": "Gifted, in the first line"},
    ],
    "deliverables": [
        {"kind": "video", "platform": "instagram", "count": 1, "min_seconds": 20, "max_seconds": 40, "ratio": "9:16"},
        {"kind": "photo", "platform": "", "count": 3, "min_seconds": 0, "max_seconds": 0, "ratio": ""},
    ],
    "licence": {
        "months": 12, "territory": "worldwide", "paid_ads_months": 0, "edits": False, "handle": False, "credit": True
    },
}  # fmt: skip
_SEED = """
INSERT INTO brands_brand (public_id, name, slug, about, website, country, city, category, colour, verified_at, is_trusted,
                          standing, created_at)
SELECT gen_random_uuid(), 'Bench brand ' || n, 'bench-brand-' || n, '', '', 'LV', 'Riga', 'beauty', n %% 12, now(), true,
       'good', now()
FROM generate_series(%(from)s / 100 + 1, %(to)s / 100) n;
INSERT INTO brands_brandcapacity (brand_id, slots_max, slots_wanted, slots_late, slots_used, shipped_count,
    shipped_on_time_count, ship_hours_total, answered_count, answer_hours_total, expired_count, reviewed_count, silent_approval_count, no_ship_count)
SELECT id, 100000, 100000, 0, 0, 42, 41, 1000, 50, 300, 1, 40, 2, 0 FROM brands_brand b
WHERE NOT EXISTS (SELECT 1 FROM brands_brandcapacity c WHERE c.brand_id = b.id);
INSERT INTO brands_product (public_id, brand_id, kind, title, description, category, currency, external_handle,
                            voucher_instructions, created_at)
SELECT gen_random_uuid(), b.id, 'parcel', 'Bench set', '', 'beauty', 'EUR', '', '', now() FROM brands_brand b
WHERE NOT EXISTS (SELECT 1 FROM brands_product p WHERE p.brand_id = b.id);
INSERT INTO brands_variant (public_id, product_id, title, options, sku, fmv_minor, stock_on_hand, stock_reserved, position)
SELECT gen_random_uuid(), p.id, 'Default', '{}', '', 6800, 1000000, 0, 0 FROM brands_product p
WHERE NOT EXISTS (SELECT 1 FROM brands_variant v WHERE v.product_id = p.id);
INSERT INTO deals_deal (public_id, brand_id, product_id, title, summary, category, state, state_since, clock_started_at,
    due_at, wake_at, countries, platforms, languages, min_followers, fmv_minor, worth_cents, currency, must_post, ship_within_days,
    create_within_days, live_days, licence_months, licence_territory, licence_paid_ads_months, licence_edits,
    licence_handle, licence_credit, brief_version, terms, terms_hash, card, rejection_reason, last_brand_activity_at,
    published_at, created_at, search_text)
SELECT gen_random_uuid(), brand.id, product.id, initcap(words.w), 'Serum and cream for one video and three photos.',
    (ARRAY['beauty','food','home','pets','tech','drinks','coffee','fashion','sport','kids','garden','books'])[(1 + n %% 12)::int],
    'live', stamp.at, stamp.at, now() + interval '40 days' + n * interval '1 second', now() + interval '13 days',
    (ARRAY['{}','{LV,EE,LT}','{DE,AT,CH}','{NL,BE,LU}','{}','{FR}','{ES,PT}','{IT}'])[(1 + n %% 8)::int]::varchar[],
    (ARRAY['{}','{instagram}','{tiktok}','{youtube}','{instagram,tiktok}'])[(1 + n %% 5)::int]::varchar[], '{}', ((n %% 7) * 500)::int,
    worth.cents, worth.cents, 'EUR', n %% 3 > 0, 3, 14, 30, 12, 'worldwide', 0, false, false, true, 1,
    %(terms)s::jsonb, md5(n::text) || md5((n + 1)::text),
    '{"product": "Bench set", "kind": "parcel", "image": {"source": "demo/products/beauty.webp", "alt": "Serum and cream",
      "width": 756, "height": 567}, "makes": [{"kind": "video", "platform": "instagram", "count": 1, "min_seconds": 20,
      "max_seconds": 40, "ratio": "9:16"}, {"kind": "photo", "platform": "", "count": 3, "min_seconds": 0,
      "max_seconds": 0, "ratio": ""}]}', '', now(), stamp.at, stamp.at, words.w
FROM generate_series(%(from)s::bigint + 1, %(to)s::bigint) n
CROSS JOIN LATERAL (SELECT now() - n * interval '4 seconds' AS at) stamp
CROSS JOIN LATERAL (SELECT (1500 + (n * 7919) %% 20000)::int AS cents) worth
CROSS JOIN LATERAL (SELECT concat_ws(' ', 'deal',
    CASE WHEN n * 31 %% 100 < 30 THEN 'glow' END, CASE WHEN n * 37 %% 100 < 10 THEN 'serum' END,
    CASE WHEN n * 41 %% 1000 < 10 THEN 'walnut' END, CASE WHEN n * 43 %% 10000 < 10 THEN 'saffron' END,
    CASE WHEN n * 47 %% 100000 < 10 THEN 'juniper' END, CASE WHEN n IN (1, 5000, 9999) THEN 'xylitol' END,
    'w' || n %% 5000, 'v' || n %% 777, 'set') AS w) words
JOIN LATERAL (SELECT id FROM brands_brand WHERE slug = 'bench-brand-' || ((n - 1) / 100 + 1)) brand ON true
JOIN LATERAL (SELECT id FROM brands_product p WHERE p.brand_id = brand.id LIMIT 1) product ON true;
INSERT INTO deals_dealplaces (deal_id, total, taken)
SELECT id, 20, id %% 20 FROM deals_deal d WHERE NOT EXISTS (SELECT 1 FROM deals_dealplaces p WHERE p.deal_id = d.id);
INSERT INTO deals_briefitem (public_id, deal_id, kind, text, position, brief_version)
SELECT gen_random_uuid(), d.id, line.kind, line.text, line.position, 1
FROM deals_deal d CROSS JOIN (VALUES ('must_show', 'The pump in use, close', 0),
    ('disclosure', 'Gifted, in the first line', 1)) line (kind, text, position)
WHERE d.id > (SELECT coalesce(max(deal_id), 0) FROM deals_briefitem);
INSERT INTO deals_deliverable (public_id, deal_id, kind, platform, count, min_seconds, max_seconds, ratio, position)
SELECT gen_random_uuid(), d.id, line.kind, line.platform, line.count, line.low, line.high, line.ratio, line.position
FROM deals_deal d CROSS JOIN (VALUES ('video', 'instagram', 1, 20, 40, '9:16', 0), ('photo', '', 3, 0, 0, '', 1))
    line (kind, platform, count, low, high, ratio, position)
WHERE d.id > (SELECT coalesce(max(deal_id), 0) FROM deals_deliverable);
"""


def seed_deals(count: int, already: int = 0) -> None:
    """Bring the database from `already` to `count` live deals (both multiples of 100)."""
    with connection.cursor() as cursor:
        for statement in _SEED.split(";\n"):
            if statement.strip():
                cursor.execute(statement, {"from": already, "to": count, "terms": json.dumps(_TERMS)})


def refresh_statistics() -> None:
    """What the planner knows of the tables, as autovacuum would have it after a while."""
    with connection.cursor() as cursor:
        for table in (
            "deals_deal",
            "deals_dealplaces",
            "deals_briefitem",
            "deals_deliverable",
            "brands_brand",
            "brands_brandcapacity",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}")
