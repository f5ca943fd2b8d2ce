// What every page of the studio needs: sending forms as JSON, copying, ending. No library, no build.
"use strict";
const base = document.documentElement.dataset.base;
const byId = (id) => document.getElementById(id);

// One request to csws. Gives {ok, status, body}; body is JSON. Status 0: csws does not answer.
async function call(method, path, body) {
  const asked = { method, headers: {}, cache: "no-store", redirect: "error" };
  if (method !== "GET") {
    asked.headers["Content-Type"] = "application/json";
    asked.body = JSON.stringify(body ?? {});
  }
  try {
    const answer = await fetch(base + path, asked);
    byId("away").hidden = true;
    return { ok: answer.ok, status: answer.status, body: await answer.json().catch(() => ({})) };
  } catch {
    byId("away").hidden = false;
    return { ok: false, status: 0, body: {} };
  }
}

function say(text) { byId("said").textContent = text; }

// A failure of csws as text: what is wrong, and what to do.
function failureText(answer) {
  const error = answer.body.error;
  return error ? [error.message, error.hint].filter(Boolean).join(" ") : byId("away").textContent.trim();
}

// A text in which what stands in backticks is code.
function showCoded(element, text) {
  const parts = text.split("`");
  element.replaceChildren(...parts.map((part, at) => {
    if (at % 2 === 0 || parts.length % 2 === 0) return document.createTextNode(part);
    const code = document.createElement("code");
    code.textContent = part;
    return code;
  }));
}

// The fields of a form as JSON: `a.b` of `values.` fields goes into one object, `[]` is a list. Hidden parts are left out.
function fieldsOf(form, pressed) {
  const out = {};
  const put = (name, value, isList) => {
    const inner = name.startsWith("values.");
    const place = inner ? (out.values ??= {}) : out;
    const key = inner ? name.slice("values.".length) : name;
    if (isList) (place[key] ??= []).push(...value); else place[key] = value;
  };
  for (const field of form.elements) {
    if (!field.name || field.tagName === "BUTTON" || field.closest("[hidden]")) continue;
    if (field.name.endsWith("[]")) put(field.name.slice(0, -2), field.checked ? [field.value] : [], true);
    else if (field.type === "checkbox") put(field.name, field.checked);
    else if (field.type === "radio") { if (field.checked) put(field.name, field.value); }
    else if (field.dataset.flag !== undefined) put(field.name, field.value === "true");
    else if (field.value === "" && (field.dataset.null !== undefined || field.selectedOptions?.[0]?.dataset.null !== undefined)) put(field.name, null);
    else put(field.name, field.value);
  }
  if (pressed?.name) put(pressed.name, pressed.value);
  return out;
}

// Where to go when a form was taken: the part of the page that the fragment names stays in sight.
function go(path) {
  if (base + path === location.pathname + location.search) location.reload(); else location.assign(base + path);
}

// form[data-api="POST /api/…"]: its fields go there as JSON, then the page goes on to data-then.
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-api]");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  const answered = form.querySelector(".answer");
  answered.className = "answer busy";
  answered.textContent = form.dataset.busy ?? "";
  const [method, path] = form.dataset.api.split(" ");
  const answer = await call(method, path, fieldsOf(form, event.submitter));
  delete form.dataset.sending;
  if (answer.ok) {
    answered.textContent = "";
    const then = event.submitter?.dataset.then ?? form.dataset.then;
    const isOver = form.dataset.ends && !(answer.body.waiting ?? []).length;
    if (isOver) go(`${then.split("?")[0]}?ended=${form.dataset.ends}`);
    else if (then) go(then);
    return;
  }
  answered.className = "answer finding bad";
  showCoded(answered, failureText(answer));
  answered.scrollIntoView({ block: "nearest" });
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    try { await navigator.clipboard.writeText(copy.dataset.copy); } catch { return; }
    const was = copy.innerHTML;
    copy.textContent = "✓";
    say(copy.dataset.copy);
    setTimeout(() => { copy.innerHTML = was; }, 1500);
  }
  if (event.target.closest("[data-print]")) print();
  const shows = event.target.closest("[data-show]");
  if (shows) {
    const part = byId(shows.dataset.show);
    const details = part.matches("details") ? part : part.querySelector("details");
    if (details) details.open = true;
    part.scrollIntoView({ block: "start" });
    (details ?? part).querySelector("summary, button, input")?.focus();
  }
  if (event.target.closest("[data-end]")) {
    const answer = await call("POST", "/api/end");
    if (answer.ok) { byId("frame").hidden = true; byId("ended").hidden = false; }
  }
});

// select[data-chooses=GROUP]: shows the part of [data-of=GROUP] whose id is chosen.
document.addEventListener("change", (event) => {
  const group = event.target.dataset?.chooses;
  if (!group) return;
  for (const part of document.querySelectorAll(`[data-of="${group}"]`)) part.hidden = part.id !== event.target.value;
});

// Times as the reader's clock shows them.
for (const time of document.querySelectorAll("time[data-when]")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.valueOf())) time.textContent = at.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
}
