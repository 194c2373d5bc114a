<!-- The drawing board of DrawExplorer (helpers/explorers/drawing.py): a canvas for mouse, finger, pen and keyboard.

It speaks with Python through two hidden ipywidgets beside it: strokes go out through the text area of the class
"drawing-ink", and what Python wants on the board comes in as JSON in the HTML widget of the class "drawing-sheet".
Coordinates run from 0 to 256 on both axes. Python fills in PEN, the width of the pen in these units. -->
<div class="drawing-board" data-lm-suppress-shortcuts="true">
  <canvas width="480" height="480" tabindex="0" role="application" aria-roledescription="drawing board"
          aria-label="Drawing board, 8 by 8 pixels. Arrow keys move, space or enter draws, backspace or delete
                      erases, shift with an arrow key draws a line."></canvas>
  <p class="drawing-note">The drawing board has not started. Run the cell again; the buttons work without it.</p>
  <p class="drawing-keys">Mouse, finger or keys: arrows move, space draws, backspace erases, shift+arrow draws a line.</p>
  <div class="drawing-live" role="status"></div>
  <style>
    .drawing-board { width: 240px; max-width: 100%; margin: 2px; position: relative; }
    .drawing-board canvas { display: block; width: 100%; box-sizing: border-box; border: 1px solid #7a7a7a;
      border-radius: 2px; cursor: crosshair; touch-action: none; user-select: none; }
    .drawing-board canvas:focus-visible { outline: 3px solid var(--jp-brand-color1, #2b8cd6); outline-offset: 1px; }
    .drawing-board p { margin: 4px 0 0; font-size: 12px; line-height: 1.35; color: var(--jp-ui-font-color1, #7a7a7a); }
    .drawing-live { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  </style>
  <script>
    (() => {
      const SIZE = 256, CELL = SIZE / 8, LEAST_MOVE = 4;
      const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const board = document.currentScript.closest(".drawing-board");
      const canvas = board.querySelector("canvas"), live = board.querySelector(".drawing-live");
      const page = canvas.getContext("2d"), scale = canvas.width / SIZE;
      const layer = document.createElement("canvas");
      layer.width = layer.height = canvas.width;
      const ink = layer.getContext("2d", { willReadFrequently: true });
      let outbox, sheet = {}, strokes = [], blank = false, queued = false;
      let drawing = false, row = 3, column = 3, showCell = false;

      // ---- what is on the board ----

      function paint() {
        const [paper, colour] = sheet.inverted ? ["#111111", "#ffffff"] : ["#ffffff", "#111111"];
        ink.setTransform(scale, 0, 0, scale, 0, 0);
        ink.globalCompositeOperation = "source-over";
        ink.clearRect(0, 0, SIZE, SIZE);
        ink.fillStyle = ink.strokeStyle = colour;
        if (sheet.cells && !blank) {
          sheet.cells.forEach((count, i) => {
            ink.globalAlpha = count / 16;
            ink.fillRect((i % 8) * CELL, Math.floor(i / 8) * CELL, CELL, CELL);
          });
          ink.globalAlpha = 1;
        }
        ink.lineWidth = PEN;
        ink.lineCap = ink.lineJoin = "round";
        for (const [draws, ...at] of strokes) {
          ink.globalCompositeOperation = draws ? "source-over" : "destination-out";
          ink.beginPath();
          ink.moveTo(at[0], at[1]);
          ink.lineTo(at[0] + 0.01, at[1]);
          for (let i = 2; i < at.length; i += 2) ink.lineTo(at[i], at[i + 1]);
          ink.stroke();
        }
        page.setTransform(1, 0, 0, 1, 0, 0);
        page.fillStyle = paper;
        page.fillRect(0, 0, canvas.width, canvas.height);
        page.drawImage(layer, 0, 0);
        page.setTransform(scale, 0, 0, scale, 0, 0);
        page.strokeStyle = "rgba(127, 127, 127, 0.45)";
        page.lineWidth = 1 / scale;
        for (let i = 1; i < 8; i++) {
          page.strokeRect(i * CELL, -1, 0, SIZE + 2);
          page.strokeRect(-1, i * CELL, SIZE + 2, 0);
        }
        if (showCell) {
          for (const [colour, width] of [["#ffffff", 5], ["#d55e00", 3]]) {
            page.strokeStyle = colour;
            page.lineWidth = width;
            page.strokeRect(column * CELL + 1.5, row * CELL + 1.5, CELL - 3, CELL - 3);
          }
        }
      }

      // ---- to and from Python ----

      function send() {
        paint();
        if (queued) return;
        queued = true;
        requestAnimationFrame(() => {
          queued = false;
          outbox.value = JSON.stringify({ revision: sheet.revision, blank, strokes });
          outbox.dispatchEvent(new Event("input", { bubbles: true }));
        });
      }

      function receive(text) {
        const next = JSON.parse(text);
        if (next.revision !== sheet.revision) [strokes, blank, drawing] = [next.strokes, false, false];
        sheet = next;
        paint();
      }

      function begin(draws, ...at) {
        // The example on the first sheet makes way for the first stroke.
        if (sheet.example && !blank) [strokes, blank] = [[], true];
        strokes.push([draws ? 1 : 0, ...at.map(Math.round)]);
        send();
      }

      // ---- mouse, finger and pen ----

      function place(event) {
        const box = canvas.getBoundingClientRect();
        const inside = (value) => Math.min(Math.max(Math.round(value * SIZE), 0), SIZE);
        return [inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height)];
      }

      canvas.addEventListener("pointerdown", (event) => {
        if (event.button > 0 && event.button !== 5) return;
        event.preventDefault();
        canvas.focus({ preventScroll: true });
        canvas.setPointerCapture(event.pointerId);
        [drawing, showCell] = [true, false];
        // Button 5 is the rubber at the other end of a pen.
        begin(!sheet.erasing && event.button !== 5, ...place(event));
      });
      canvas.addEventListener("pointermove", (event) => {
        if (!drawing) return;
        const line = strokes[strokes.length - 1];
        const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
        for (const part of events.length ? events : [event]) {
          const [x, y] = place(part);
          if (Math.hypot(x - line[line.length - 2], y - line[line.length - 1]) >= LEAST_MOVE) line.push(x, y);
        }
        send();
      });
      for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
        canvas.addEventListener(end, () => { drawing = false; });
      }

      // ---- keyboard ----

      const middle = () => [(column + 0.5) * CELL, (row + 0.5) * CELL];

      function say() {
        const [x, y] = middle().map((value) => Math.floor(value * scale));
        const there = ink.getImageData(x, y, 1, 1).data[3] > 127 ? "ink" : "paper";
        live.textContent = `row ${row + 1}, column ${column + 1}, ${there}`;
      }

      // JupyterLab keeps its own shortcuts, such as Ctrl+S, while one of their keys is held; the plain keys are ours.
      const share = (event) =>
        board.toggleAttribute("data-lm-suppress-shortcuts", !(event.ctrlKey || event.metaKey || event.altKey));

      canvas.addEventListener("keyup", share);
      canvas.addEventListener("keydown", (event) => {
        share(event);
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const step = ARROWS[event.key], from = middle();
        if (step) {
          column = Math.min(Math.max(column + step[0], 0), 7);
          row = Math.min(Math.max(row + step[1], 0), 7);
          if (event.shiftKey) begin(!sheet.erasing, ...from, ...middle());
        } else if (event.key === " " || event.key === "Enter") {
          if (!event.repeat) begin(!sheet.erasing, ...from);
        } else if (event.key === "Backspace" || event.key === "Delete") {
          if (!event.repeat) begin(false, ...from);
        } else return;
        event.preventDefault();
        event.stopPropagation();
        showCell = true;
        paint();
        say();
      });
      canvas.addEventListener("focus", () => { showCell = canvas.matches(":focus-visible"); paint(); });
      canvas.addEventListener("blur", () => {
        showCell = false;
        board.setAttribute("data-lm-suppress-shortcuts", "true");
        paint();
      });

      // ---- start, as soon as the two widgets are on the page ----

      function start(tries) {
        const explorer = board.closest(".drawing-explorer");
        const inbox = explorer && explorer.querySelector(".drawing-sheet");
        outbox = explorer && explorer.querySelector(".drawing-ink textarea");
        if (!inbox || !outbox || !inbox.textContent.trim()) {
          if (tries < 400) setTimeout(start, 50, tries + 1);
          return;
        }
        const changes = { childList: true, subtree: true, characterData: true };
        new MutationObserver(() => receive(inbox.textContent)).observe(inbox, changes);
        receive(inbox.textContent);
        // A second view of the explorer, or one that was taken off the page and put back, goes on where the first was.
        const last = outbox.value ? JSON.parse(outbox.value) : {};
        if (last.revision === sheet.revision) [strokes, blank] = [last.strokes, last.blank];
        board.querySelector(".drawing-note").remove();
        paint();
      }
      start(0);
    })();
  </script>
</div>
