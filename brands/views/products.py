"""Products: list, form with variants, pictures."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from barter.kernel.pictures import picture_url, store_picture
from brands import operations, queries
from brands.access import BrandRequest, Role, brand_required
from brands.forms import PictureForm, ProductForm, VariantForm, VariantFormSet, variant_values
from brands.models import Product
from brands.operations import ProductData, VariantData

_BLANK_ROW = {"title": "", "stock": 0}


@brand_required
@require_safe
def product_list(request: BrandRequest) -> HttpResponse:
    archived = request.GET.get("show") == "archived"
    search = request.GET.get("q", "").strip()[:80]
    products = Product.objects.filter(brand=request.brand, archived_at__isnull=not archived)
    page = queries.product_page(products, search=search, before=request.GET.get("before", ""))
    return render(request, "brands/products.html", {"page": page, "search": search, "archived": archived})


@brand_required(role=Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def product_new(request: BrandRequest) -> HttpResponse:
    form = ProductForm(request.POST or None, initial={"kind": Product.Kind.PARCEL, "currency": "EUR"})
    rows = VariantFormSet(request.POST or None, initial=[{"title": "Default", "stock": 0}], prefix="variant")
    if request.method == "POST" and "more" in request.POST:
        return _form_page(request, form, _one_more(rows))
    if request.method == "POST":
        product = _create(request, form, rows)
        if product:
            words = _("{product} is on your list. Add a picture, then post a deal with it.")
            messages.success(request, words.format(product=product.title))
            return redirect("product", product.public_id)
    return _form_page(request, form, rows)


@brand_required(write_role=Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: BrandRequest, product_id: str) -> HttpResponse:
    found = _product(request, product_id)
    values = [variant_values(row, found.currency) for row in found.variants.all()]
    form = ProductForm.of(found, request.POST or None)
    rows = VariantFormSet(request.POST or None, initial=values, prefix="variant")
    if request.method == "POST" and "more" in request.POST:
        return _form_page(request, form, _one_more(rows), found)
    if request.method == "POST" and _update(found, form, rows):
        messages.success(request, _("Saved. Deals that are live keep the worth they were posted with."))
        return redirect("product", found.public_id)
    return _form_page(request, form, rows, found)


@brand_required(role=Role.MANAGER)
@require_POST
def product_archive(request: BrandRequest, product_id: str) -> HttpResponse:
    found = _product(request, product_id)
    operations.archive_product(product=found, at=now())
    messages.success(request, _("{product} is archived. Running trades go on.").format(product=found.title))
    return redirect("brand_products")


@brand_required(role=Role.MANAGER)
@require_POST
def product_restore(request: BrandRequest, product_id: str) -> HttpResponse:
    found = _product(request, product_id)
    operations.restore_product(product=found, at=now())
    messages.success(request, _("{product} is back on your list.").format(product=found.title))
    return redirect("product", found.public_id)


@brand_required(role=Role.MANAGER)
@require_POST
def picture_add(request: BrandRequest, product_id: str) -> HttpResponse:
    found = _product(request, product_id)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["picture"]
        try:
            stored = store_picture(file, size_bytes=file.size, folder=request.brand.public_id)
            operations.add_picture(product=found, stored=stored, alt=form.cleaned_data["alt"], at=now())
            return redirect("product", found.public_id)
        except BarterError as error:
            add_refusal(form, error)
    for words in [words for errors in form.errors.values() for words in errors]:
        messages.error(request, str(words))
    return redirect("product", found.public_id)


@brand_required(role=Role.MANAGER)
@require_POST
def picture_change(request: BrandRequest, product_id: str) -> HttpResponse:
    """Make one picture the first, or remove it: `picture` names it, `do` says which."""
    found = _product(request, product_id)
    image = get_object_or_404(found.images, public_id=request.POST.get("picture", ""))
    if request.POST.get("do") == "remove":
        operations.remove_picture(picture=image, at=now())
    elif request.POST.get("do") == "first":
        operations.set_first_picture(picture=image, at=now())
    else:
        raise Http404
    return redirect("product", found.public_id)


def _product(request: BrandRequest, product_id: str) -> Product:
    return get_object_or_404(Product, brand=request.brand, public_id=product_id)


def _create(request: BrandRequest, form: ProductForm, rows: Any) -> Product | None:
    variants = _variants(form, rows, None)
    if variants is None:
        return None
    try:
        data = ProductData(variants=variants, **form.cleaned_data)
        return operations.create_product(brand=request.brand, data=data, at=now())
    except BarterError as error:
        add_refusal(form, error)
        return None


def _update(found: Product, form: ProductForm, rows: Any) -> bool:
    variants = _variants(form, rows, found)
    if variants is None:
        return False
    try:
        operations.edit_product(product=found, changes=form.changes(), variants=variants, at=now())
    except BarterError as error:
        add_refusal(form, error)
        return False
    return True


def _variants(form: ProductForm, rows: Any, found: Product | None) -> list[VariantData] | None:
    """The rows that count; None when anything can't be read (the errors stand on the forms)."""
    fine = form.is_valid()
    if not rows.is_valid() or not fine:
        return None
    known = {row.public_id: row for row in found.variants.all()} if found else {}
    read = [row.read(form.cleaned_data["currency"], known) for row in rows if not row.is_blank()]
    return None if None in read else [data for data in read if data is not None]


def _one_more(rows: Any) -> Any:
    """The same rows, as typed, and an empty one below: "Add a variant" works without JavaScript."""
    typed = [{name: row[name].value() for name in VariantForm.base_fields} for row in rows]
    return VariantFormSet(initial=[*typed, _BLANK_ROW], prefix="variant")


def _form_page(request: BrandRequest, form: ProductForm, rows: Any, found: Product | None = None) -> HttpResponse:
    wrong = form.is_bound and (
        form.errors or (rows.is_bound and not rows.is_valid()) or any(row.errors for row in rows)
    )
    if request.method == "POST" and "more" in request.POST:
        wrong, form = False, ProductForm(initial={name: form[name].value() for name in ProductForm.base_fields})
    context = {
        "form": form,
        "rows": rows,
        "product": found,
        "pictures": _pictures(found),
        "picture_form": PictureForm(),
        "reserved": sum(row.stock_reserved for row in found.variants.all()) if found else 0,
    }
    return render(request, "brands/product.html", context, status=422 if wrong else 200)


def _pictures(found: Product | None) -> list[dict[str, Any]]:
    images = found.images.all() if found else []
    return [
        {"id": image.public_id, "url": picture_url(image.source), "alt": image.alt, "remote_url": image.remote_url}
        for image in images
    ]
