"""Pages of matching."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "matching"
urlpatterns: list[URLPattern | URLResolver] = []
