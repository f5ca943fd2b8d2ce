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
    if (answer.body.run && then && then.endsWith("/runbook") && !(answer.body.waiting ?? []).length) go(`${then}?ended=${answer.body.run}`);
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

// ---- Adopt and Compare: each answer is kept at once, and the form is shown again as csws has it. ----
const sheet = {
  pending: Promise.resolve(), // acts go one after the other
  waiting: null, // a text that is being typed
  busy: 0, // acts that are not answered yet
  number: 0, // of the newest act: an older page is not shown
  shown: Promise.resolve(), // the newest answer is on the page
  held: Promise.resolve(), // no button is pressed: one that goes away meanwhile is never clicked
  get form() { return document.querySelector("[data-sheet]"); },
};

function sheetBusy(by) {
  sheet.busy += by;
  document.documentElement.toggleAttribute("data-busy", sheet.busy > 0);
}

function sheetAct(body) {
  const { sheet: path, item, tab } = sheet.form.dataset;
  const number = ++sheet.number;
  sheetBusy(1);
  sheet.pending = sheet.pending.then(async () => {
    const answer = await call("POST", path, { item, tab, ...body });
    sheetBusy(-1);
    const told = byId("answer");
    if (told) {
      told.className = answer.ok ? "answer" : "answer finding bad";
      showCoded(told, answer.ok ? "" : failureText(answer));
    }
    return { ...answer, number };
  });
  return sheet.pending;
}

// Shows the page as csws has it now, but for what is being typed.
async function sheetShow(number) {
  sheetBusy(1);
  const page = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  const text = page?.ok ? await page.text().catch(() => "") : "";
  await sheet.held;
  sheetBusy(-1);
  if (!text || number !== sheet.number) return;
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const focused = document.activeElement?.id;
  for (const part of document.querySelectorAll("[data-live]")) {
    const now = fresh.getElementById(part.id);
    const isTyping = part.contains(document.activeElement) && document.activeElement.matches("[data-text], [data-finds]");
    if (now && !isTyping) part.replaceWith(document.adoptNode(now));
  }
  if (focused && document.activeElement?.id !== focused) (byId(focused) ?? byId("card"))?.focus();
}

function sheetSay(path, value) {
  const said = sheetAct({ act: "say", values: { [path]: value } });
  sheet.shown = said.then((answer) => answer.ok && sheetShow(answer.number));
  return sheet.shown;
}

document.addEventListener("pointerdown", () => {
  sheet.held = new Promise((free) => {
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(free), { once: true });
  });
}, true);

// A text is kept a moment after the last key.
async function sheetFlush() {
  if (!sheet.waiting) return;
  const { field, timer } = sheet.waiting;
  clearTimeout(timer);
  sheet.waiting = null;
  await sheetSay(field.dataset.path, field.value);
}

function sheetMembers(path) {
  const ticks = [...document.querySelectorAll(`input[data-member][data-path="${CSS.escape(path)}"]`)];
  if (ticks.length) return ticks.filter((one) => one.checked).map((one) => one.dataset.member);
  return [...document.querySelectorAll(`[data-list="${CSS.escape(path)}"] [data-member]`)].map((one) => one.dataset.member);
}

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.matches?.("[data-finds]")) {
    const wanted = field.value.trim().toLocaleLowerCase();
    for (const line of field.closest(".list").querySelectorAll("li")) line.hidden = !line.textContent.toLocaleLowerCase().includes(wanted);
  }
  if (!sheet.form || !field.matches?.("[data-text]")) return;
  clearTimeout(sheet.waiting?.timer);
  sheet.waiting = { field, timer: setTimeout(sheetFlush, 300) };
});

document.addEventListener("change", (event) => {
  const field = event.target, path = field.dataset?.path;
  if (!sheet.form || !path) return;
  if (field.dataset.text !== undefined) sheetFlush();
  else if (field.dataset.flag !== undefined) sheetSay(path, field.checked);
  else if (field.dataset.member !== undefined) sheetSay(path, sheetMembers(path));
  else if (field.value !== "") sheetSay(path, JSON.parse(field.value));
});

async function sheetPress(button) {
  const { act, first, here, to } = button.dataset;
  await sheetFlush();
  await sheet.shown;
  const now = document.querySelector(`[data-act="${act}"]`) ?? button; // it may be another one after an answer
  const missing = now.dataset.first ?? (now === button ? first : undefined);
  if (act === "done" && missing) {
    const field = byId(missing) ?? byId("card");
    field.scrollIntoView({ block: "center" });
    field.focus();
    say(byId("live-foot").querySelector("b").textContent);
    return;
  }
  const answer = await sheetAct({ act });
  if (!answer.ok) return;
  if (here !== undefined) await sheetShow(answer.number);
  else go(to ?? answer.body.next);
}

document.addEventListener("click", async (event) => {
  const of = (selector) => event.target.closest(selector);
  const reads = of("[data-read]");
  if (reads) {
    const told = reads.parentElement.querySelector(".answer");
    if (reads.dataset.sending) return;
    reads.dataset.sending = "yes";
    told.className = "answer busy";
    told.textContent = reads.dataset.busy;
    const answer = await call("POST", reads.dataset.read);
    delete reads.dataset.sending;
    if (answer.ok) { location.reload(); return; }
    told.className = "answer finding bad";
    showCoded(told, failureText(answer));
  }
  if (!sheet.form) return;
  const act = of("[data-act]"), out = of("[data-out]"), into = of("[data-in]"), set = of("[data-set]"), link = of("a[href]");
  if (act) await sheetPress(act);
  if (set) await sheetSay(set.dataset.set, JSON.parse(set.dataset.value));
  if (out) await sheetSay(out.dataset.path, sheetMembers(out.dataset.path).filter((one) => one !== out.dataset.out));
  if (into) await sheetSay(into.dataset.path, [...sheetMembers(into.dataset.path), into.dataset.in]);
  if ((out || into) && !document.activeElement?.closest(".field")) byId(`f-${(out ?? into).dataset.path}-s`)?.focus();
  if (link && (sheet.waiting || sheet.busy) && !link.target) { // nothing typed is lost
    event.preventDefault();
    await sheetFlush();
    await sheet.pending;
    location.assign(link.href);
  }
});
