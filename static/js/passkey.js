// A form that a passkey answers: `data-passkey` is create or get, `data-options` what the server asks of the browser.
const form = document.querySelector("[data-passkey]");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

function asked() {
  const { publicKey } = JSON.parse(form.dataset.options);
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of [publicKey.allowCredentials, publicKey.excludeCredentials]) {
    for (const known of list ?? []) known.id = bytes(known.id);
  }
  return { publicKey };
}

function answer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

function say(sentence) {
  const notice = form.querySelector("[data-said]") ?? document.createElement("p");
  notice.className = "error";
  notice.dataset.said = "";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  form.append(notice);
}

async function use() {
  try {
    const credential = await navigator.credentials[form.dataset.passkey](asked());
    form.elements.credential.value = answer(credential);
    form.submit();
  } catch {
    say("The passkey was not used: the browser stopped, or has none for this site. Try once more, or go another way.");
  }
}

if (form && window.PublicKeyCredential) {
  form.hidden = false;
  form.querySelector("button[type=button]").addEventListener("click", use);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    use();
  });
}
