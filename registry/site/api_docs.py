"""The documentation of the REST interface.

The one page with `style-src 'unsafe-inline'`: Swagger UI sets styles on its elements.  Its scripts and styles are our
own copies.
"""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


class ApiSchema(SpectacularAPIView):
    """The schema is public: it says what may be asked, and nothing of anybody."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []


@method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}), name="dispatch")
class ApiDocs(SpectacularSwaggerSplitView):
    """Swagger UI; its script is a second answer of the same address, so that none stands in the page."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []
    url_name = "api:schema"
