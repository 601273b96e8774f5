"""How much there may be of what. Told on the page before anybody types or chooses a file."""

VARIANTS_MAX = 100
PICTURES_MAX = 10
STOCK_MAX = 1_000_000
VALUE_MAX_MINOR = 100_000_000
TITLE_MAX = 140

# One product CSV
FILE_MAX_BYTES = 10 * 1024 * 1024
ROWS_MAX = 20_000
PRODUCTS_MAX = 2_000
DESCRIPTION_MAX = 50_000
FIELD_MAX = 2_000_000

# Members and open invitations of one brand
TEAM_MAX = 50

# Brands that a person owns and founds one more of
BRANDS_MAX = 10

# What a team writes down about creators
LISTS_MAX = 50
LIST_NAME_MAX = 60
NOTE_MAX = 1_000
NOTES_MAX = 200  # about one creator
