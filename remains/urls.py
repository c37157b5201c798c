"""Pages of remains."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "remains"
urlpatterns: list[URLPattern | URLResolver] = []
