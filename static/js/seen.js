// The list of changes: a page that was looked at for a moment marks itself as seen. The marks stay until it is loaded
// again; without script, or where more that is new stands on the next page, there is the button.
const LOOKED = 2000; // milliseconds in sight

const form = document.querySelector("form[data-seen]");

function mark() {
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).then((answer) => {
    const done = answer.type === "opaqueredirect" || answer.ok;
    if (!done || form.contains(document.activeElement)) return;
    form.querySelector("button").remove();
  }).catch(() => { /* the button stays */ });
}

if (form) {
  let waiting = 0;
  const look = () => {
    clearTimeout(waiting);
    if (document.visibilityState !== "visible") return;
    waiting = setTimeout(() => {
      document.removeEventListener("visibilitychange", look);
      mark();
    }, LOOKED);
  };
  document.addEventListener("visibilitychange", look);
  look();
}
