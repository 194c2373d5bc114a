// Tells the kernel where a reader points into a picture, with the mouse, a pen or a finger.
//
// As messages, not as attributes: nothing of it is stored in the notebook's file. Until the kernel has answered only the
// newest place is kept, so that a drag that is faster than the drawing skips places and never lags behind.

// Milliseconds after which an answer is not waited for any more: the kernel may have been restarted.
const PATIENCE = 2000;

// Pixels of the page by which a hand may stray, and it was still a tap.
const STRAY = 5;

function render({ model, el }) {
  let explorer = null;
  let stroke = null;
  let waiting = null;
  const queue = [];

  const answered = () => {
    clearTimeout(waiting);
    waiting = null;
    if (queue.length) post();
  };
  const post = () => {
    waiting = setTimeout(answered, PATIENCE);
    model.send(queue.shift());
  };
  const send = (message) => {
    // The end of a stroke is never left out: it may be a tap.
    if (queue.length && !queue[queue.length - 1].released) queue.pop();
    queue.push(message);
    if (!waiting) post();
  };
  const pictures = () => [...explorer.querySelectorAll("img.widget-image")];
  const place = (event) => {
    const box = stroke.held.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const point = (event, end = {}) => {
    const [x, y] = place(event);
    stroke.last = { picture: pictures().indexOf(stroke.held), x, y, began: stroke.began, stroke: stroke.number };
    send({ ...stroke.last, ...end });
  };
  const down = (event) => {
    const picture = event.target.closest("img.course-reached");
    // A second finger that comes down is another's stroke, and none of ours.
    if (!picture || event.button !== 0 || stroke || !event.isPrimary) return;
    // The time tells strokes apart, those in another view of the same explorer too.
    stroke = { held: picture, number: event.timeStamp, from: [event.clientX, event.clientY], tapped: true };
    stroke.pointer = event.pointerId;
    stroke.began = place(event);
    picture.setPointerCapture(event.pointerId);
    point(event);
    event.preventDefault();
  };
  const ours = (event) => stroke && event.pointerId === stroke.pointer;
  const move = (event) => {
    if (!ours(event)) return;
    const [x, y] = stroke.from;
    if (Math.hypot(event.clientX - x, event.clientY - y) > STRAY) stroke.tapped = false;
    point(event);
  };
  const up = (event) => {
    if (!ours(event)) return;
    point(event, { released: true, tapped: stroke.tapped });
    stroke = null;
  };
  // The finger scrolls the page, or another hand has come in between: no tap, and the last place stays.
  const cancel = (event) => {
    if (!ours(event)) return;
    send({ ...stroke.last, released: true });
    stroke = null;
  };
  const still = (event) => event.preventDefault();
  const listeners = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: cancel, dragstart: still };

  // The widget is put on the page after this function has returned.
  const frame = requestAnimationFrame(() => {
    explorer = el.closest(".widget-vbox");
    if (!explorer) return;
    // Up and down a finger still scrolls the page, except in a picture in which something is dragged up and down.
    const look = document.createElement("style");
    look.textContent =
      "img.course-reached { cursor: crosshair; touch-action: pan-y; } img.course-dragged { touch-action: none; }";
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
