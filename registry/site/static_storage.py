"""Static files under hashed names, compressed; modules import one another by hashed name too."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Without the rewriting of imports a browser could mix an old module with a new page for a minute."""

    support_js_module_import_aggregation = True
