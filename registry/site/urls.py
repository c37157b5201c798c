"""Home, my work, language, health."""

from django.urls.resolvers import URLPattern, URLResolver

app_name = "site"
urlpatterns: list[URLPattern | URLResolver] = []
