"""All addresses of the registry; apps are named as strings only."""

from django.urls import include, path

urlpatterns = [
    path("", include("registry.site.urls")),
    path("accounts/", include("allauth.urls")),
    path("family/", include("families.page.urls")),
    path("cases/", include("families.urls")),
    path("", include("cases.urls")),
    path("search/", include("cases.search_urls")),
    path("remains/", include("remains.urls")),
    path("samples/", include("remains.sample_urls")),
    path("", include("matching.urls")),
    path("", include("accessctl.urls")),
    path("api/", include("registry.site.api_urls")),
]

handler400 = "registry.site.errors.bad_request"
handler403 = "registry.site.errors.permission_denied"
handler404 = "registry.site.errors.page_not_found"
handler500 = "registry.site.errors.server_error"
