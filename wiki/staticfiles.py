"""Where collected static files lie: named by their content, compressed, with the imports of scripts named likewise."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    support_js_module_import_aggregation = True  # else a script of a new version would import cached old modules
