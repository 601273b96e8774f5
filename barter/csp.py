"""The content security policy, relaxed below the staff admin's path alone: its scripts (Alpine) evaluate expressions."""

from csp.constants import HEADER, NONCE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

ADMIN_DIRECTIVES = {
    "script-src": [SELF, NONCE, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],  # Unfold writes its colours into a style element without a nonce
}


# What a view's decorator or the admin's error page may have left on a response.
_EXCEPTIONS = frozenset(
    {"_csp_exempt", "_csp_exempt_ro", "_csp_config", "_csp_update", "_csp_replace"}
    | {"_csp_config_ro", "_csp_update_ro", "_csp_replace_ro"}
)


class PolicyMiddleware(CSPMiddleware):
    """The settings' policy everywhere, and `unsafe-eval` and inline styles below the admin's path."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts of the policy for one response."""
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith("/" + settings.ADMIN_PATH):
            parts.replace = {**(parts.replace or {}), **ADMIN_DIRECTIVES}
        return parts

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add the header. Most answers need no nonce and no exception: their policy is always the same text."""
        if not self._is_plain(request, response):
            return super().process_response(request, response)
        response.headers[HEADER] = _plain_policy()
        request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response

    def _is_plain(self, request: HttpRequest, response: HttpResponseBase) -> bool:
        return (
            not hasattr(request, "_csp_nonce")
            and _EXCEPTIONS.isdisjoint(vars(response))
            and HEADER not in response.headers
            and not settings.DEBUG
            and not request.path_info.startswith("/" + settings.ADMIN_PATH)
            and not getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
        )


_known: tuple[object, str] | None = None


def _plain_policy() -> str:
    """The settings' policy as text, built once for each value the settings have."""
    global _known
    policy = settings.CONTENT_SECURITY_POLICY
    if _known is None or _known[0] is not policy:
        _known = (policy, build_policy())
    return _known[1]
