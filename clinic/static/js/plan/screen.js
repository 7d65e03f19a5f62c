// Answers the safety screen by keyboard: inside a question N, Y and U answer it and go on.
const ANSWERS = { n: "no", y: "yes", u: "unknown" };

function next(question, all) {
  return all[all.indexOf(question) + 1]?.querySelector("input[type=radio]");
}

// a radio that has the focus and is not chosen gets it without choosing it
function answer(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const value = ANSWERS[event.key.toLowerCase()];
  if (!value || !event.target.matches("input[type=radio]")) return;
  const question = event.target.closest("[data-question]");
  const box = question?.querySelector(`input[type=radio][value=${value}]`);
  if (!box) return;
  event.preventDefault();
  box.checked = true;
  box.dispatchEvent(new Event("change", { bubbles: true }));
  const all = [...question.closest("form").querySelectorAll("[data-question]")];
  const where = value === "yes" && question.querySelector(".q__where input");
  (where || next(question, all) || box).focus();
}

document.addEventListener("keydown", answer);
for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;
