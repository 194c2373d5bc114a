"""What the tests of every figure share."""

import pytest

from helpers.figures import style


@pytest.fixture
def drawn(monkeypatch):
    """A function that makes one figure and returns it with its alternative text, before it is shown."""
    shown = []
    monkeypatch.setattr(style, "show", lambda figure, alt: shown.append((figure, alt)))

    def draw(make, *arguments, **options):
        make(*arguments, **options)
        assert len(shown) == 1
        return shown.pop()

    return draw
