"""Rebuilds and imports render in the children that single texts have; starting some for each costs more than a test."""

import pytest

from wiki.actions import derived
from wiki.rendering import sandbox


class Shared:
    """The sandbox, but that many texts are rendered one after the other."""

    def __getattr__(self, name):
        return getattr(sandbox, name)

    def render_many(self, texts, *, limits=None):
        for text in texts:
            try:
                yield sandbox.render(text, limits=limits, patience=60)
            except sandbox.RenderRefused as refusal:
                yield refusal


derived.sandbox = Shared()


@pytest.fixture
def own_children(monkeypatch):
    """Rebuilds and imports have children of their own, as outside of tests."""
    monkeypatch.setattr(derived, "sandbox", sandbox)
