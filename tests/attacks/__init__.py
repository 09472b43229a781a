"""The corpus of attacks: html, Markdown and names, each input written for this project, by class.

How each must come out stands beside the tests: `test_texts.py` judges what the sanitisers leave of html and Markdown,
`tests/browser/test_attacks.py` looks in Chromium at every page that shows a text or a name.
"""

from tests.attacks.names import NAMES
from tests.attacks.texts import TEXTS
from tests.rendering.attacks import ATTACKS as HTML

ALL = {**HTML, **TEXTS, **NAMES}
