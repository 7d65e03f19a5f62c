// Signing in over the page, when the session ended while the hands went on.

export class SignIn {
  constructor({ dialog, userId, saving }) {
    Object.assign(this, { dialog, userId, saving });
    this.form = dialog.querySelector("form");
    this.told = dialog.querySelector("[role=alert]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  open(waiting) {
    if (this.dialog.open) return;
    this.dialog.querySelector(".dlg__kept").textContent =
      `${waiting} ${waiting === 1 ? "entry is" : "entries are"} kept on this device. Sign in to send.`;
    this.#tell("");
    this.dialog.showModal();
    this.form.elements.password.focus();
  }

  // Somebody may have signed in again elsewhere in this browser.
  async look() {
    const session = await this.saving.session().catch(() => null);
    if (!session?.signed_in || session.user_id !== this.userId) return session;
    this.form.elements.password.value = "";
    if (this.dialog.open) this.dialog.close();
    await this.saving.signedIn(session.csrf);
    return session;
  }

  async #send() {
    const button = this.form.querySelector("button");
    button.setAttribute("aria-disabled", "true");
    this.#tell("");
    try {
      const { csrf } = await this.saving.session();
      const body = new URLSearchParams({ csrf, next: location.pathname, ...Object.fromEntries(new FormData(this.form)) });
      const answer = await fetch("/sign-in", { method: "POST", body, credentials: "same-origin", redirect: "manual" });
      const session = await this.look();
      if (session?.signed_in && session.user_id === this.userId) return;
      this.#tell(session?.signed_in
        ? "You signed in as somebody else. These entries belong to whoever began them: sign in as them to send."
        : answer.status === 429
          ? "Too many tries. Wait a little; the entries are kept."
          : "E-mail and password do not fit. The entries are kept.");
    } catch {
      this.#tell("The server was not reached. The entries are kept; try again.");
    } finally {
      button.removeAttribute("aria-disabled");
    }
  }

  #tell(words) {
    this.told.textContent = words;
    this.told.hidden = !words;
  }
}
