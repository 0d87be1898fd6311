/* Test calls by keyboard: one key tells what was heard and brings the next number. */
"use strict";

const heardForm = document.getElementById("heard");
// Which key does what is declared by the room and stands in the line below the form.
const heardKeys = JSON.parse(document.querySelector("[data-page-keys]").dataset.pageKeys);

// What can be told by a key; each is the value of a button.
const HEARD = ["in_time", "slow", "no_answer", "engaged", "wrong_number"];

if (heardForm) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
    if (event.target.matches("input[type=text], textarea")) return;
    const told = heardKeys[event.key];
    if (!told) return;
    event.preventDefault();
    if (told === "discourteous") {
      const box = heardForm.querySelector("[name=discourteous]");
      if (box) box.checked = !box.checked;
      return;
    }
    if (HEARD.includes(told)) heardForm.querySelector(`[name=heard][value=${told}]`).click();
  });
}
