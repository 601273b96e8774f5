"""Importing products: choose a file, read the report, confirm."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from brands import limits, operations, queries
from brands.access import BrandRequest, Role, brand_required
from brands.catalogue.findings import told
from brands.forms import ImportForm
from brands.models import CatalogueImport

_SHOWN = 300
_ORDER = {"error": 0, "warning": 1, "skipped": 2, "note": 3, "ok": 4}


@brand_required(role=Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue_import(request: BrandRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None, initial={"currency": "EUR"})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            checked = operations.check_catalogue(
                brand=request.brand,
                user=request.user,  # type: ignore[arg-type]
                raw=file.read(),
                file_name=file.name,
                currency=form.cleaned_data["currency"],
                at=now(),
            )
            return redirect("catalogue_report", checked.public_id)
        except BarterError as error:
            add_refusal(form, error)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "brands/import.html", {"form": form, "limits": limits}, status=status)


@brand_required(role=Role.MANAGER)
@require_safe
def catalogue_report(request: BrandRequest, import_id: str) -> HttpResponse:
    """What would happen, row by row; faults first."""
    checked = _import(request, import_id)
    only = request.GET.get("only", "")
    lines = [line for line in checked.report if not only or line["severity"] == only]
    lines.sort(key=lambda line: (_ORDER.get(line["severity"], 9), line["row"]))
    context = {
        "catalogue_import": checked,
        "summary": queries.summary_of(checked),
        "lines": [{**line, "message": told(line)} for line in lines[:_SHOWN]],
        "more_lines": max(0, len(lines) - _SHOWN),
        "only": only,
        "is_open": checked.state == CatalogueImport.State.CHECKED,
        "is_imported": checked.state == CatalogueImport.State.IMPORTED,
    }
    return render(request, "brands/import_report.html", context)


@brand_required(role=Role.MANAGER)
@require_POST
def catalogue_confirm(request: BrandRequest, import_id: str) -> HttpResponse:
    checked = _import(request, import_id)
    try:
        operations.confirm_import(catalogue_import=checked, at=now())
    except BarterError as error:
        messages.error(request, error.detail)
        return redirect("catalogue_import")
    summary = queries.summary_of(checked)
    words = _("Done: {added} added, {changed} changed, {archived} archived.")
    messages.success(request, words.format(added=summary.add, changed=summary.change, archived=summary.archive))
    return redirect("brand_products")


@brand_required(role=Role.MANAGER)
@require_POST
def catalogue_discard(request: BrandRequest, import_id: str) -> HttpResponse:
    operations.discard_import(catalogue_import=_import(request, import_id), at=now())
    messages.info(request, _("Nothing was imported."))
    return redirect("catalogue_import")


def _import(request: BrandRequest, import_id: str) -> CatalogueImport:
    return get_object_or_404(CatalogueImport, brand=request.brand, public_id=import_id)
