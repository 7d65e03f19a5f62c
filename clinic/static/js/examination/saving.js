// Sends what waits, within a second, again and again until the server has it, and says how it is.

const QUIET = 250; // a pause in typing
const LONGEST = 800; // but never later than this
const PATIENCE = 10_000;
const STEPS_BACK = [1000, 2000, 4000, 8000, 15_000, 30_000];

// Phases: "resting", "sending", "offline" (not reached), "signed-out", "closed" (no draft any
// more), "forbidden". What the page says follows from phase and counts: see stateOf().
export class Saving {
  #timer = null;
  #since = null;
  #failures = 0;
  #isSending = false;

  constructor({ queue, address, csrf, onAnswer, onChange, fetch = globalThis.fetch.bind(globalThis) }) {
    Object.assign(this, { queue, address, csrf, onAnswer, onChange, fetch });
    this.phase = "resting";
    this.savedAt = null;
  }

  // Something new waits.
  soon() {
    this.#since ??= Date.now();
    const wait = Math.max(0, Math.min(QUIET, this.#since + LONGEST - Date.now()));
    if (this.phase === "resting") this.#in(wait);
    this.onChange();
  }

  // Try at once: the network is back, somebody signed in again, the page is left for signing.
  async now() {
    clearTimeout(this.#timer);
    if (this.#isSending || !this.queue.waiting || this.phase === "closed") return;
    this.#isSending = true;
    this.#since = null;
    if (this.phase === "resting") this.#to("sending");
    const batch = this.queue.take();
    try {
      await this.#judge(batch, await this.#post(batch));
    } catch {
      this.#unreached();
    } finally {
      this.#isSending = false;
    }
    if (this.phase === "resting" && this.queue.waiting) this.#in(QUIET);
  }

  // The last chance of a page that goes: the request outlives it. Sent twice does no harm.
  last() {
    if (!this.queue.waiting || ["closed", "signed-out"].includes(this.phase)) return;
    const batch = this.queue.take(60);
    this.#request(batch, { keepalive: true }).catch(() => {});
  }

  signedIn(csrf) {
    this.csrf = csrf;
    this.#failures = 0;
    this.#to("resting");
    return this.now();
  }

  #in(milliseconds) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), milliseconds);
  }

  #to(phase) {
    this.phase = phase;
    this.onChange();
  }

  #unreached() {
    const wait = STEPS_BACK[Math.min(this.#failures, STEPS_BACK.length - 1)];
    this.#failures += 1;
    this.#to("offline");
    this.#in(wait);
  }

  #post(batch) {
    return this.#request(batch, { signal: AbortSignal.timeout(PATIENCE) });
  }

  #request(batch, more) {
    return this.fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": this.csrf },
      credentials: "same-origin",
      redirect: "error",
      body: JSON.stringify({ entries: batch.map(bodyOf) }),
      ...more,
    });
  }

  async #judge(batch, response) {
    if (response.ok) return this.#answered(await response.json());
    const problem = await response.json().catch(() => ({}));
    const verdict = {
      401: () => this.#to("signed-out"),
      403: () => this.#forbidden(problem),
      404: () => this.#to("closed"),
      409: () => this.#to("closed"),
      422: () => this.#condemned(batch, problem),
    }[response.status];
    return verdict ? verdict() : this.#unreached();
  }

  #answered(answer) {
    this.#failures = 0;
    for (const number of answer.saved) this.queue.saved(number);
    const withdrawn = (list) =>
      (list ?? [])
        .map((each) => ({ ...each, about: this.queue.withdraw(each.number) }))
        .filter(({ about }) => about);
    const conflicts = withdrawn(answer.conflicts);
    const refused = withdrawn(answer.refused);
    this.queue.settle();
    this.savedAt = new Date();
    this.onAnswer({ conflicts, refused });
    this.#to("resting");
  }

  // 403 with an old proof: the session may still be there, with a new one.
  async #forbidden(problem) {
    if (!String(problem.type).endsWith("bad-csrf")) return this.#to("forbidden");
    const session = await this.session();
    if (!session.signed_in) return this.#to("signed-out");
    if (session.csrf === this.csrf) return this.#unreached();
    this.csrf = session.csrf;
    this.#to("resting");
    return undefined;
  }

  // 422 says which entries can never be taken; the others are sent again without them.
  #condemned(batch, problem) {
    const refused = [];
    for (const { pointer, detail } of problem.errors ?? []) {
      const entry = batch[Number(/^\/entries\/(\d+)/.exec(pointer ?? "")?.[1])];
      const about = entry && this.queue.withdraw(entry.number);
      if (about) refused.push({ about, detail });
    }
    if (!refused.length) return this.#unreached();
    this.queue.settle();
    this.onAnswer({ conflicts: [], refused });
    this.#to("resting");
    return undefined;
  }

  async session() {
    const response = await this.fetch("/session", { credentials: "same-origin", cache: "no-store" });
    if (!response.ok) throw new Error("no session");
    return response.json();
  }
}

function bodyOf({ number, about, before, now }) {
  const [kind, name] = [about.slice(0, about.indexOf(":")), about.slice(about.indexOf(":") + 1)];
  if (kind === "field") return { number, field: name, before, now };
  const [muscle, side, site] = name.split("|");
  const place = { muscle, side, site: Number(site) || null };
  const told = (finding) => (finding === null ? null : { ...place, ...finding });
  return { number, place, before: told(before), now: told(now) };
}

// What stands at the fixed place: which of the states, and how many are concerned.
export function stateOf({ phase, waiting, conflicts, refused }) {
  if (phase === "signed-out") return { name: "signed-out", count: waiting };
  if (phase === "closed" || phase === "forbidden") return { name: phase, count: waiting };
  if (phase === "offline") return { name: "offline", count: waiting };
  if (conflicts) return { name: "conflict", count: conflicts };
  if (refused) return { name: "refused", count: refused };
  if (waiting) return { name: "saving", count: waiting };
  return { name: "saved", count: 0 };
}
