"""Where the Chromium of the browser tests is, and how it is started."""

import os
import shutil

MISSING = "no Chromium on PATH (Debian: `apt-get install chromium`) and CHROMIUM names none"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def path():
    """Return the path of the browser, or None."""
    names = [os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)
