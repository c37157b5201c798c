"""Pages of families."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "families"
urlpatterns: list[URLPattern | URLResolver] = []
