"""The content security policy, with its one relaxation: the staff admin's scripts (Alpine) evaluate expressions."""

from csp.constants import NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

ADMIN_DIRECTIVES = {
    "script-src": [SELF, NONCE, UNSAFE_EVAL],
    "style-src-attr": [UNSAFE_INLINE],  # attributes only; style elements still need the nonce
}


class PolicyMiddleware(CSPMiddleware):
    """The settings' policy everywhere, and `unsafe-eval` below the admin's path."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts of the policy for one response."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith("/" + settings.ADMIN_PATH):
            parts.replace = {**(parts.replace or {}), **ADMIN_DIRECTIVES}
        return parts
