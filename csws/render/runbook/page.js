"use strict";
// Remembers ticks and the name by run, copies values, and builds the command from what is ticked.
// Where the browser keeps nothing for the page, ticks last until it is closed.
const page = document.body.dataset;
const key = "csws.runbook." + page.run;
const boxes = [...document.querySelectorAll("input[type=checkbox]")];
const steps = [...document.querySelectorAll("[data-step]")].filter((step) => step.querySelector("input"));
const by = document.getElementById("by");
const command = document.getElementById("command");
const whole = command && command.textContent;

function kept() {
  try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
}

function keep() {
  const ticked = boxes.filter((box) => box.checked).map((box) => box.id);
  try { localStorage.setItem(key, JSON.stringify({ ticked, by: by.value })); } catch { /* not kept */ }
}

function isDone(step) {
  return [...step.querySelectorAll("input")].every((box) => box.checked);
}

// Step ids as `--done` takes them: 1-4,6.
function ranges(ids) {
  const out = [];
  for (const id of ids) {
    const last = out[out.length - 1];
    if (last && last[1] === id - 1) last[1] = id; else out.push([id, id]);
  }
  return out.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(",");
}

// A name as one word of a shell; without a special character, double quotes work in every shell.
function quoted(name) {
  return /["\\$`!%]/.test(name) ? "'" + name.replaceAll("'", "'\\''") + "'" : `"${name}"`;
}

function show() {
  const done = steps.filter(isDone);
  for (const step of steps) {
    step.classList.toggle("done", isDone(step));
    step.querySelector(".state").hidden = !isDone(step);
  }
  const number = Number(page.behind) + done.length;
  const text = page.progress.replace("{done}", number).replace("{all}", page.all);
  const bar = document.querySelector("progress");
  bar.value = number;
  bar.setAttribute("aria-label", text);
  const said = document.querySelector(".progress p");
  if (said.textContent !== text) said.textContent = text;
  const ids = ranges(done.map((step) => Number(step.dataset.step)));
  const name = by.value.trim();
  const who = name ? quoted(name) : "NAME";
  command.textContent = done.length ? `${page.command} ${ids} --by ${who}` : whole;
  command.parentElement.classList.toggle("empty", !done.length);
  document.getElementById("none").hidden = done.length > 0;
}

async function copy(button, text) {
  try { await navigator.clipboard.writeText(text); } catch { if (!copiedByHand(text)) return; }
  const before = button.textContent;
  if (before === page.copied) return;
  button.textContent = page.copied;
  document.getElementById("said").textContent = page.copied;
  setTimeout(() => { button.textContent = before; }, 2000);
}

// Where a page from a file may not use the clipboard.
function copiedByHand(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

if (by) {
  const { ticked = [], by: name = "" } = kept();
  for (const box of boxes) {
    box.checked = ticked.includes(box.id);
    box.addEventListener("change", () => { keep(); show(); });
  }
  by.value = name;
  by.addEventListener("input", () => { keep(); show(); });
  document.body.classList.add("scripted");
  for (const button of document.querySelectorAll("[data-copy]"))
    button.addEventListener("click", () => copy(button, button.dataset.copy));
  document.querySelector("[data-copy-command]").addEventListener("click", (event) =>
    copy(event.currentTarget, command.textContent));
  show();
}
