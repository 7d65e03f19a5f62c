// Saves a draft by itself: sends its form to its own address, and tells what became of it.
const PAUSE = 700;
const RETRY = 5000;
const WORDS = {
  ready: ["ok", "Saves by itself", ""],
  waiting: ["saving", "Saving…", ""],
  saving: ["saving", "Saving…", ""],
  saved: ["ok", "Saved ", ""],
  offline: ["offline", "Offline: what you typed is kept on this page", "saved--off"],
  refused: ["caution", "Not saved: please check the places named above", "saved--bad"],
  conflict: ["caution", "Conflict: somebody changed this plan. Compare, then press Save", "saved--bad"],
  gone: ["lock", "Not saved: what you typed is kept here. Press Save to sign in and send it", "saved--bad"],
  busy: ["clock", "The clinic's computer is busy: it is tried again", "saved--off"],
};

export class Saving {
  // `take(document, status)` shows what an answer says
  constructor(form, place, take) {
    Object.assign(this, { form, place, take, state: "ready", timer: 0, running: null, dirty: false });
    this.show("ready");
    window.addEventListener("online", () => this.dirty && this.now());
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.leaving) event.preventDefault();
    });
  }

  show(state) {
    this.state = state;
    const [sign, words, kind] = WORDS[state];
    const time = new Date().toLocaleTimeString("en-AU", { hour: "2-digit", minute: "2-digit", hour12: false });
    this.place.hidden = false;
    this.place.className = `saved ${kind}`;
    const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    icon.setAttribute("class", "ic");
    icon.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#i-${sign}`);
    icon.append(use);
    this.place.replaceChildren(icon, state === "saved" ? words + time : words);
  }

  // something was typed
  touched() {
    this.dirty = true;
    // after a conflict only the Save button sends again: nothing is overwritten by itself
    if (this.state === "conflict") return;
    this.show("waiting");
    this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), pause);
  }

  async now() {
    if (this.state === "conflict" || this.state === "gone") return false;
    return this.send();
  }

  // one answer at a time: each carries the version that the next one needs
  async send(submitter) {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    this.running = this.#send(submitter);
    try {
      return await this.running;
    } finally {
      this.running = null;
    }
  }

  async #send(submitter) {
    this.show("saving");
    this.dirty = false;
    const body = new URLSearchParams(new FormData(this.form, submitter));
    let answer;
    let text;
    try {
      answer = await fetch(this.form.getAttribute("action"), { method: "POST", body, headers: { Accept: "text/html" } });
      text = await answer.text();
    } catch {
      this.dirty = true;
      this.show("offline");
      this.later(RETRY);
      return false;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.getElementById("plan")) return this.#nothingOfOurs(answer);
    this.take(page, answer.status, submitter);
    if (answer.ok) {
      this.show(this.dirty ? "waiting" : "saved");
      return true;
    }
    this.dirty = true;
    this.show(answer.status === 412 || answer.status === 428 ? "conflict" : "refused");
    return false;
  }

  // the session ended, the plan is no draft any more, or too much is going on
  #nothingOfOurs(answer) {
    this.dirty = true;
    const isBusy = answer.status === 503 || answer.status === 429;
    this.show(isBusy ? "busy" : "gone");
    if (isBusy) this.later(RETRY);
    return false;
  }

  // what runs is waited for, so that the version on the page is the newest
  async settled() {
    clearTimeout(this.timer);
    while (this.running) await this.running;
  }
}
