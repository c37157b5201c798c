"""Static files under hashed names, compressed; our modules import one another by hashed name too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Django's rewriting of imports, for our own modules only.

    Without it a browser could mix an old module with a new page.  Over all files it stumbles on imports in the comments
    of other packages.
    """

    patterns = (
        # url() and @import, but not source maps: those are not collected.
        ("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),
        ("app/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
