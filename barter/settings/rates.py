"""What a euro is about, for rules of thumb alone: no amount anybody pays, sees or agrees on is ever converted.

Rough yearly means; being a tenth off changes nothing for what they are used for. A currency that is not listed is not
compared at all.
"""

UNITS_PER_EURO: dict[str, float] = {
    "EUR": 1, "USD": 1.1, "GBP": 0.86, "SEK": 11.3, "NOK": 11.6, "DKK": 7.46, "PLN": 4.3, "CZK": 25, "HUF": 400,
    "RON": 5, "CHF": 0.95, "CAD": 1.55, "AUD": 1.7, "JPY": 165, "KWD": 0.34,
}  # fmt: skip
