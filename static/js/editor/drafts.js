// Keep what is written on the server, and ask before it would be lost.

const PAUSE = 2500; // ms after the last change
const AGAIN = 8000; // ms until the next attempt without a connection
const LARGEST_LAST_WORD = 60_000; // bytes that a browser sends for a page that is going

export class Drafts {
  constructor(form) {
    this.form = form;
    this.said = document.getElementById("ui-kept");
    this.leaving = false;
    this.kept = this.text(); // what is saved or kept, as far as we know
    if ("refused" in form.dataset) this.kept = null;
    form.addEventListener("input", () => this.soon());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("online", () => this.soon(0));
    addEventListener("focus", () => { if (this.signed_out) this.soon(0); });
    addEventListener("pagehide", () => this.last_word());
    addEventListener("pageshow", (event) => { if (event.persisted) this.leaving = false; });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.last_word(); });
    addEventListener("beforeunload", (event) => {
      if (this.leaving || this.text() === this.kept) return;
      this.last_word();
      event.preventDefault();
    });
    if (this.kept === null) this.soon();
  }

  data() {
    const data = new FormData(this.form);
    data.set("action", "draft");
    return new URLSearchParams(data);
  }

  text() {
    const data = this.data();
    data.delete("csrfmiddlewaretoken");
    return data.toString();
  }

  soon(pause = PAUSE) {
    clearTimeout(this.timer);
    if (this.text() === this.kept) return;
    this.timer = setTimeout(() => this.keep(), pause);
  }

  send(options = {}) {
    return fetch(location.pathname, {
      method: "POST", body: this.data(), headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15_000),
      ...options,
    });
  }

  async keep() {
    if (this.under_way || this.leaving) return;
    const text = this.text();
    if (text === this.kept) return;
    let wait = AGAIN;
    this.under_way = (async () => {
      try {
        if (this.signed_out) await this.fresh_token();
        const answer = await this.send();
        if (answer.ok) {
          this.kept = text;
          this.signed_out = false;
          wait = PAUSE;
          this.say("", "Draft kept at ", await answer.json());
          this.remember();
        } else if (answer.status === 403 && answer.headers.get("Content-Type").includes("json")) {
          wait = 10 * AGAIN;
          this.say("warn", (await answer.json()).error);
        } else if (answer.status === 403) {
          this.signed_out = true;
          this.say("warn", "You are signed out: sign in in another window. The draft is kept as soon as you are back.");
        } else if (answer.status === 409) {
          wait = 10 * AGAIN;
          this.say("warn", (await answer.json()).error);
        } else if (answer.status === 413) {
          wait = 10 * AGAIN;
          this.say("warn", "Too large to keep as a draft: save it, or shorten it.");
        } else this.say("warn", "The draft could not be kept; it will be tried again.");
      } catch {
        this.say("warn", "Not kept: no connection; it will be tried again.");
      }
    })();
    await this.under_way;
    this.under_way = null;
    if (this.text() !== this.kept) this.soon(wait);
  }

  /** Somebody who signed in again in another window has another token: the form itself tells which. */
  async fresh_token() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = page.querySelector("#ui-editor [name=csrfmiddlewaretoken]");
    if (token) this.form.querySelector("[name=csrfmiddlewaretoken]").value = token.value;
  }

  /** The draft of a page that does not exist yet is found under its token: a reload then brings it back. */
  remember() {
    const token = this.form.querySelector("[name=token]");
    if (token && !("entry" in this.form.dataset) && !location.search.includes("draft=")) history.replaceState(null, "", `?draft=${token.value}`);
  }

  last_word() {
    if (this.leaving || this.under_way || this.text() === this.kept) return;
    if (String(this.data()).length > LARGEST_LAST_WORD) return void this.keep();
    const text = this.text();
    this.send({ keepalive: true }).then(async (answer) => {
      if (!answer.ok) return;
      this.kept = text;
      this.say("", "Draft kept at ", await answer.json()); // for somebody who only looked elsewhere
    }).catch(() => {});
  }

  submit(event) {
    if (event.defaultPrevented) return;
    if (!navigator.onLine) { // the browser would show its own page in the place of the text
      event.preventDefault();
      this.say("warn", "Not saved: there is no connection. Your text is here; save again when you are back.");
      return;
    }
    clearTimeout(this.timer);
    if (this.under_way) { // a draft that arrives behind the save would stay
      event.preventDefault();
      this.under_way.then(() => this.form.requestSubmit(event.submitter));
      return;
    }
    this.leaving = true;
    setTimeout(() => { this.leaving = false; }, 15_000); // no answer came: the page is still here
  }

  say(state, words, answer) {
    this.said.dataset.state = state || "kept";
    const when = answer && new Date(answer.kept);
    const time = when && `${String(when.getHours()).padStart(2, "0")}:${String(when.getMinutes()).padStart(2, "0")}`;
    const now = words + (time ?? "");
    if (this.said.textContent !== now) this.said.textContent = now;
  }
}
