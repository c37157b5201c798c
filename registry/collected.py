"""Which static files are collected. A module of its own: an apps.py with two configurations has no default one."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class CollectedFilesConfig(StaticFilesConfig):
    """Which files of other packages are not collected: nothing links to them, and compressing them takes minutes."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "*.map",
        "redoc",
        "rest_framework",
        "guardian",
        "facebook",
        "htmx-4*",
        "htmax-*",
        "ext",
        "bootstrap-*",
        "bootstrap.css",
        "bootstrap.rtl.css",
        "leaflet-src*",
        "topojson-client.js",
        "countries-*.json",
        "land-10m.json",
    ]
