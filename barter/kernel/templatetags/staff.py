"""`{% load staff %}`: what the templates of the admin need besides the product's own tags."""

from typing import Any

from django import template
from django.contrib.admin.views.main import PAGE_VAR
from django.utils.safestring import SafeString

from barter.kernel.staff.table import table_html

register = template.Library()


@register.simple_tag
def staff_page(cl: Any, step: int) -> str:
    """The address of the next (1) or previous (-1) page of a list."""
    return str(cl.get_query_string({PAGE_VAR: cl.page_num + step}))


@register.simple_tag
def staff_table(cl: Any) -> SafeString:
    """The rows of a list."""
    return table_html(cl)
