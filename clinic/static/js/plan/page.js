// The page of a draft plan: steppers, saving by itself, places that change without a new page.
import { Saving } from "./saving.js";
import { followSteppers, openSteppers } from "./stepper.js";

const OWN = ["csrf", "once", "etag"];
const ARRANGES = ["remove", "up", "down", "add"];

const form = document.getElementById("plan");

// a second press while the first is on its way would only ask twice
function tellBusy(button) {
  if (!button?.dataset.busy) return;
  button.style.minWidth = `${button.offsetWidth}px`;
  button.lastChild.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
}

function takeAnswer(page, status, submitter) {
  const theirs = page.getElementById("plan");
  for (const name of OWN) form.elements[name].value = theirs.elements[name].value;
  const arranges = submitter && (ARRANGES.includes(submitter.name) || submitter.closest("#add"));
  if (arranges && status === 200) {
    document.getElementById("places").replaceWith(document.adoptNode(page.getElementById("places")));
    openSteppers(document.getElementById("places"));
  }
  for (const piece of document.querySelectorAll("[data-live]")) {
    const fresh = page.querySelector(`[data-live="${piece.dataset.live}"]`);
    if (fresh) piece.replaceChildren(...[...fresh.childNodes].map((node) => document.adoptNode(node)));
  }
  if (arranges && status === 200) focusAfter(submitter);
  if (submitter && status !== 200) document.getElementById("errors")?.focus();
}

function focusAfter(button) {
  const places = [...document.querySelectorAll(".places > .tg")];
  const index = Number(button.value);
  const wanted = { remove: index, up: index - 1, down: index + 1 }[button.name] ?? places.length - 1;
  const place = places[Math.min(wanted, places.length - 1)];
  if (!place) return document.getElementById("s2").scrollIntoView();
  const same = place.querySelector(`button[name="${button.name}"]:not([disabled])`);
  if (button.name === "remove" || !same) place.focus();
  else same.focus();
}

function followForm() {
  const saving = new Saving(form, document.getElementById("saved"), takeAnswer);
  for (const hint of document.querySelectorAll("[data-nojs]")) hint.hidden = true;
  // fields stand in the form and, by their form attribute, beside it
  document.addEventListener("input", (event) => {
    if (event.target.form === form && !event.target.closest("#add")) saving.touched();
  });
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (button?.hasAttribute("formaction")) {
      if (button.getAttribute("aria-disabled") === "true") return event.preventDefault();
      if (saving.running) {
        event.preventDefault();
        await saving.settled();
        return form.requestSubmit(button);
      }
      clearTimeout(saving.timer);
      saving.leaving = true;
      tellBusy(button);
      return undefined;
    }
    // without a session the server keeps what was typed and asks to sign in
    if (saving.state === "gone") {
      saving.leaving = true;
      return undefined;
    }
    event.preventDefault();
    return saving.send(button);
  });
  document.querySelector("form.screen")?.addEventListener("submit", async (event) => {
    if (!saving.dirty && !saving.running) return;
    event.preventDefault();
    await saving.settled();
    if (saving.dirty) await saving.now();
    saving.leaving = true;
    event.target.submit();
  });
  document.querySelector("[data-preview]")?.addEventListener("click", async (event) => {
    if (!saving.dirty && !saving.running) return;
    event.preventDefault();
    const shown = window.open("", "_blank");
    await saving.settled();
    if (saving.dirty) await saving.now();
    shown.location = event.target.href;
  });
}

if (form) {
  followSteppers();
  openSteppers(document);
  followForm();
} else {
  for (const button of document.querySelectorAll("[data-busy]")) {
    button.form?.addEventListener("submit", () => tellBusy(button));
  }
}
// a way back to this page shows it as it is now, not as it was
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
