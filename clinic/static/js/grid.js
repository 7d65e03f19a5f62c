// The paper grid with scripts: all at once by grid, row and day; arrow keys between the boxes.
const form = document.getElementById("grid");

if (form) {
  const boxes = () => [...form.querySelectorAll('input[name="done"]')];
  const fill = (some) => {
    const all = some.every((box) => box.checked);
    for (const box of some) {
      box.checked = !all;
    }
    for (const day of new Set(some.map((box) => box.dataset.day))) {
      untick(day);
    }
  };
  // a day on which something was done is no day with nothing done
  const untick = (day) => {
    if (boxes().some((box) => box.dataset.day === day && box.checked)) {
      form.querySelector(`input[name="nothing"][value="${day}"]`).checked = false;
    }
  };
  const meant = (button) => {
    const what = button.dataset.all;
    if (what === "grid") {
      return boxes();
    }
    if (what === "row") {
      return [...button.closest("tr").querySelectorAll('input[name="done"]')];
    }
    return boxes().filter((box) => box.dataset.day === what);
  };

  for (const part of form.querySelectorAll("[data-all], [data-keys]")) {
    part.hidden = false;
  }
  for (const button of form.querySelectorAll("[data-all]")) {
    button.addEventListener("click", () => {
      fill(meant(button));
      if (button.dataset.all === "grid") {
        boxes()[0].focus();
      }
    });
  }
  form.querySelector("[data-all]").focus();

  form.addEventListener("change", (event) => {
    if (event.target.name === "done") {
      untick(event.target.dataset.day);
    }
    if (event.target.name === "nothing" && event.target.checked) {
      for (const box of boxes().filter((one) => one.dataset.day === event.target.value)) {
        box.checked = false;
      }
    }
  });

  const lines = () =>
    [...form.querySelectorAll("tbody tr")]
      .map((row) => [...row.querySelectorAll('input[type="checkbox"]')])
      .filter((row) => row.length);
  form.addEventListener("keydown", (event) => {
    const at = lines().findIndex((row) => row.includes(event.target));
    if (at < 0 || !event.key.startsWith("Arrow")) {
      return;
    }
    const rows = lines();
    const along = rows[at].indexOf(event.target);
    const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
    const [down, right] = steps[event.key];
    const row = rows[at + down];
    // rows may hold several boxes a day: up and down keep to the day
    const share = along / rows[at].length;
    const next = row && (down ? row[Math.floor(share * row.length)] : row[along + right]);
    if (next) {
      next.focus();
    }
    event.preventDefault();
  });
}
