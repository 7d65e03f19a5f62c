// Wires the page: reads what it starts from, builds its parts, and turns presses into deeds.

import { Chart } from "./chart.js";
import { classifier } from "./classes.js";
import { Desk } from "./desk.js";
import { Dialogs } from "./dialogs.js";
import { Dock } from "./dock.js";
import { keyFor } from "./keys.js";
import { lastByPlace } from "./path.js";
import { PathView } from "./path_view.js";
import { keyOf, keyOfBody } from "./places.js";
import { Presses } from "./presses.js";
import { read } from "./signs.js";
import { Saving } from "./saving.js";
import { SignIn } from "./sign_in.js";
import { Status } from "./status.js";
import { Queue } from "./store.js";
import { Visit } from "./visit.js";
import { vocabulary } from "./vocabulary.js";

const BEAT = 10_000;
const FIELDS = [
  "complaint", "pain_now", "pain_worst_week", "symptoms", "red_flags", "scores",
  "treatment_given", "advice_given", "plan_of_care", "examined_at", "episode_id",
];

const $ = (selector) => document.querySelector(selector);

async function begin() {
  const boot = JSON.parse($("#boot").textContent);
  const answer = await fetch(boot.catalogue, { credentials: "same-origin" });
  if (!answer.ok) throw new Error("no catalogue");
  await build(boot, await answer.json());
}

async function build(boot, catalogue) {
  const words = vocabulary(boot, catalogue);
  const { id } = boot.examination;
  const memory = remembered(id);
  const stored = storedIn(boot);
  const queue = new Queue({ storage: localStorage, user: boot.user_id, examination: id, stored });
  const desk = new Desk({
    muscles: catalogue.muscles,
    last: lastByPlace(boot.last?.findings ?? []),
    points: new Map(boot.points.map((point) => [keyOfBody(point), point])),
    findings: boot.findings,
    fields: Object.fromEntries(FIELDS.map((name) => [name, boot.examination[name] ?? null])),
    choice: memory.choice ?? firstChoice(boot),
    skipped: memory.skipped ?? [],
    classify: classifier(catalogue.classes, boot.strict),
    queue,
  });
  const device = matchMedia("(pointer: coarse)").matches ? "tablet" : "computer";
  const live = $("#live");

  const saving = new Saving({
    queue, address: boot.entries, csrf: $("meta[name=csrf]").content,
    onAnswer: (answer) => {
      desk.taken(answer);
      draw();
    },
    onChange: () => drawStatus(),
  });
  const path = new PathView({ list: $(".path"), empty: $(".ex__empty"), title: $("#ph"), count: $(".ex__count"), bar: $(".ex__prog"), desk, words });
  const dock = new Dock({ dock: $(".dock"), desk, words });
  const status = new Status({ place: $(".ex__top .saved"), live: $("#live-saving"), sign: $(".ex__sign"), why: $(".ex__why"), words, device });
  const chart = new Chart({ root: $(".ex__chart"), desk, words, addresses: boot.charts, onOpen: (key) => deeds.open(key), onChange: () => changed() });
  const visit = new Visit({ line: $(".ex__facts"), dialog: $("#visit"), desk, words, onChange: () => changed() });
  const dialogs = new Dialogs({ dialog: $("#dialog"), desk, words, onChange: () => changed(), onClose: () => path.list.focus({ preventScroll: true }) });
  const signIn = new SignIn({ dialog: $("#sign-in"), userId: boot.user_id, saving });

  function draw() {
    path.draw();
    dock.draw();
    chart.draw();
    visit.draw();
    drawStatus();
  }

  let was = "resting";
  function drawStatus() {
    const { name } = status.draw({ saving, queue, desk });
    if (name === "signed-out" && was !== name) signIn.open(queue.waiting);
    was = name;
  }

  function changed(said = "") {
    draw();
    if (queue.waiting) saving.soon();
    remember(id, { choice: desk.choice, skipped: [...desk.skipped] });
    live.textContent = said;
  }

  const deeds = new Presses({ desk, path, chart, dialogs, visit, saving, signIn, status, queue, words, changed, draw, root: $(".ex") });

  listen({ deeds, path, chart, saving, queue, desk, changed, root: $(".ex") });

  hold(queue.name);
  desk.replay(queue.adopt(await living()));
  desk.here = desk.firstOpen();
  draw();
  if (queue.waiting) saving.now();
  path.list.focus({ preventScroll: true });
  $(".ex").dataset.ready = "true";
  performance.mark("ready");
}

// What the server held when the page was made, by what an entry is about.
function storedIn(boot) {
  const findings = new Map(boot.findings.map((body) => [`place:${keyOf(body.muscle, body.side, body.site)}`, read(body)]));
  return (about) => (about.startsWith("field:") ? boot.examination[about.slice(6)] ?? null : findings.get(about) ?? null);
}

function firstChoice(boot) {
  const isKnown = Boolean(boot.points.length || boot.last?.findings.length);
  return { found: isKnown, regions: isKnown ? [] : boot.regions.slice(0, 3) };
}

// The chosen path lives as long as the tab: names of regions and places, nothing that was found.
function remembered(id) {
  try {
    return JSON.parse(sessionStorage.getItem(`palpate.path.${id}`)) ?? {};
  } catch {
    return {};
  }
}

function remember(id, memory) {
  try {
    sessionStorage.setItem(`palpate.path.${id}`, JSON.stringify(memory));
  } catch {
    // without it the path starts anew when the page is opened again
  }
}

function listen({ deeds, path, chart, saving, queue, desk, changed, root }) {
  document.addEventListener("click", (event) => deeds.click(event));
  document.addEventListener("keydown", (event) => deeds.keyAnywhere(event));
  document.addEventListener("input", (event) => deeds.typed(event));
  path.list.addEventListener("keydown", (event) => {
    if (event.target.id === "zone-find") return deeds.keyInZones(event);
    if (event.target.closest("button") && ["Enter", " "].includes(event.key)) return undefined;
    const key = keyFor(event, deeds.keysOn);
    if (!key) return undefined;
    event.preventDefault();
    event.stopPropagation();
    return deeds.key(key.id);
  });
  // a finger or a mouse on a key leaves the focus, and with it the keyboard, to the path
  root.addEventListener("mousedown", (event) => {
    if (event.target.closest(".dock button, .path button, .bc__stage")) event.preventDefault();
  });
  new ResizeObserver(() => chart.draw()).observe(chart.root);

  window.addEventListener("online", () => saving.now());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") return void saving.now();
    if (saving.phase === "signed-out") return void deeds.signIn.look();
    return void saving.now();
  });
  let hasAsked = false;
  window.addEventListener("beforeunload", (event) => {
    if (!queue.waiting && !desk.conflicts.size) hasAsked = false;
    else if (!hasAsked) {
      hasAsked = true;
      event.preventDefault();
    }
  });
  window.addEventListener("pagehide", () => {
    saving.last();
    queue.leave();
  });
  window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  const takeOver = async () => {
    const left = queue.adopt(await living());
    if (!left.size) return;
    desk.replay(left);
    changed();
  };
  // a tab that goes says so in the storage, perhaps only after this one was opened
  window.addEventListener("storage", ({ key }) => key?.startsWith(queue.prefix) && takeOver());
  setInterval(() => {
    queue.beat();
    takeOver();
  }, BEAT);
}

// A tab holds a lock as long as it lives (where the browser has locks: https, or this machine).
function hold(name) {
  navigator.locks?.request(name, () => new Promise(() => {}));
}

async function living() {
  if (!navigator.locks) return null;
  const { held, pending } = await navigator.locks.query();
  return new Set([...held, ...pending].map(({ name }) => name));
}

begin().catch((error) => {
  const place = $(".ex__broken");
  place.hidden = false;
  if (error.message !== "no catalogue") throw error;
});
