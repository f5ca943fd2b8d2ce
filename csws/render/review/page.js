// The page is whole without this: it only searches the table, and opens what a link leads to.
"use strict";
const rows = [...document.querySelectorAll("#accounts tbody tr")];
const tools = document.getElementById("tools"), hits = document.getElementById("hits");
const query = document.getElementById("q"), state = document.getElementById("s");
const texts = rows.map(row => row.textContent.toLowerCase()), all = hits.textContent;

function search() {
  const text = query.value.trim().toLowerCase();
  let n = 0;
  rows.forEach((row, at) => {
    const on = texts[at].includes(text) && (!state.value || row.dataset.s === state.value);
    row.hidden = !on;
    n += on;
  });
  hits.textContent = n === rows.length ? all : tools.dataset.hits.replace("{n}", n).replace("{all}", rows.length);
  document.getElementById("none").hidden = n > 0;
}

function openTarget() {
  const id = location.hash.slice(1), target = id && document.getElementById(id), fold = target && target.closest("details");
  if (!fold || fold.open) return;
  fold.open = true;
  target.scrollIntoView();
}

tools.addEventListener("submit", event => event.preventDefault());
query.addEventListener("input", search);
state.addEventListener("change", search);
addEventListener("hashchange", openTarget);
tools.hidden = false;
openTarget();
