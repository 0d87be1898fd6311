/* What is typed into a form with data-draft is kept on the server, so that a browser that closes loses nothing.

   While the network is away it is kept in this browser instead, sealed (AES-GCM) with a key that stands only in pages of
   the person who is signed in (data-draft-key) and is never stored here: after signing out, or for another person on the
   same telephone, what lies in the browser is noise. It is forgotten as soon as the server has it, and after some days.
   Without that key, or where the browser cannot seal (a page without https), it stays in the open page alone. Files are
   not kept: they stay chosen in the open page. */
"use strict";

const PAUSE = 800, AGAIN = 5000, HERE = "huiyin-draft:", DAYS_HERE = 7 * 24 * 3600 * 1000;

function placeOf(form) {
  const canSeal = form.dataset.draftKey && window.crypto && window.crypto.subtle && window.localStorage;
  return canSeal ? `${HERE}${form.dataset.draftTag}:${form.dataset.draft}` : "";
}

function bytes(text) { return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)); }
function letters(buffer) { return btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join("")); }

function keyOf(form) {
  return window.crypto.subtle.importKey("raw", bytes(form.dataset.draftKey), "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function keepHere(form, text) {
  const place = placeOf(form);
  if (!place) return false;
  try {
    const iv = window.crypto.getRandomValues(new Uint8Array(12));
    const sealed = await window.crypto.subtle.encrypt({ name: "AES-GCM", iv }, await keyOf(form), new TextEncoder().encode(text));
    localStorage.setItem(place, JSON.stringify({ iv: letters(iv), sealed: letters(sealed), at: Date.now() }));
    return true;
  } catch { return false; }
}

function forgetHere(form) {
  const place = placeOf(form);
  if (place) localStorage.removeItem(place);
}

async function keptHere(form) {
  const place = placeOf(form);
  const found = place && JSON.parse(localStorage.getItem(place) || "null");
  if (!found) return null;
  try {
    const open = await window.crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(found.iv) }, await keyOf(form), bytes(found.sealed));
    return { text: new TextDecoder().decode(open), at: found.at };
  } catch {
    localStorage.removeItem(place);
    return null;
  }
}

function forgetOldHere() {
  if (!window.localStorage) return;
  Object.keys(localStorage).filter((name) => name.startsWith(HERE)).forEach((name) => {
    const at = (JSON.parse(localStorage.getItem(name) || "{}") || {}).at || 0;
    if (Date.now() - at > DAYS_HERE) localStorage.removeItem(name);
  });
}

function fillIn(form, text) {
  const typed = new URLSearchParams(text);
  for (const field of form.elements) {
    if (!field.name || field.type === "file" || field.type === "hidden" || field.type === "submit") continue;
    const values = typed.getAll(field.name);
    if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

function now() { return new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }); }

function keepDrafts(form) {
  if (form.dataset.draftReady) return;
  form.dataset.draftReady = "1";
  const state = document.getElementById(form.dataset.draftState);
  let timer = 0, kept = typedIn(form), waits = Promise.resolve();

  function say(text, failed) {
    if (!state) return;
    state.textContent = text;
    state.classList.toggle("draft-failed", Boolean(failed));
  }

  async function send(text, keepalive) {
    const body = new URLSearchParams(text);
    body.set("move_key", (form.elements.namedItem("move_key") || {}).value || "");
    // A page that somebody left open keeps nothing for whoever signed in after.
    if (form.dataset.draftTag) body.set("draft_tag", form.dataset.draftTag);
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    let answer = null;
    try {
      // A page that is being left may send 64 kB, no more.
      answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: keepalive && text.length < 60000, redirect: "manual" });
    } catch { answer = null; }
    if (answer && answer.status === 204) {
      forgetHere(form);
      if (typedIn(form) === text) delete form.dataset.unsaved;
      say(`草稿已存 ${now()}`);
      return;
    }
    kept = null;
    // Leaving the page after it was sent breaks off what was under way: that is no loss.
    if (form.dataset.sent) return;
    const isHere = await keepHere(form, text);
    if (form.dataset.sent) { forgetHere(form); return; }
    if (answer) say("草稿没有存上，正在重试", true);
    else if (isHere) say(`网络断了。内容已加密留在本机（${now()}），连上后自动保存，可以接着填`);
    else say("网络断了。内容还在本页，请不要关闭；连上后自动保存");
    if (!keepalive) { clearTimeout(timer); timer = setTimeout(keep, AGAIN); }
  }

  function keep(keepalive) {
    clearTimeout(timer);
    if (!form.isConnected || form.dataset.sent) return;
    // What the person waits for goes first.
    if (keepalive !== true && document.querySelector(".htmx-request")) { timer = setTimeout(keep, 200); return; }
    const text = typedIn(form);
    if (text === kept) { delete form.dataset.unsaved; return; }
    kept = text;
    // One after the other: an older text must not arrive after a newer one. Who leaves the page cannot wait.
    if (keepalive === true) send(text, true);
    else waits = waits.then(() => send(text, false));
  }

  function soon() {
    form.dataset.unsaved = "1";
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
  }

  // What lay here is of a time when the network was away: it is newer than what the server had kept before.
  keptHere(form).then((found) => {
    if (!found || found.at < Number(form.dataset.draftAt || 0)) { forgetHere(form); return; }
    if (found.text === typedIn(form)) { forgetHere(form); return; }
    fillIn(form, found.text);
    say("已恢复断网时留在本机的内容");
    soon();
  });

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("online", soon);
  form.addEventListener("submit", () => clearTimeout(timer));
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) return;
    // What was sent is no draft; what was refused or did not go out is typed on. Of an answer that leads elsewhere htmx
    // does not say that it succeeded.
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status >= 200 && status < 300) { forgetHere(form); form.dataset.sent = "1"; } else if (form.isConnected) soon();
  });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !form.dataset.sent) keep(true); });
  window.addEventListener("pagehide", () => { if (!form.dataset.sent) keep(true); });
}

function typedIn(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !["csrfmiddlewaretoken", "move_key", "move_seen", "step"].includes(name)) fields.append(name, value);
  }
  return fields.toString();
}

forgetOldHere();
document.querySelectorAll("form[data-draft]").forEach(keepDrafts);
document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll("form[data-draft]").forEach(keepDrafts));
