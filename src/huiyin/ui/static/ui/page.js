/* The little that every page of the staff needs beyond htmx. */
"use strict";

// A form that is on its way is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});

// Coming back with the browser's button shows the page as it was: its forms may be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

// A choice of the filter bar takes effect at once; without script there is the button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form.filters");
  if (form && event.target.matches("select, input[type=checkbox]")) form.requestSubmit();
});

// A group of the navigation that somebody has opened stays open on the pages that follow.
const OPENED = "huiyin-groups";
const groupsKept = () => { try { return JSON.parse(localStorage.getItem(OPENED)) || []; } catch { return []; } };
document.querySelectorAll(".side-group").forEach((group) => {
  if (groupsKept().includes(group.dataset.group)) group.open = true;
  group.addEventListener("toggle", () => {
    const others = groupsKept().filter((key) => key !== group.dataset.group);
    try { localStorage.setItem(OPENED, JSON.stringify(group.open ? [...others, group.dataset.group] : others)); } catch { /* kept nowhere */ }
  });
});

// The keys of all pages, typed outside of a field: which key does what is declared by the house and stands on the page.
const EVERYWHERE = {
  // That of the page, else the one in the navigation.
  search: () => {
    const box = document.getElementById("search-here") || document.getElementById("search-box");
    if (box) { box.focus(); box.select(); }
    return Boolean(box);
  },
  keys: () => { window.location.assign(document.body.dataset.keyMap); return true; },
};
const pageKeys = JSON.parse(document.body.dataset.keys || "{}");
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable], [data-fills], #phrases")) return;
  const act = EVERYWHERE[pageKeys[event.key]];
  if (act && act()) event.preventDefault();
});

// When the server could not answer a part of a page, say so instead of leaving the old part standing in silence.
function tell(text) {
  const note = document.createElement("div");
  note.className = "note error";
  note.textContent = text;
  document.getElementById("messages").replaceChildren(note);
}
document.addEventListener("htmx:sendError", () => tell("网络不通，请检查网络后重试。"));
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403) tell("没有权限，或登录已过期，请刷新页面。");
  else if (status !== 404) tell("服务器暂时没有答复，请稍后重试。");
});
