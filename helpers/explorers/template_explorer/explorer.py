"""Explorer: can a trained CNN be written down as ten pictures?"""

import ipywidgets as widgets
import numpy as np

from helpers.digits import load_digits
from helpers.explorers.digit_networks import NAMES
from helpers.explorers.frame import Explorer, checkbox, only_if, say, slider, toggles
from helpers.explorers.template_explorer import local_maps
from helpers.explorers.template_explorer.panels import GatesPanel, ImagePanel, LogitsPanel, PairPanel

KINDS = (("identity", "identity"), ("ReLU", "relu"))
VIEWS = (("One image", "one"), ("Two images", "two"))
START, OTHER = 10, 17


class TemplateExplorer(Explorer):
    """The ten templates of a CNN without activations; with ReLU, the ten that hold for one image only.

    Parameters
    ----------
    identity, relu : Sequential, optional
        Trained networks from (1, 8, 8) to ten logits, one without a nonlinear layer, one with ReLUs. By default the
        CNN of lesson 03, trained on the plain digits when it is first needed. They are copied, never changed.

    Raises
    ------
    ValueError
        If a network does not fit; see ``local_maps.ready``.

    Examples
    --------
    >>> explorer = TemplateExplorer()
    >>> explorer.controls["view"].value = "two"
    >>> explorer.state()["gates that differ"]
    0
    >>> explorer.controls["network"].value = "relu"
    >>> explorer.state()["gates that differ"] > 0
    True
    """

    question = "Can a trained CNN be written down as ten pictures?"
    longest = 420
    alt = (
        "For one image: the image, the template laid over it and their product; all ten templates; and the ten logits "
        "as bars that start at the bias. For two images: the ten templates of each, their difference, and the ReLU "
        "gates as small squares, the left half filled if the first image opens the gate, the right half if the second "
        "does. In templates dark is negative and light positive."
    )

    def __init__(self, identity=None, relu=None):
        given = {"identity": identity, "relu": relu}
        self.networks = {name: local_maps.ready(name, given[name]) for name in NAMES}
        # What a network handed in has seen, nobody here knows.
        self.plain_only = {name for name in NAMES if given[name] is None}
        digits = load_digits()
        self.images, self.labels = digits.test_images.astype(np.float64), digits.test_labels
        self.refusal = local_maps.refusal(self.networks["relu"])
        super().__init__()

    # ---- controls ---------------------------------------------------------------------------------------------------

    def build(self):
        last = len(self.images) - 1
        self.add("network", toggles("Network with", KINDS, "identity"))
        self.add("view", toggles("See", VIEWS, "one"))
        self.add("image", slider("Test image", START, 0, last, 1))
        self.add("flip", checkbox("Flip its contrast, x → −x", False))
        self.add("digit", slider("Template of digit", int(self.labels[START]), 0, 9, 1))
        self.add("other", slider("Second image", OTHER, 0, last, 1))
        self.next = widgets.Button(description="Next image", layout=widgets.Layout(width="max-content"))
        self.next.on_click(self._next_image)
        self.one, self.logits, self.pair = ImagePanel(), LogitsPanel(), PairPanel()
        self.gates = GatesPanel(local_maps.gates(self.networks["relu"], self.images[0]))
        panels = {"one": self.one, "one right": self.logits, "two": self.pair, "two right": self.gates}
        self.panel("right", None)
        return {key: panel.canvas for key, panel in panels.items()}

    def arrange(self):
        c = self.controls
        return self.frame(
            self.row(c["network"], c["view"]), self.row(c["image"], self.next, c["digit"], c["other"], c["flip"])
        )

    def _next_image(self, button):
        self.controls["image"].value = (self.value("image") + 1) % len(self.images)

    def update(self):
        view = self.value("view")
        only_if(view == "one", self.controls["digit"])
        only_if(view == "two", self.controls["other"])
        self.put(self.canvases[view], right=self.canvases[f"{view} right"])
        self.linear = self.value("network") == "identity"
        self.network = self.networks[self.value("network")]
        self.upright = self.images[self.value("image")]
        self.image = -self.upright if self.value("flip") else self.upright
        self.label = int(self.labels[self.value("image")])
        self.here = local_maps.local_map(self.network, self.image)
        return {"one": self._update_one, "two": self._update_two}[view]()

    # ---- one image --------------------------------------------------------------------------------------------------

    def _update_one(self):
        here, digit = self.here, self.value("digit")
        templates, logits = here.matrix.reshape(-1, 8, 8), here.matrix @ self.image.ravel() + here.bias
        shown = {
            "logits": logits.tolist(),
            "network": here.logits.tolist(),
            "bias": here.bias.tolist(),
            "sum": float((templates[digit] * self.image[0]).sum()),
            "read": int(np.argmax(here.logits)),
            "label": self.label,
            "difference": float(np.max(np.abs(logits - here.logits))),
        }
        numbers = shown["sum"], here.bias[digit], logits[digit], here.logits[digit]
        total, bias, logit, own = (say(float(number), ".2f") for number in numbers)
        titles = (
            f"no. {self.value('image')}: a {self.label}",
            f"All ten, for {'every image' if self.linear else 'this image alone'}",
        )
        sums = f"sum {total} + bias {bias} = logit {logit}\nthe network itself says {own}"
        self.one.show(self.image[0], templates, digit, titles, sums)
        # One scale for an image and its negative, so that a flip can be seen as a reflection.
        upright, flipped = self.network(np.stack([self.upright, -self.upright]))
        reach = max(float(np.max(np.abs([upright, flipped]))), 1e-12)
        self.logits.show(logits, here.bias, reach, upright if self.value("flip") else None)
        self.logits.tick(shown["read"], self.label)
        return shown, self._one_in_words(shown, digit)

    def _one_in_words(self, shown, digit):
        read = shown["read"]
        sums = (
            f"Template {digit}: the 64 products add up to {say(shown['sum'], '.2f')}, and the bias makes it "
            f"{say(shown['logits'][digit], '.2f')}. All ten agree with the network's own logits to "
            f"{say(shown['difference'], '.0e')}. It reads {read}, "
            + ("which is right." if read == self.label else f"but this is a {self.label}.")
        )
        unseen = self.value("flip") and self.value("network") in self.plain_only
        if not self.linear:
            learn = "A linear network could not learn to read both contrasts, this one can: lesson 05."
            more = f" It has never seen an inverted image. {learn}" if unseen else ""
            return f"ReLU: no. {self._no_matrix()} These ten hold for this image, while no unit switches. {sums}{more}"
        more = " The flip has mirrored every logit at its bias." if self.value("flip") else ""
        if unseen:
            more += " It has never seen an inverted image, and it could not learn to read both contrasts: lesson 05."
        return f"Identity: yes, ten templates and ten biases, the same for every image. {sums}{more}"

    def _no_matrix(self):
        return f"No one matrix exists; collapse refuses, because {self.refusal}."

    # ---- two images -------------------------------------------------------------------------------------------------

    def _update_two(self):
        here, other = self.here, self.images[self.value("other")]
        there = local_maps.local_map(self.network, other)
        flipped = "flipped " if self.value("flip") else ""
        titles = (
            f"Templates at {flipped}no. {self.value('image')}, a {self.label}",
            f"Templates at no. {self.value('other')}, a {self.labels[self.value('other')]}",
        )
        change = self.pair.show((self.image[0], other[0]), (here.matrix, there.matrix), titles)
        until = local_maps.holds_until(self.network, here.gates, self.image, other)
        differ = self.gates.show(here.gates, there.gates, until, self.linear)
        own, foreign = (
            float(np.max(np.abs(here.matrix @ image.ravel() + here.bias - at.logits)))
            for image, at in ((self.image, here), (other, there))
        )
        shown = {
            "gates": sum(state.size for state in here.gates),
            "gates that differ": differ,
            "change": change,
            "miss on A": own,
            "miss on B": foreign,
            "holds until": until,
        }
        return shown, self._two_in_words(shown)

    def _two_in_words(self, shown):
        foreign, own = say(shown["miss on B"], ".2g"), say(shown["miss on A"], ".0e")
        if self.linear:
            return (
                f"Identity: the templates at A and B are the same (difference {say(shown['change'], '.2g')}). A's ten "
                f"give the logits of A to {own} and those of B to {foreign}: rounding. Ten pictures are the network."
            )
        differ, gates, until = shown["gates that differ"], shown["gates"], shown["holds until"]
        if not differ:
            return f"ReLU: both images find all {gates} gates in the same state, so one matrix serves them both."
        return (
            f"ReLU: {differ} of {gates} gates differ ({differ / gates:.0%}), so each image has templates of its own. "
            f"A's give the logits of A to {own}, but miss those of B by up to {foreign}; on the way from A to B they "
            f"hold for the first {until:.1%}. {self._no_matrix()}"
        )
