"""Addresses of the roof."""

from django.urls import path
from django.views.i18n import set_language

from registry.site import finder, health, views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("work/", views.work, name="work"),
    path("where/", finder.where, name="where"),
    path("help/", views.help_page, name="help"),
    path("language/", set_language, name="language"),
    path("session/extend/", views.session_extend, name="session-extend"),
    path("offline/", views.offline, name="offline"),
    path("service-worker.js", views.service_worker, name="service-worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
]
