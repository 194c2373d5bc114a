"""Moves on an explorer that stands alone in a notebook, and what is seen of it."""

# Those of the live explorer, and not the still picture.
IMAGES = "img.widget-image"


def sentence(notebook):
    return notebook.output(0).locator("[aria-live=polite]").inner_text()


def pictures(notebook):
    """Every picture that is shown, as the pixels on the screen."""
    return [image.screenshot() for image in notebook.output(0).locator(IMAGES).all() if image.is_visible()]


def change(notebook, move, words, changed=(True, True)):
    """Make a move: the sentence must come to hold these words, and those of the two pictures must change."""
    before, outputs, seen = pictures(notebook), notebook.output_count(0), None
    move()
    notebook.output(0).locator("[aria-live=polite]", has_text=words).wait_for(timeout=10_000)
    notebook.wait_until_idle()
    for _ in range(25):
        seen = tuple(one != other for one, other in zip(before, pictures(notebook), strict=True))
        if seen == changed:
            break
        notebook.page.wait_for_timeout(200)
    assert seen == changed
    assert notebook.output_count(0) == outputs
    assert notebook.errors() == [] and notebook.problems == []


def press(notebook, control, key):
    """Put the keyboard's focus on a control and press a key."""
    control.focus()
    notebook.page.keyboard.press(key)
