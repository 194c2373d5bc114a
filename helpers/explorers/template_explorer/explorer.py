"""Explorer: can a trained CNN be written down as ten pictures?"""

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Rectangle

from helpers import style
from helpers.digits import load_digits
from helpers.explorers import local_maps
from helpers.explorers.local_maps import (
    ACROSS,
    DOWN,
    colour_key,
    colour_reach,
    frame_image,
    gate_picture,
    place,
    scale_in_words,
    sheet,
    template_sheet,
    words,
)
from helpers.explorers.stage import Canvas, Explorer, checkbox, only_if, say, slider, toggles
from helpers.layers import Identity, ReLU

KINDS = (("identity", "identity"), ("ReLU", "relu"))
VIEWS = (("One image", "one"), ("Two images", "two"))
START, OTHER = 10, 17
# Two of these pictures stand side by side; on a narrow page they stand one above the other.
WIDTH, HEIGHT, FULL = 3.3, 4.4, 3.26
ROWS = np.arange(10)


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
    alt = (
        "For one image: the image, the template laid over it and their product; all ten templates; and the ten logits "
        "as bars that start at the bias. For two images: the ten templates of each, their difference, and the ReLU "
        "gates as small squares, the left half filled if the first image opens the gate, the right half if the second "
        "does. In templates dark is negative and light positive."
    )

    def __init__(self, identity=None, relu=None):
        self.networks = {
            "identity": local_maps.ready("identity", identity, Identity),
            "relu": local_maps.ready("relu", relu, ReLU),
        }
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
        self.panel("right", None)
        right = {"one right": self._build_logits(), "two right": self._build_gates()}
        return {"one": self._build_one(), "two": self._build_two(), **right}

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

    def _build_one(self):
        figure = style.blank(WIDTH, HEIGHT)
        self.one = one = {}
        for key, left, cmap in (("image", 0.03, "gray_r"), ("template", 1.16, None), ("product", 2.3, None)):
            ax = place(figure, left, 0.27, 0.97, 0.97)
            one[key] = ax.imshow(np.zeros((8, 8)), cmap=cmap or style.DIVERGING, vmin=-1, vmax=1)
            one[f"{key} title"] = words(ax, 0, 1.05)
        frame_image(one["image"].axes)
        one["product title"].set_text("product")
        for sign, left in (("×", 1.08), ("=", 2.215)):
            words(place(figure, left, 0.75, 1, 1), 0, 1, sign, ha="center", va="center", fontsize=15)
        one["sums"] = words(place(figure, 0.02, 1.32, FULL, 0.5), 0, 1, va="top", linespacing=1.4)
        one["sheet"], one["sheet title"] = template_sheet(figure, 0.02, 2.2, FULL)
        frame = Rectangle((0, 0), 8, 8, fill=False, ec=style.HIGHLIGHT, lw=2.4, clip_on=False)
        one["frame"] = one["sheet"].axes.add_patch(frame)
        one["scale"] = colour_key(figure, 0.02, 4.12)
        return Canvas(figure, list(one.values()))

    def _build_logits(self):
        figure = style.blank(WIDTH, HEIGHT)
        ax = place(figure, 0.25, 0.27, WIDTH - 0.3, 3.8)
        ax.set(xlim=(-1.6, 1.4), ylim=(9.6, -0.6))
        ax.axvline(0, color=style.GRID, lw=1, ls=":")
        words(ax, -0.08, 1.02, "The ten logits, and the digit read")
        self.logits = parts = {}
        self.bars = ax.barh(ROWS, 1, 0.5, color=style.FIRST, alpha=0.75).patches
        self.values = [ax.text(0, row, "", va="center") for row in ROWS]
        for digit in ROWS:
            ax.text(-1.68, digit, str(digit), ha="right", va="center", fontsize=11)
        parts["bias"] = ax.plot([], [], ls="", marker="|", ms=22, mew=1.8, color=style.TEXT)[0]
        parts["before"] = ax.plot([], [], ls="", marker="o", ms=8, mew=1.8, mfc="none", color=style.HIGHLIGHT)[0]
        parts["read"] = ax.text(-1.6, 0, "", va="center", fontsize=11)
        parts["legend"] = words(ax, -0.08, -0.02, va="top")
        return Canvas(figure, [*self.bars, *self.values, *parts.values()])

    def _update_one(self):
        here, one, digit = self.here, self.one, self.value("digit")
        templates = here.matrix.reshape(-1, 8, 8)
        reach = colour_reach(templates)
        product = templates[digit] * self.image[0]
        one["image"].set_data(self.image[0])
        one["template"].set_data(templates[digit] / reach)
        one["product"].set_data(product / reach)
        one["sheet"].set_data(sheet(templates / reach))
        one["frame"].set_xy((ACROSS * (digit % 5) - 0.5, DOWN * (digit // 5) - 0.5))
        one["scale"].set_text(scale_in_words(reach))
        one["image title"].set_text(f"no. {self.value('image')}: a {self.label}")
        one["template title"].set_text(f"template {digit}")
        one["sheet title"].set_text(f"All ten, for {'every image' if self.linear else 'this image alone'}")
        logits = here.matrix @ self.image.ravel() + here.bias
        shown = {"logits": logits.tolist(), "network": here.logits.tolist(), "bias": here.bias.tolist(),
                 "sum": float(product.sum()), "read": int(np.argmax(here.logits)), "label": self.label,
                 "difference": float(np.max(np.abs(logits - here.logits)))}  # fmt: skip
        numbers = shown["sum"], here.bias[digit], logits[digit], here.logits[digit]
        total, bias, logit, own = (say(float(number), ".2f") for number in numbers)
        one["sums"].set_text(f"sum {total} + bias {bias} = logit {logit}\nthe network itself says {own}")
        self._draw_logits(logits, shown["read"])
        return shown, self._one_in_words(shown, digit)

    def _draw_logits(self, logits, read):
        parts, flip = self.logits, self.value("flip")
        # One scale for an image and its negative, so that a flip can be seen as a reflection.
        reach = max(float(np.max(np.abs(self.network(np.stack([self.upright, -self.upright]))))), 1e-12)
        for bar, value, start, end in zip(self.bars, self.values, self.here.bias / reach, logits / reach):
            side, align = (1, "left") if end >= start else (-1, "right")
            bar.set(x=start, width=end - start)
            value.set(text=say(float(end * reach), ".1f"), x=end + 0.04 * side, ha=align)
        parts["bias"].set_data(self.here.bias / reach, ROWS)
        before = self.network(self.upright[None])[0] / reach
        parts["before"].set_data((before, ROWS + 0.34) if flip else ([], []))
        parts["read"].set(text=f"read {'✓' if read == self.label else '✗'}", y=read)
        parts["legend"].set_text("Bars: bias to logit" + ("; ○ before the flip" if flip else ""))

    def _one_in_words(self, shown, digit):
        read = shown["read"]
        sums = (
            f"Template {digit}: the 64 products add up to {say(shown['sum'], '.2f')}, and the bias makes it "
            f"{say(shown['logits'][digit], '.2f')}. All ten agree with the network's own logits to "
            f"{say(shown['difference'], '.0e')}. It reads {read}, "
            + ("which is right." if read == self.label else f"but this is a {self.label}.")
        )
        if not self.linear:
            return f"ReLU: no. {self._no_matrix()} These ten hold for this image, while no unit switches. {sums}"
        flip = " The flip has mirrored every logit at its bias." if self.value("flip") else ""
        return f"Identity: yes, ten templates and ten biases, the same for every image. {sums}{flip}"

    def _no_matrix(self):
        return f"No one matrix exists; collapse refuses, because {self.refusal}."

    # ---- two images -------------------------------------------------------------------------------------------------

    def _build_two(self):
        figure = style.blank(WIDTH, HEIGHT)
        self.two = two = {}
        for number, key in enumerate(("A", "B", "difference")):
            top = 0.24 + 1.44 * number
            two[key], two[f"{key} title"] = template_sheet(figure, 0.92, top, WIDTH - 0.94)
            if key != "difference":
                ax = place(figure, 0.03, top + 0.26, 0.68, 0.68)
                frame_image(ax)
                words(ax, 0, 1.06, key, fontsize=12, weight="bold")
                two[f"{key} image"] = ax.imshow(np.zeros((8, 8)), cmap="gray_r", vmin=-1, vmax=1)
        two["scale"] = colour_key(figure, 0.02, top + 0.4, 0.82)
        return Canvas(figure, list(two.values()))

    def _build_gates(self):
        self.always_open = [np.ones_like(state) for state in local_maps.gates(self.networks["relu"], self.images[0])]
        maps = [gate_picture(state, state) for state in self.always_open]
        figure = style.blank(WIDTH, max(HEIGHT, 1.2 + sum(len(picture) / style.DPI + 0.35 for picture in maps)))
        top = place(figure, 0.02, 0, FULL, 0.5)
        self.gates = {"note": words(top, 0, 0.98, va="top", linespacing=1.35)}
        below = 0.8
        for number, picture in enumerate(maps):
            height, width = np.array(picture.shape[:2]) / style.DPI
            ax = place(figure, 0.02, below, width, height)
            self.gates[number] = ax.imshow(picture, aspect="auto")
            self.gates[f"{number} title"] = words(ax, 0, 1 + 0.06 / height)
            below += height + 0.35
        way = place(figure, 0.2, below + 0.15, FULL - 0.4, 0.16)
        way.set(xlim=(0, 1), ylim=(0, 1))
        for name, x in (("A", -0.05), ("B", 1.05)):
            words(way, x, 0.5, name, ha="center", va="center", fontsize=12, weight="bold")
        way.add_patch(Rectangle((0, 0), 1, 1, fill=False, ec=style.TEXT, lw=1, clip_on=False))
        self.gates["way"] = way.add_patch(Rectangle((0, 0), 1, 1, color=style.FIRST))
        self.gates["way title"] = words(way, -0.06, 1.35)
        return Canvas(figure, list(self.gates.values()))

    def _update_two(self):
        here, two, other = self.here, self.two, self.images[self.value("other")]
        there = local_maps.local_map(self.network, other)
        matrices = {"A": here.matrix, "B": there.matrix, "difference": here.matrix - there.matrix}
        reach = colour_reach([here.matrix, there.matrix])
        for key, matrix in matrices.items():
            two[key].set_data(sheet(matrix.reshape(-1, 8, 8) / reach))
        two["A image"].set_data(self.image[0])
        two["B image"].set_data(other[0])
        flipped = "flipped " if self.value("flip") else ""
        two["A title"].set_text(f"Templates at {flipped}no. {self.value('image')}, a {self.label}")
        two["B title"].set_text(f"Templates at no. {self.value('other')}, a {self.labels[self.value('other')]}")
        change = float(np.max(np.abs(matrices["difference"])))
        two["difference title"].set_text(f"A − B: differ by up to {say(change, '.2g')}")
        two["scale"].set_text(scale_in_words(reach))
        own, foreign = (
            float(np.max(np.abs(here.matrix @ image.ravel() + here.bias - at.logits)))
            for image, at in ((self.image, here), (other, there))
        )
        until = local_maps.holds_until(self.network, here.gates, self.image, other)
        differ = self._draw_gates(here.gates, there.gates, until)
        shown = {"gates": sum(state.size for state in here.gates), "gates that differ": differ, "change": change,
                 "miss on A": own, "miss on B": foreign, "holds until": until}  # fmt: skip
        return shown, self._two_in_words(shown)

    def _draw_gates(self, first, second, until):
        note = "Gates, open  ■ for both   □ for neither\n◧ for A only   ◨ for B only"
        if self.linear:
            first = second = self.always_open
            note = "With identity in place of ReLU every gate\nis always open: nothing can switch."
        self.gates["note"].set_text(note)
        counts = []
        for number, (a, b) in enumerate(zip(first, second)):
            counts.append(int(np.sum(a != b)))
            self.gates[number].set_data(gate_picture(a, b))
            kind = "Identity" if self.linear else "ReLU"
            self.gates[f"{number} title"].set_text(f"{kind} {number + 1}: {counts[-1]} of {a.size} differ")
        self.gates["way"].set_width(until)
        self.gates["way title"].set_text(f"A's ten hold for {until:.1%} of the way to B")
        return sum(counts)

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
