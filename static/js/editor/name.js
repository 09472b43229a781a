// Of a new page: who has its name already, and who waits for it, as soon as the title is typed.

export function watch_name(form) {
  const title = form.querySelector("[name=title]");
  title.addEventListener("change", async () => {
    const asked = title.value.trim();
    try {
      const answer = await fetch(`${location.pathname}?title=${encodeURIComponent(asked)}`);
      if (!answer.ok || title.value.trim() !== asked) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const said = page.getElementById("ui-name");
      if (said) document.getElementById("ui-name").replaceWith(document.adoptNode(said));
    } catch { /* the server says it when the page is saved */ }
  });
}
