// The drawing board of DrawExplorer: a canvas for mouse, finger, pen and keyboard.
//
// What Python wants to be seen comes in as `sheet`, and what is drawn goes out as `value`; board.py says what is in
// them. Coordinates run from 0 to 256 on both axes.

const SIZE = 256;
const CELL = SIZE / 8;
const PIXELS = 480;
const SCALE = PIXELS / SIZE;
// A hand that rests would otherwise add a point at every tremble.
const LEAST_MOVE = 4;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
// The marks of the keyboard's cell and of the grid are seen on ink and on paper alike.
const MARK = [["#ffffff", 5], ["#d55e00", 3]];
const GRID = "rgba(127, 127, 127, 0.45)";

const PAGE = `
  <canvas width="${PIXELS}" height="${PIXELS}" tabindex="0" role="application" aria-roledescription="drawing board"
          aria-label="Drawing board, 8 by 8 pixels. Arrow keys move, space or enter draws, backspace or delete erases,
                      shift with an arrow key draws a line."></canvas>
  <p>Mouse, finger or keys: arrows move, space draws, backspace erases, shift+arrow draws a line.</p>
  <div class="drawing-live" role="status"></div>`;

const within = (value, most) => Math.min(Math.max(value, 0), most);
const withModifier = (event) => event.ctrlKey || event.metaKey || event.altKey;

/** What is on the sheet: the strokes drawn on it, and how that is kept in step with Python. */
class Sheet {
  constructor(model, changed) {
    this.model = model;
    this.changed = changed;
    this.waiting = false;
    this.receive();
    this.catchUp();
  }

  /** Python has changed the sheet; the strokes stay unless it is a new one. */
  receive() {
    const next = this.model.get("sheet");
    if (next.revision !== this.revision) {
      this.strokes = structuredClone(next.strokes);
      this.blank = false;
    }
    this.look = next;
    this.revision = next.revision;
    this.changed();
  }

  /** Another view of this board, or this one before it was taken off the page, has drawn on the sheet. */
  catchUp() {
    const drawn = this.model.get("value");
    if (this.waiting || drawn.revision !== this.revision) return;
    this.strokes = structuredClone(drawn.strokes);
    this.blank = drawn.blank;
    this.changed();
  }

  begin(draws, ...at) {
    // The example on the first sheet makes way for the first stroke.
    if (this.look.example && !this.blank) {
      this.strokes = [];
      this.blank = true;
    }
    this.strokes.push([draws ? 1 : 0, ...at.map(Math.round)]);
    this.send();
  }

  extend(points) {
    const line = this.strokes.at(-1);
    for (const [x, y] of points) {
      if (Math.hypot(x - line.at(-2), y - line.at(-1)) >= LEAST_MOVE) line.push(x, y);
    }
    this.send();
  }

  /** Hand on what is drawn, at most once a frame. */
  send() {
    this.changed();
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      // A copy: the model would take the same arrays, grown meanwhile, for no change.
      this.model.set("value", structuredClone({ revision: this.revision, blank: this.blank, strokes: this.strokes }));
      this.model.save_changes();
    });
  }
}

/** Paints a sheet on a canvas: ink on a layer of its own, so that erasing it uncovers the paper. */
class Painter {
  constructor(canvas, pen) {
    this.page = canvas.getContext("2d");
    this.layer = document.createElement("canvas");
    this.layer.width = this.layer.height = PIXELS;
    this.ink = this.layer.getContext("2d", { willReadFrequently: true });
    this.ink.scale(SCALE, SCALE);
    this.ink.lineWidth = pen;
    this.ink.lineCap = this.ink.lineJoin = "round";
  }

  paint(sheet, cell) {
    const [paper, colour] = sheet.look.inverted ? ["#111111", "#ffffff"] : ["#ffffff", "#111111"];
    this.ink.globalCompositeOperation = "source-over";
    this.ink.clearRect(0, 0, SIZE, SIZE);
    this.ink.fillStyle = this.ink.strokeStyle = colour;
    if (sheet.look.cells && !sheet.blank) this.cells(sheet.look.cells);
    sheet.strokes.forEach((stroke) => this.stroke(stroke));
    this.page.setTransform(1, 0, 0, 1, 0, 0);
    this.page.fillStyle = paper;
    this.page.fillRect(0, 0, PIXELS, PIXELS);
    this.page.drawImage(this.layer, 0, 0);
    this.page.scale(SCALE, SCALE);
    this.grid();
    if (cell) this.mark(cell);
  }

  cells(counts) {
    counts.forEach((count, i) => {
      this.ink.globalAlpha = count / 16;
      this.ink.fillRect((i % 8) * CELL, Math.floor(i / 8) * CELL, CELL, CELL);
    });
    this.ink.globalAlpha = 1;
  }

  stroke([draws, ...at]) {
    this.ink.globalCompositeOperation = draws ? "source-over" : "destination-out";
    this.ink.beginPath();
    this.ink.moveTo(at[0], at[1]);
    // A line without length would leave no dot.
    this.ink.lineTo(at[0] + 0.01, at[1]);
    for (let i = 2; i < at.length; i += 2) this.ink.lineTo(at[i], at[i + 1]);
    this.ink.stroke();
  }

  grid() {
    this.page.strokeStyle = GRID;
    this.page.lineWidth = 1 / SCALE;
    for (let i = 1; i < 8; i++) {
      this.page.strokeRect(i * CELL, -1, 0, SIZE + 2);
      this.page.strokeRect(-1, i * CELL, SIZE + 2, 0);
    }
  }

  mark([column, row]) {
    for (const [colour, width] of MARK) {
      this.page.strokeStyle = colour;
      this.page.lineWidth = width;
      this.page.strokeRect(column * CELL + 1.5, row * CELL + 1.5, CELL - 3, CELL - 3);
    }
  }

  hasInk(x, y) {
    return this.ink.getImageData(Math.floor(x * SCALE), Math.floor(y * SCALE), 1, 1).data[3] > 127;
  }
}

/** One view of the board: the hand and the keys that draw on it. */
class View {
  constructor(model, el) {
    this.board = document.createElement("div");
    this.board.className = "drawing-board";
    this.board.innerHTML = PAGE;
    el.append(this.board);
    this.canvas = this.board.querySelector("canvas");
    this.live = this.board.querySelector(".drawing-live");
    this.drawnOn = null;
    this.cell = [3, 3];
    this.showCell = false;
    this.painter = new Painter(this.canvas, model.get("pen"));
    this.sheet = new Sheet(model, () => this.paint());
    this.paint();
    this.shareKeys(false);
    this.listen();
  }

  listen() {
    const on = (name, answer) => this.canvas.addEventListener(name, answer);
    on("pointerdown", (event) => this.pointerDown(event));
    on("pointermove", (event) => this.pointerMove(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) on(end, () => { this.drawnOn = null; });
    on("keydown", (event) => this.keyDown(event));
    on("keyup", (event) => this.shareKeys(withModifier(event)));
    on("focus", () => this.focus(this.canvas.matches(":focus-visible")));
    on("blur", () => this.focus(false));
  }

  paint() {
    // The first sheet arrives before there is anything to paint it with.
    if (!this.sheet) return;
    this.board.classList.toggle("erasing", this.sheet.look.erasing);
    this.painter.paint(this.sheet, this.showCell && this.cell);
  }

  // ---- mouse, finger and pen ----

  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const onBoard = (value) => within(Math.round(value * SIZE), SIZE);
    return [onBoard((event.clientX - box.left) / box.width), onBoard((event.clientY - box.top) / box.height)];
  }

  pointerDown(event) {
    // Button 5 is the rubber at the other end of a pen.
    if (event.button > 0 && event.button !== 5) return;
    event.preventDefault();
    this.canvas.focus({ preventScroll: true });
    this.canvas.setPointerCapture(event.pointerId);
    this.drawnOn = this.sheet.revision;
    this.showCell = false;
    this.sheet.begin(!this.sheet.look.erasing && event.button !== 5, ...this.place(event));
  }

  pointerMove(event) {
    // A new sheet under the hand ends the stroke.
    if (this.drawnOn !== this.sheet.revision) return;
    const parts = event.getCoalescedEvents?.() ?? [];
    this.sheet.extend((parts.length ? parts : [event]).map((part) => this.place(part)));
  }

  // ---- keyboard ----

  middle() {
    return this.cell.map((place) => (place + 0.5) * CELL);
  }

  keyDown(event) {
    this.shareKeys(withModifier(event));
    if (withModifier(event) || !this.answer(event)) return;
    event.preventDefault();
    event.stopPropagation();
    this.showCell = true;
    this.paint();
    this.say();
  }

  /** Do what a key stands for; returns whether it stands for anything. */
  answer(event) {
    if (event.key in ARROWS) this.step(ARROWS[event.key], event.shiftKey);
    else if ([" ", "Enter"].includes(event.key)) this.dot(event, !this.sheet.look.erasing);
    else if (["Backspace", "Delete"].includes(event.key)) this.dot(event, false);
    else return false;
    return true;
  }

  step(arrow, draws) {
    const from = this.middle();
    this.cell = this.cell.map((place, axis) => within(place + arrow[axis], 7));
    if (draws) this.sheet.begin(!this.sheet.look.erasing, ...from, ...this.middle());
  }

  dot(event, draws) {
    if (!event.repeat) this.sheet.begin(draws, ...this.middle());
  }

  say() {
    const [column, row] = this.cell;
    const there = this.painter.hasInk(...this.middle()) ? "ink" : "paper";
    this.live.textContent = `row ${row + 1}, column ${column + 1}, ${there}`;
  }

  /** JupyterLab keeps its own shortcuts, such as Ctrl+S, while one of their keys is held; the plain keys are ours. */
  shareKeys(share) {
    this.board.toggleAttribute("data-lm-suppress-shortcuts", !share);
  }

  focus(visible) {
    this.showCell = visible;
    this.shareKeys(false);
    this.paint();
  }
}

function render({ model, el }) {
  const { sheet } = new View(model, el);
  const receive = () => sheet.receive();
  const catchUp = () => sheet.catchUp();
  model.on("change:sheet", receive);
  model.on("change:value", catchUp);
  return () => {
    model.off("change:sheet", receive);
    model.off("change:value", catchUp);
  };
}

export default { render };
