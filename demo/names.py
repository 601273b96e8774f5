"""Invented people and places of the demo world. Streets and postcodes are well-formed, the addresses are not real."""

FIRST = (
    "Elīna", "Jonas", "Noor", "Zuri", "Ines", "Marta", "Amara", "Katrin", "Oskar", "Mila", "Freja", "Kenji", "Samuel",
    "Greta", "Liis", "Luca", "Chloé", "Mateo", "Aoife", "Søren", "Hanna", "Piotr", "Zoë", "Ravi", "Fatima", "Björn",
    "Ana", "Tomás", "Leila", "Emre", "Ida", "Nils", "Sofia", "Yuki", "Milan", "Eva", "Kofi", "Clara", "Dmytro", "Anouk",
)  # fmt: skip
LAST = (
    "Kalniņa", "Berg", "Haddad", "Mwangi", "Duarte", "Ozola", "Okoye", "Lepp", "Nowak", "Korhonen", "Lund", "Mori",
    "Addo", "Vilkaitė", "Tamm", "Rossi", "Moreau", "García", "Byrne", "Holm", "Virtanen", "Zieliński", "Jansen", "Patel",
    "Yılmaz", "Lindqvist", "Horvat", "Silva", "Novák", "Weber", "Dubois", "Kowalczyk", "Marin", "Nagy", "Costa",
)  # fmt: skip
SPECIAL = (
    "ليلى حداد",
    "נועה לוי",
    "Mia 🌸✨",
    "The Very Long Named Kitchen of Grandmother Wilhelmina von Hohenstein-Applegate",
    "小林さくら",
    "O'Brien-Łukasiewicz",
)
# country, city, postcode, streets
PLACES = (
    ("LV", "Riga", "LV-1011", ("Tērbatas iela", "Brīvības iela", "Barona iela")),
    ("EE", "Tallinn", "10143", ("Pärnu maantee", "Telliskivi")),
    ("LT", "Vilnius", "01103", ("Gedimino prospektas", "Pilies gatvė")),
    ("SE", "Malmö", "211 34", ("Södergatan", "Regementsgatan")),
    ("DE", "Berlin", "10115", ("Torstraße", "Invalidenstraße")),
    ("DE", "Hamburg", "20357", ("Schanzenstraße",)),
    ("NL", "Utrecht", "3511 AB", ("Oudegracht", "Nachtegaalstraat")),
    ("DK", "Aarhus", "8000", ("Jægergårdsgade",)),
    ("FI", "Turku", "20100", ("Aurakatu",)),
    ("PL", "Gdańsk", "80-001", ("Długa", "Piwna")),
    ("PT", "Porto", "4000-001", ("Rua das Flores",)),
    ("ES", "Valencia", "46001", ("Calle de la Paz",)),
    ("FR", "Lyon", "69001", ("Rue de la République",)),
    ("IT", "Bologna", "40121", ("Via dell'Indipendenza",)),
    ("AT", "Graz", "8010", ("Herrengasse",)),
)
BIOS = (
    "Morning routines, window light, honest first weeks.",
    "I cook on a small balcony and film all of it.",
    "Two dogs, one camera, long walks.",
    "Quiet desk set-ups and things that last.",
    "I test it for a week before I say a word.",
    "Slow mornings, strong coffee.",
)
PITCHES = (
    "",
    "",
    "I film in window light and edit the same evening.",
    "My last three clips in this category are in my profile.",
    "I would show it over a whole week, not just the first day.",
    "My kitchen is small, but the light is good.",
)
MESSAGES = (
    ("creator", "Hello. Would a small kitchen work for you, or do you want more space around it?"),
    ("brand", "A small kitchen is perfect. Just keep the label in view for a second or two."),
    ("creator", "Will do. I film on Thursday when the light is best."),
    ("brand", "Lovely. Tell us if anything in the brief is unclear, or write to us on WhatsApp."),
)
BRIEFS = {
    "beauty": (
        "Put it on bare skin, close up",
        "Say one thing you noticed after a week",
        "No filters that smooth skin",
    ),
    "food": ("Show the first bite", "Name one dish you would cook with it", "No other brands in view"),
    "home": ("Show it lit or in use in your room", "Say where you would put it", "No stock music with lyrics"),
    "pets": ("Show your pet deciding by itself", "Name the animal and its age", "No feeding from the table"),
    "tech": ("Show it in your hand for scale", "Say what you use it for", "No unboxing of other devices"),
    "drinks": ("Show the pour", "Say what it tastes like in your words", "No drinking while driving"),
    "coffee": ("Show how you brew it", "Say what you taste", "No other coffee brands"),
    "fashion": ("Show it worn outdoors", "Say your size and how it fits", "No heavy colour filters"),
    "sport": ("Show it in motion", "Say how long you have used it", "No medical claims"),
    "kids": ("Show it being played with", "Say what age it suits", "No faces of children other than your own"),
    "garden": ("Show it in the ground or pot", "Say what grew", "No pesticides in view"),
    "books": ("Show one page up close", "Read one line aloud", "No spoilers"),
}
