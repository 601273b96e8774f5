"""The certificate of a licence on one sheet, in the reader's language. The same licence in the same state gives the same bytes."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from content.models import Asset, Licence
from content.paper import letters
from content.rights import certified_rights, channels_words, file_words, paper_day, territory_words
from content.workflow import LICENCE_USABLE, LicenceState

# the tokens of the pages, in light (static/css/tokens.css); the last: marigold and beetroot multiplied, as in the mark
_PLUM, _BEET, _BEET_VIVID, _MARIGOLD, _OVERPRINT = "#3A0A2A", "#9A1A67", "#C43086", "#FFB81C", "#C4230F"
_TEXT, _MUTED, _LINE, _WHITE, _MAKE_SOFT, _OK, _BAD = (
    "#27151F",
    "#695660",
    "#E4DCE0",
    "#FFFFFF",
    "#FEE0ED",
    "#155D32",
    "#A3260B",
)
_WIDTH, _HEIGHT = A4
_MARGIN, _PADDING, _QR, _LEAST = 48, 18, 84, 24
_INNER = _WIDTH - 2 * _MARGIN


@dataclass(frozen=True, slots=True)
class Standing:
    """How a licence stands: `runs` at the moment it is asked for, and since when it does."""

    runs: bool
    since: datetime

    @classmethod
    def of(cls, licence: Licence, at: datetime) -> "Standing":
        usable = licence.state in LICENCE_USABLE
        if usable and licence.ends_at <= at:  # the clock task has not come by yet
            return cls(runs=False, since=licence.ends_at)
        return cls(runs=usable, since=licence.starts_at if usable else licence.state_since)

    def words(self, licence: Licence) -> str:
        day = paper_day(self.since)
        if self.runs:
            return _("Valid from {day} until {end}").format(day=day, end=paper_day(licence.ends_at))
        if licence.state == LicenceState.REVOKED:
            return _("Withdrawn on {day}").format(day=day)
        if licence.state == LicenceState.RENEWED:
            return _("Renewed on {day} by another licence").format(day=day)
        return _("Ended on {day}").format(day=day)


def certificate_pdf(licence: Licence, standing: Standing, verify_url: str) -> bytes:
    """One page of A4. Expects asset, brand and creator to be loaded."""
    letters.load()
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1, lang=get_language(), initialFontName=letters.TEXT)
    canvas.setTitle(_("Licence {code}").format(code=licence.code))
    canvas.setSubject(_("Licence certificate"))
    canvas.setAuthor("Barter")
    canvas.setCreator("Barter")
    canvas.setProducer("Barter")
    left = draw(Canvas(BytesIO(), initialFontName=letters.TEXT), licence, standing, verify_url)
    if left < _LEAST:  # two very long names: all of it a little smaller, rather than a second page
        share = (_HEIGHT - _LEAST) / (_HEIGHT - left)
        canvas.translate(_WIDTH * (1 - share) / 2, _HEIGHT * (1 - share))
        canvas.scale(share, share)
    draw(canvas, licence, standing, verify_url)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def draw(canvas: Canvas, licence: Licence, standing: Standing, verify_url: str) -> float:
    """Everything on it; returns how many points are left below, less than none where it does not fit."""
    sheet = _Sheet(canvas)
    _head(sheet, licence, standing)
    _sides(sheet, licence)
    _rights(sheet, licence)
    _facts(sheet, licence)
    _foot(sheet, licence, standing, verify_url)
    return float(min(sheet.y, sheet.qr_bottom))


class _Sheet:
    """A page that is written from the top; `y` is where the next thing goes, in points from below."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas, self.y, self.qr_bottom = canvas, _HEIGHT, _HEIGHT

    def write(self, text: str, *, font: str = letters.TEXT, size: float = 10, colour: str = _TEXT, x: float = _MARGIN,
              width: float = _INNER, after: float = 0, at: float | None = None) -> float:  # fmt: skip
        """The text in a box of this width; returns its height. With `at` it stands there and nothing moves on."""
        box = self.box(text, font=font, size=size, colour=colour)
        _used, height = box.wrap(width, _HEIGHT)
        top = self.y if at is None else at
        box.drawOn(self.canvas, x, top - height)
        if at is None:
            self.y -= height + after
        return float(height)

    @staticmethod
    def box(text: str, *, font: str, size: float, colour: str = _TEXT) -> Paragraph:
        style = ParagraphStyle(
            font, fontName=font, fontSize=size, leading=size * 1.32, textColor=HexColor(colour), splitLongWords=1
        )
        return Paragraph(letters.markup(text, font), style)


def _head(sheet: _Sheet, licence: Licence, standing: Standing) -> None:
    is_video = licence.asset.kind == Asset.Kind.VIDEO
    names = {"brand": licence.brand.name, "name": letters.told(licence.licensor) or licence.code}
    title = (_("{brand} may use a video by {name}") if is_video else _("{brand} may use a photo by {name}")).format(
        **names
    )
    size = 23 if len(title) < 70 else 17
    tall = sheet.box(title, font=letters.DISPLAY, size=size).wrap(_INNER, _HEIGHT)[1]
    band = 112 + tall
    sheet.canvas.setFillColor(HexColor(_PLUM))
    sheet.canvas.rect(-_WIDTH, _HEIGHT - band, 3 * _WIDTH, band, stroke=0, fill=1)
    _mark(sheet.canvas, _MARGIN, _HEIGHT - 64)
    sheet.write("barter", font=letters.DISPLAY, size=20, colour=_WHITE, x=_MARGIN + 38, at=_HEIGHT - 36)
    for text, font, size, colour, top in (
        (_("Licence certificate"), letters.STRONG, 11, _MARIGOLD, 34),
        (licence.code, letters.MONO, 12, _WHITE, 50),
    ):
        room = sheet.canvas.stringWidth(text, font, size) + 4
        sheet.write(
            text, font=font, size=size, colour=colour, x=_WIDTH - _MARGIN - room, width=room + 4, at=_HEIGHT - top
        )
    sheet.y = _HEIGHT - 82
    sheet.write(title, font=letters.DISPLAY, size=size, colour=_WHITE, after=20)
    sheet.y = _HEIGHT - band - 26
    sheet.write(standing.words(licence), font=letters.STRONG, size=14, colour=_OK if standing.runs else _BAD, after=18)


def _mark(canvas: Canvas, x: float, y: float) -> None:
    """static/brand/mark.svg: the parcel, the lens, and where both overprint."""
    canvas.saveState()
    canvas.translate(x, y + 32)
    canvas.scale(1, -1)
    canvas.setFillColor(HexColor(_MARIGOLD))
    canvas.roundRect(3, 1.5, 12.5, 29, 4.6, stroke=0, fill=1)
    canvas.setFillColor(HexColor(_BEET_VIVID))
    canvas.circle(18.2, 19.6, 10.9, stroke=0, fill=1)
    canvas.saveState()
    clip = canvas.beginPath()
    clip.circle(18.2, 19.6, 10.9)
    canvas.clipPath(clip, stroke=0, fill=0)
    canvas.setFillColor(HexColor(_OVERPRINT))
    canvas.roundRect(3, 1.5, 12.5, 29, 4.6, stroke=0, fill=1)
    canvas.restoreState()
    canvas.setFillColor(HexColor(_WHITE))
    play = canvas.beginPath()
    play.moveTo(16, 15)
    play.lineTo(16, 24.8)
    play.lineTo(24.2, 19.7)
    play.close()
    canvas.drawPath(play, stroke=0, fill=1)
    canvas.restoreState()


def _sides(sheet: _Sheet, licence: Licence) -> None:
    half = (_INNER - 20) / 2
    heights = []
    for x, label, name in (
        (_MARGIN, _("Given by"), letters.told(licence.licensor) or licence.code),
        (_MARGIN + half + 20, _("Given to"), licence.brand.name),
    ):
        tall = sheet.write(label, size=9, colour=_MUTED, x=x, width=half, at=sheet.y)
        heights.append(tall + sheet.write(name, font=letters.STRONG, size=13, x=x, width=half, at=sheet.y - tall))
    sheet.y -= max(heights) + 20


def _rights(sheet: _Sheet, licence: Licence) -> None:
    """The rights box of the pages: four rows with their days, the seal at the corner."""
    rows = certified_rights(licence)
    label, value = 120, _INNER - 2 * _PADDING - 120 - 40
    words = [_("What the licence allows"), *(text for _label, text in rows)]
    tall = [sheet.box(text, font=letters.STRONG, size=11.5).wrap(value, _HEIGHT)[1] + 7 for text in words[1:]]
    below = " ".join(
        [_("{name} stays the owner.").format(name=letters.told(licence.licensor)), channels_words(licence.brand.name)]
    )
    note = sheet.box(below, font=letters.TEXT, size=9).wrap(_INNER - 2 * _PADDING, _HEIGHT)[1]
    height = 2 * _PADDING + 24 + sum(tall) + 6 + note
    canvas = sheet.canvas
    canvas.setFillColor(HexColor(_MAKE_SOFT))
    canvas.roundRect(_MARGIN, sheet.y - height, _INNER, height, 12, stroke=0, fill=1)
    _seal(canvas, _WIDTH - _MARGIN - 44, sheet.y - 34)
    bottom = sheet.y - height
    sheet.y -= _PADDING
    sheet.write(words[0], font=letters.DISPLAY, size=14, colour=_BEET, x=_MARGIN + _PADDING, at=sheet.y)
    sheet.y -= 24
    for (name, text), step in zip(rows, tall, strict=True):
        sheet.write(name, size=11.5, colour=_MUTED, x=_MARGIN + _PADDING, width=label, at=sheet.y)
        sheet.write(text, font=letters.STRONG, size=11.5, x=_MARGIN + _PADDING + label, width=value, at=sheet.y)
        sheet.y -= step
    sheet.y -= 6
    sheet.write(below, size=9, x=_MARGIN + _PADDING, width=_INNER - 2 * _PADDING)
    sheet.y = bottom - 22


def _seal(canvas: Canvas, x: float, y: float) -> None:
    """static/art/rights-seal.svg."""
    canvas.saveState()
    canvas.translate(x, y + 32)
    canvas.scale(0.85, -0.85)
    canvas.setFillColor(HexColor(_MARIGOLD))
    canvas.roundRect(2, 12, 26, 26, 6, stroke=0, fill=1)
    canvas.setFillColor(HexColor(_BEET_VIVID))
    canvas.circle(28, 17, 13, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(_WHITE))
    canvas.setLineWidth(3)
    canvas.setLineCap(1)
    canvas.lines([(22, 17, 26, 21), (26, 21, 33, 13)])
    canvas.restoreState()


def _facts(sheet: _Sheet, licence: Licence) -> None:
    rows = [
        (_("From"), paper_day(licence.starts_at), letters.STRONG, 10.5),
        (_("Until"), paper_day(licence.ends_at), letters.STRONG, 10.5),
        (_("Where"), territory_words(licence.territory), letters.STRONG, 10.5),
        (_("File"), file_words(licence.asset), letters.STRONG, 10.5),
        (_("SHA-256 of the file"), licence.file_sha256, letters.MONO, 8.2),
        (_("SHA-256 of the terms"), licence.terms_hash, letters.MONO, 8.2),
    ]
    for label, text, font, size in rows:
        sheet.canvas.setStrokeColor(HexColor(_LINE))
        sheet.canvas.line(_MARGIN, sheet.y, _WIDTH - _MARGIN, sheet.y)
        left = sheet.write(label, size=10, colour=_MUTED, width=150, at=sheet.y - 5)
        right = sheet.write(text, font=font, size=size, x=_MARGIN + 156, width=_INNER - 156, at=sheet.y - 5)
        sheet.y -= max(left, right) + 10


def _foot(sheet: _Sheet, licence: Licence, standing: Standing, verify_url: str) -> None:
    canvas = sheet.canvas
    sheet.y = min(sheet.y - 10, _MARGIN + _QR + 16)
    sheet.qr_bottom = sheet.y - _QR
    _qr(canvas, verify_url, _MARGIN, sheet.qr_bottom)
    x, width, begins = _MARGIN + _QR + 20, _INNER - _QR - 20, sheet.y
    sheet.y += 3
    sheet.write(_("Check this licence"), font=letters.STRONG, size=11, x=x, width=width, after=2)
    sheet.write(verify_url, font=letters.STRONG, size=9.5, colour=_BEET, x=x, width=width, after=4)
    canvas.linkURL(verify_url, (x, sheet.y, x + width, begins - 14), relative=1)
    sheet.write(_how_it_stood(standing), size=8.5, colour=_MUTED, x=x, width=width, after=3)
    if letters.is_spelt_otherwise(licence.licensor) or letters.is_spelt_otherwise(licence.brand.name):
        words = _(
            "A name is written here in letters that this paper can print. The page shows it as its owner writes it."
        )
        sheet.write(words, size=8.5, colour=_MUTED, x=x, width=width)


def _qr(canvas: Canvas, text: str, x: float, y: float) -> None:
    """Rows of dark modules as one path: a drawing of a thousand shapes takes four times as long as the rest of the page."""
    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    rows: list[list[bool]] = code.modules
    step, path = _QR / len(rows), canvas.beginPath()
    for line, row in enumerate(rows):
        for place, is_dark in enumerate(row):
            if is_dark:
                path.rect(x + place * step, y + _QR - (line + 1) * step, step, step)
    canvas.setFillColor(HexColor(_TEXT))
    canvas.drawPath(path, stroke=0, fill=1)


def _how_it_stood(standing: Standing) -> str:
    words = _("This paper shows the licence as it stands since {day}; its days are those of UTC. A licence can end or be withdrawn later: the page always says how it stands today.")  # fmt: skip
    return words.format(day=paper_day(standing.since))
