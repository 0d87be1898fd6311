/* A form of a move that could not be sent, because the network was away, waits and is sent when it comes back.
   Its key makes one act of it, also where the first sending had arrived and only its answer was lost. */
"use strict";

const TRY_AGAIN = 10000;

function noteIn(form) {
  let note = form.querySelector(".waits-for-network");
  if (note) return note;
  note = document.createElement("div");
  note.className = "note warning waits-for-network";
  note.setAttribute("role", "status");
  const words = document.createElement("span");
  words.textContent = "网络断了，还没有提交。填写的内容和照片都在本页，请不要关闭；连上网络后自动提交。";
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "btn btn-plain";
  stop.textContent = "先不提交";
  stop.addEventListener("click", () => letGo(form));
  note.append(words, " ", stop);
  form.append(note);
  return note;
}

function letGo(form) {
  clearTimeout(Number(form.dataset.waits));
  delete form.dataset.waits;
  const note = form.querySelector(".waits-for-network");
  if (note) note.remove();
}

function sendAgain(form) {
  if (form.isConnected && form.dataset.waits) form.requestSubmit();
}

document.addEventListener("htmx:sendError", (event) => {
  const form = event.detail.elt;
  if (!form.matches || !form.matches(".move-sheet form[hx-post]")) return;
  // Said here, calmly, and not once more by the page.
  event.stopImmediatePropagation();
  noteIn(form);
  clearTimeout(Number(form.dataset.waits));
  form.dataset.waits = String(setTimeout(() => sendAgain(form), TRY_AGAIN));
}, true);

window.addEventListener("online", () => document.querySelectorAll("form[data-waits]").forEach(sendAgain));
