// What was done, so that it can be taken back, step by step. Pure.

import { same } from "./signs.js";

const MOST_STEPS = 500;

export class Undo {
  #steps = [];

  // A step: `changes` are [{key, before, now}], `here` is the place that was open before it.
  add(step) {
    if (!step.changes.length) return;
    this.#steps.push(step);
    if (this.#steps.length > MOST_STEPS) this.#steps.shift();
  }

  get depth() {
    return this.#steps.length;
  }

  // The newest step that still fits what stands there; steps overtaken by a decision are dropped.
  take(standing) {
    while (this.#steps.length) {
      const step = this.#steps.pop();
      if (step.changes.every(({ key, now }) => same(standing(key), now))) return step;
    }
    return null;
  }
}
