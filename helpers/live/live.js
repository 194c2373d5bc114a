// Marks its page as alive for as long as the kernel of its widget answers; live.py says what for.
//
// The mark is a class, which a rule of style looks for. JupyterLab keeps the views of a kernel that is gone on the
// page, and makes views of widgets that were stored in the file: neither is alive.

const ENDS = ["restarting", "autorestarting", "dead", "terminating"];

// By the number of the widget: whether it is alive, and the elements that say so. The widget's own attributes would be
// stored in the file.
const known = new Map();

function about(model) {
  const me = model.get("me");
  if (!known.has(me)) known.set(me, { alive: false, marks: new Set() });
  return known.get(me);
}

function tell(model, alive) {
  const one = about(model);
  one.alive = alive;
  for (const mark of one.marks) mark.classList.toggle("course-alive", alive);
}

async function initialize({ model }) {
  const manager = model.widget_manager;
  const session = manager.context?.sessionContext;
  let ended = false;
  const end = () => {
    ended = true;
    tell(model, false);
  };
  const follow = (_, status) => ENDS.includes(status) && end();
  session?.kernelChanged.connect(end);
  session?.statusChanged.connect(follow);
  const whole = await manager.get_model(model.get("me"));
  whole.on("comm_live_update", () => whole.comm_live || end());
  if (!ended) tell(model, whole.comm_live !== false);
  return () => {
    session?.kernelChanged.disconnect(end);
    session?.statusChanged.disconnect(follow);
    known.delete(model.get("me"));
  };
}

function render({ model, el }) {
  const { alive, marks } = about(model);
  marks.add(el);
  el.classList.toggle("course-alive", alive);
  return () => marks.delete(el);
}

export default { initialize, render };
