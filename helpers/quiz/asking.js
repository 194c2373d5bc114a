// Questions with choices, as radio buttons; asking.py says what is in `questions` and `closing`.
//
// The arrow keys move from choice to choice without taking one, so that all of them can be read before the first try.

const HINT = "Arrow keys move, space chooses.";
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
const SUPPRESS = "data-lm-suppress-shortcuts";

const make = (parent, tag, properties = {}, attributes = {}) => {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  parent.append(element);
  return element;
};

/** Show HTML, typeset as the rest of the notebook; what stands there already is left alone. */
function say(element, html, model) {
  if (element.said === html) return;
  element.said = html;
  element.innerHTML = html;
  model.widget_manager.rendermime?.latexTypesetter?.typeset(element);
}

/** One question: its title, a button for each choice, and a place for what is said of the choice. */
class Question {
  constructor(page, model, number) {
    this.model = model;
    this.number = number;
    const { title, choices } = model.get("questions")[number];
    // The buttons of one question are a group by their name, which no other on the page may have.
    const id = `course-question-${Math.random().toString(36).slice(2)}`;
    say(make(page, "p", { id, className: "course-title" }), title, model);
    this.group = make(page, "div", { className: "course-choices" }, { role: "radiogroup", "aria-labelledby": id });
    make(this.group, "span", { id: `${id}-hint`, textContent: HINT, hidden: true });
    this.buttons = choices.map((choice, place) => {
      const label = make(this.group, "label");
      const button = make(label, "input", { type: "radio", name: id }, { "aria-describedby": `${id}-hint` });
      button.addEventListener("change", () => this.choose(place));
      say(make(label, "span"), choice, model);
      return button;
    });
    this.group.addEventListener("keydown", (event) => this.press(event));
    this.reply = make(page, "div", { className: "course-reply" }, { role: "status" });
  }

  choose(place) {
    this.model.send({ question: this.number, choice: place });
  }

  press(event) {
    const place = this.buttons.indexOf(event.target);
    if (place < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key in STEPS) {
      const all = this.buttons.length;
      this.buttons[(place + STEPS[event.key] + all) % all].focus();
      event.preventDefault();
    }
  }

  refresh() {
    const { chosen, below, locked } = this.model.get("questions")[this.number];
    this.buttons.forEach((button, place) => {
      button.checked = place === chosen;
      button.disabled = locked;
    });
    say(this.reply, below, this.model);
  }
}

/** Keep the arrow keys from JupyterLab, which would move to another cell, and leave it all others. */
function guard(event) {
  const group = event.target.closest?.(".course-choices");
  if (!group || !(event.key in STEPS)) return;
  // JupyterLab looks for this mark once the event comes down to the document.
  group.setAttribute(SUPPRESS, "true");
  setTimeout(() => group.removeAttribute(SUPPRESS));
}

function render({ model, el }) {
  el.classList.add("course-asking");
  const questions = model.get("questions").map((_, number) => new Question(el, model, number));
  const closing = make(el, "p", { className: "course-closing" }, { role: "status" });
  const refresh = () => {
    questions.forEach((question) => question.refresh());
    say(closing, model.get("closing"), model);
    closing.hidden = !model.get("closing");
  };
  model.on("change:questions", refresh);
  model.on("change:closing", refresh);
  refresh();
  window.addEventListener("keydown", guard, true);
  return () => window.removeEventListener("keydown", guard, true);
}

export default { render };
