// Tells the kernel where a reader points into a picture, with the mouse, a pen or a finger.
//
// As messages, not as attributes: nothing of it is stored in the notebook's file. Until the kernel has answered only the
// newest place is kept, so that a drag that is faster than the drawing skips places and never lags behind.

// Milliseconds after which an answer is not waited for any more: the kernel may have been restarted.
const PATIENCE = 2000;

function render({ model, el }) {
  let explorer = null;
  let held = null;
  let waiting = null;
  let next = null;

  const answered = () => {
    clearTimeout(waiting);
    waiting = null;
    if (next) send(next);
  };
  const send = (place) => {
    next = place;
    if (waiting) return;
    next = null;
    waiting = setTimeout(answered, PATIENCE);
    model.send(place);
  };
  const pictures = () => [...explorer.querySelectorAll("img.widget-image")];
  const point = (event) => {
    const box = held.getBoundingClientRect();
    send({
      picture: pictures().indexOf(held),
      x: (event.clientX - box.left) / box.width,
      y: (event.clientY - box.top) / box.height,
    });
  };
  const down = (event) => {
    const picture = event.target.closest("img.course-reached");
    if (!picture || event.button !== 0) return;
    held = picture;
    picture.setPointerCapture(event.pointerId);
    point(event);
    event.preventDefault();
  };
  const move = (event) => {
    if (held) point(event);
  };
  const up = () => {
    if (!held) return;
    held = null;
    send({ released: true, ...next });
  };
  const still = (event) => event.preventDefault();
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, dragstart: still };

  // The widget is put on the page after this function has returned.
  const frame = requestAnimationFrame(() => {
    explorer = el.closest(".widget-vbox");
    if (!explorer) return;
    // Up and down a finger still scrolls the page.
    const look = document.createElement("style");
    look.textContent = "img.course-reached { cursor: crosshair; touch-action: pan-y; }";
    el.append(look);
    for (const [name, listener] of Object.entries(listeners)) explorer.addEventListener(name, listener);
    model.on("msg:custom", answered);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(waiting);
    model.off("msg:custom", answered);
    for (const [name, listener] of Object.entries(listeners)) explorer?.removeEventListener(name, listener);
  };
}

export default { render };
