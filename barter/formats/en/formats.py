"""How moments are written where no template says otherwise: "Sat 21 Nov 2026, 20:00", as in the admin's lists."""

DATETIME_FORMAT = "D j M Y, H:i"
