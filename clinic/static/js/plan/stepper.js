// Steppers of doses: minus and plus beside a number that can be typed, and words where a limit is hit.
export function openSteppers(root) {
  for (const button of root.querySelectorAll("[data-stepper] [data-by]")) button.hidden = false;
}

function step(box, by) {
  const input = box.querySelector("input");
  const least = Number(box.dataset.least);
  const most = Number(box.dataset.most);
  const size = Number(box.dataset.step);
  const now = Number(input.value.replace(",", "."));
  const from = Number.isFinite(now) && input.value.trim() !== "" ? now : least;
  // onto the grid of steps, so that 47 goes to 50 or 45
  const wanted = by > 0 ? (Math.floor(from / size) + 1) * size : (Math.ceil(from / size) - 1) * size;
  const value = Math.min(most, Math.max(least, wanted));
  const told = box.parentElement.querySelector("[data-limit-told]");
  const isHit = wanted > most || wanted < least;
  const bound = `${wanted > most ? "At most" : "At least"} ${value} ${box.dataset.unit}`;
  told.textContent = isHit ? `${bound}: ${box.dataset.limit}.` : "";
  if (String(value) === input.value) return;
  input.value = String(value);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

// the line that stands for a place while its dose is folded away
function tellDose(place) {
  const line = place.querySelector("[data-dose]");
  const value = (field) => place.querySelector(`[name$=".${field}"]`)?.value ?? "";
  const reach = place.querySelector('[name$=".reach"]')?.selectedOptions[0]?.textContent ?? "";
  line.textContent = `${value("seconds")} s · ${value("sessions_per_day")} a day · ${value("days_per_week")} days · ${value("frequency_hz")} Hz · ${reach}`;
}

export function followSteppers() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-stepper] [data-by]");
    if (button) step(button.closest("[data-stepper]"), Number(button.dataset.by));
  });
  document.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const box = by && event.target.closest("[data-stepper]");
    if (!box) return;
    event.preventDefault();
    step(box, by);
  });
  document.addEventListener("input", (event) => {
    const place = event.target.closest(".tg");
    if (place?.querySelector("[data-dose]")) tellDose(place);
  });
}
