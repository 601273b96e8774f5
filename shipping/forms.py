"""Shapes of what people type; rules stand in the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from creators.models import Address
from shipping.carriers.directory import offered

PASTE_MAX_BYTES = 256 * 1024
_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class TrackingForm(forms.Form):
    """Carrier and number of one parcel. An empty carrier is told from the number."""

    tracking_number = forms.CharField(label=_("Tracking number"), max_length=60)
    carrier = forms.ChoiceField(label=_("Carrier"), required=False)
    eta_date = forms.DateField(
        label=_("Arrives on"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("If you know it"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["carrier"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Tell from the number")), *((entry.code, entry.label) for entry in offered())]


class PasteForm(forms.Form):
    """Pasted lines or a CSV file; the file wins."""

    text = forms.CharField(label=_("Names and numbers"), required=False, widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(label=_("Or a CSV file"), required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        file = values.get("file")
        raw: bytes = file.read(PASTE_MAX_BYTES + 1) if file else values.get("text", "").encode()
        if len(raw) > PASTE_MAX_BYTES:
            raise forms.ValidationError(_("That is more than 256 KB. Send it in parts."))
        if raw.startswith(_WORKBOOK):
            raise forms.ValidationError(_("This is a spreadsheet, not a CSV. Save it as CSV (UTF-8) and try again."))
        text = _decoded(raw)
        if not text.strip():
            raise forms.ValidationError(_("Paste at least one line, or choose a file."))
        values["text"] = text
        return values


class AddressChoiceForm(forms.Form):
    """One of the creator's own addresses."""

    address = forms.ModelChoiceField(
        label=_("Send it to"), queryset=Address.objects.none(), to_field_name="public_id", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, addresses: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = addresses
        field.empty_label = None


def _decoded(raw: bytes) -> str:
    """Spreadsheets save CSV as UTF-8 with a mark, as UTF-16 ("Unicode text"), or in the Windows code page."""
    if raw.startswith(_UTF_16):
        return raw.decode("utf-16", errors="replace").replace("\x00", "")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return text.replace("\x00", "")
