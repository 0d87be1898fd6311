/* Photographs of a telephone are made smaller before they are sent: on a slow network four megabytes take more than a minute,
   and nothing of what is looked at is lost. While a large file is on its way the button tells how far it is. Without script, and
   where a browser cannot do it, the file is sent as it is. */
"use strict";

// The longest side and the quality to begin with, and what follows while it is still too heavy.
const STEPS = [[2400, 0.82], [2000, 0.75], [1600, 0.7]];
const LIGHT_ENOUGH = 1024 * 1024;
const TOLD_FROM = 256 * 1024;

const megabytes = (bytes) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const weight = (files) => files.reduce((sum, file) => sum + file.size, 0);

function painted(picture, longest, quality) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
}

async function lighter(file) {
  if (file.type !== "image/jpeg" || file.size <= LIGHT_ENOUGH) return file;
  // It comes upright: how the telephone was held is not told by the small one.
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  let small = null;
  for (const [longest, quality] of STEPS) {
    small = await painted(picture, longest, quality);
    if (!small || small.size <= LIGHT_ENOUGH) break;
  }
  picture.close();
  if (!small || small.size >= file.size) return file;
  return new File([small], file.name, { type: "image/jpeg", lastModified: file.lastModified });
}

function tellBeside(input, text) {
  let note = input.parentElement.querySelector(".lightened");
  if (!note) {
    note = document.createElement("div");
    note.className = "help lightened";
    note.setAttribute("role", "status");
    input.after(note);
  }
  note.textContent = text;
}

document.addEventListener("change", async (event) => {
  const input = event.target;
  if (!input.matches("input[type=file]")) return;
  const chosen = [...input.files];
  if (!chosen.some((file) => file.type === "image/jpeg" && file.size > LIGHT_ENOUGH)) { tellBeside(input, ""); return; }
  try {
    const light = new DataTransfer();
    // One after the other: a telephone has not the memory for ten open pictures.
    for (const file of chosen) light.items.add(await lighter(file));
    // Meanwhile others may have been chosen.
    if (chosen.length !== input.files.length || chosen.some((file, place) => file !== input.files[place])) return;
    input.files = light.files;
    tellBeside(input, `照片已缩小以便上传：${megabytes(weight(chosen))} → ${megabytes(weight([...light.files]))}`);
  } catch { /* It is sent as it is. */ }
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const { loaded, total } = event.detail, button = event.target.querySelector("button.btn-primary");
  if (!button || !total || total < TOLD_FROM) return;
  button.dataset.word ??= button.textContent;
  button.textContent = loaded < total ? `正在上传 ${Math.floor((loaded / total) * 100)}%` : "已上传，正在保存";
});
document.addEventListener("htmx:afterRequest", (event) => {
  const button = event.target.querySelector && event.target.querySelector("button[data-word]");
  if (button) { button.textContent = button.dataset.word; delete button.dataset.word; }
});
