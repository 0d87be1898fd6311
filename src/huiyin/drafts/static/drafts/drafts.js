/* What is typed into a form with data-draft is kept on the server, so that a browser that closes loses nothing. */
"use strict";

const PAUSE = 800;

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
    body.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    try {
      // A page that is being left may send 64 kB, no more.
      const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: keepalive && text.length < 60000, redirect: "manual" });
      if (answer.status !== 204) throw new Error(String(answer.status));
      if (typedIn(form) === text) delete form.dataset.unsaved;
      say(`草稿已存 ${new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false })}`);
    } catch {
      kept = null;
      say("草稿没有存上，正在重试", true);
      if (!keepalive) { clearTimeout(timer); timer = setTimeout(keep, 5000); }
    }
  }

  function keep(keepalive) {
    clearTimeout(timer);
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

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  window.addEventListener("online", soon);
  form.addEventListener("submit", () => clearTimeout(timer));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !form.dataset.sent) keep(true); });
  window.addEventListener("pagehide", () => { if (!form.dataset.sent) keep(true); });
}

function typedIn(form) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !["csrfmiddlewaretoken", "move_key", "step"].includes(name)) fields.append(name, value);
  }
  return fields.toString();
}

document.querySelectorAll("form[data-draft]").forEach(keepDrafts);
document.addEventListener("htmx:load", (event) => event.detail.elt.querySelectorAll("form[data-draft]").forEach(keepDrafts));
