// Nothing here is needed: every task works without it.
"use strict";
// A page that tells of something to mend begins there.
const errors = document.getElementById("errors");
if (errors) errors.focus();
// The name and the size of the file that was chosen.
for (const input of document.querySelectorAll('input[type="file"]')) {
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  input.after(said);
  input.addEventListener("change", () => {
    const file = input.files[0];
    said.textContent = file ? `${file.name}, ${(file.size / 1048576).toFixed(1)} MB` : "";
  });
}
// A form that was changed and not sent.
let changed = false;
for (const form of document.querySelectorAll("main form")) {
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("submit", () => { changed = false; });
}
addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
