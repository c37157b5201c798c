"""Pages of cases."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = []
