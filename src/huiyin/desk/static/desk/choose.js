/* Beside the button of a batch: one box that ticks all others, and how many are ticked. Without script one ticks by hand. */
"use strict";

const batch = document.getElementById("batch");
if (batch) {
  const boxes = Array.from(document.querySelectorAll("input[name=chosen][form=batch]"));
  const label = document.createElement("label");
  const all = document.createElement("input");
  const count = document.createElement("span");
  all.type = "checkbox";
  all.className = "form-check-input";
  count.setAttribute("role", "status");
  label.append(all, " 全选");
  batch.prepend(label, count);

  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    count.textContent = ticked ? `已选 ${ticked} 件` : "";
    all.checked = boxes.length > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => { boxes.forEach((box) => { box.checked = all.checked; }); tell(); });
  boxes.forEach((box) => box.addEventListener("change", tell));
  tell();
}
