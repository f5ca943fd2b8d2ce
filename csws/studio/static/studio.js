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

// ---- edit: forms whose every change goes into the draft, and pages that show it at once ----
const draftId = document.querySelector("[data-draft]")?.dataset.draft;
let draft = null;   // the stored draft, as far as this window knows
let queue = Promise.resolve();   // changes are stored one after the other
let asked = 0;      // pages that were asked for: an older one never shows

const sameTarget = (one, two) => one.address === two.address && one.path === two.path && (one.account ?? null) === (two.account ?? null);

// The edits with one more. A deletion takes the item's other edits along; of an item that only the draft has, nothing stays.
function withEdit(edits, edit) {
  const whole = edit.path === "" && edit.remove;
  const mine = (one) => one.address === edit.address && (one.account ?? null) === (edit.account ?? null);
  const fresh = whole && edits.some((one) => mine(one) && one.path === "" && !one.remove && (one.before ?? null) === null);
  const before = edits.find((one) => sameTarget(one, edit))?.before;
  const kept = edits.filter((one) => (whole ? !mine(one) : !sameTarget(one, edit)));
  return fresh ? kept : [...kept, before === undefined ? edit : { ...edit, before }];
}

async function loadedDraft() {
  const begun = document.querySelector("[data-draft]").dataset.unbegun === undefined;
  const found = begun ? await call("GET", `/api/drafts/${draftId}`) : null;
  if (found?.ok) return found.body;
  if (found && found.status !== 404) throw found;
  const project = await call("GET", "/api/project");
  if (!project.ok) throw project;
  return { version: 0, base: project.body.files, edits: [] };
}

// Stores a change. Where another window was faster, the change is made on the newest draft: no window loses anything.
function change(make) {
  const work = async () => {
    for (let tries = 0; tries < 8; tries += 1) {
      draft ??= await loadedDraft();
      const next = make(draft);
      const answer = await call("PUT", `/api/drafts/${draftId}`, { version: draft.version, base: next.base ?? draft.base, edits: next.edits ?? draft.edits });
      if (answer.ok) { draft = answer.body; delete document.querySelector("[data-draft]").dataset.unbegun; return; }
      if (answer.status !== 409) throw answer;
      draft = answer.body.draft ?? null;
    }
  };
  queue = queue.then(work, work);
  return queue.catch((answer) => { showRefusal(answer); throw answer; });
}

function showRefusal(answer) {
  if (!answer?.body) throw answer;
  if (answer.status === 0) return;
  const place = byId("refused") ?? byId("form").insertAdjacentElement("afterbegin", Object.assign(document.createElement("p"), { id: "refused", className: "finding bad lone" }));
  place.setAttribute("role", "alert");
  showCoded(place, failureText(answer));
}

// Asks for the page as it is with the draft, and puts its parts in the place of the old ones.
async function refresh() {
  const number = (asked += 1);
  const fresh = byId("fresh");
  if (fresh) fresh.textContent = fresh.dataset.busy;
  let text;
  try {
    const answer = await fetch(location.href, { cache: "no-store", redirect: "error" });
    text = await answer.text();
  } catch { byId("away").hidden = false; return; }
  if (number !== asked) return;
  byId("away").hidden = true;
  const page = new DOMParser().parseFromString(text, "text/html");
  const had = document.activeElement;
  const typed = had?.id ? { id: had.id, value: had.value, start: had.selectionStart, end: had.selectionEnd, text: had.matches("input:not([type=checkbox]), textarea") } : null;
  const open = [...document.querySelectorAll("details[id][open]")].map((one) => one.id);
  for (const part of document.querySelectorAll("[data-live], #side")) {
    const next = page.getElementById(part.id);
    if (next) part.replaceChildren(...next.childNodes);
  }
  for (const id of open) { const one = byId(id); if (one) one.open = true; }
  if (typed) restoreFocus(typed);
  showTab(location.hash);
  document.title = page.title;
}

function restoreFocus(typed) {
  const here = byId(typed.id) ?? nearestTo(typed.id);
  if (!here) return;
  if (typed.text && here.id === typed.id) {
    here.value = typed.value;
    here.focus({ preventScroll: true });
    if (typed.start !== null) here.setSelectionRange(typed.start, typed.end);
  } else here.focus({ preventScroll: true });
}

// What had the focus is gone, such as a chip: its list or its field has it then.
function nearestTo(id) {
  for (let name = id; name.includes("-"); name = name.slice(0, name.lastIndexOf("-"))) {
    const found = byId(name) ?? byId(`${name}-field`);
    const can = found?.matches("input, select, textarea, button") ? found : found?.querySelector("summary, button, select, input, textarea");
    if (can) return can;
  }
  return byId("main");
}

async function make(edits) {
  await change((now) => ({ edits: edits.reduce(withEdit, now.edits) }));
  await refresh();
}

function valueOf(field) {
  if (field.type === "checkbox") return { value: field.checked };
  if (field.tagName !== "SELECT") return { value: field.value };
  return field.value === "" ? { value: null } : { value: field.value };
}

let typing = 0;
function entered(field, wait) {
  clearTimeout(typing);
  const edit = { ...JSON.parse(field.dataset.target), ...valueOf(field) };
  if (wait) typing = setTimeout(() => make([edit]).catch(() => {}), wait);
  else make([edit]).catch(() => {});
}
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.dataset?.find !== undefined) return findIn(field);
  if (field.dataset?.target && field.matches("textarea, input:not([type=checkbox])")) entered(field, 120);
});
document.addEventListener("change", (event) => {
  if (event.target.dataset?.target && event.target.matches("select, [type=checkbox]")) entered(event.target, 0);
});

function findIn(field) {
  const wanted = field.value.trim().toLocaleLowerCase();
  for (const item of field.closest(".list").querySelectorAll("li")) item.hidden = !item.textContent.toLocaleLowerCase().includes(wanted);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  const data = button?.dataset;
  if (!data || !draftId) return;
  try {
    if (data.edits !== undefined) await make(JSON.parse(data.edits));
    else if (data.undo !== undefined) await edited((edits) => edits.filter((_, at) => at !== Number(data.undo)));
    else if (data.mine !== undefined) await edited((edits) => edits.map((one, at) => (at === Number(data.mine) ? { ...one, before: JSON.parse(data.theirs) } : one)));
    else if (data.restore !== undefined) await edited((edits) => edits.filter((one) => one.address !== data.restore));
    else if (data.rebase !== undefined) {
      const project = await call("GET", "/api/project");
      if (project.ok) { await change(() => ({ base: project.body.files })); await refresh(); }
    } else if (data.discard !== undefined) {
      await queue.catch(() => {});
      const answer = await call("DELETE", `/api/drafts/${data.discard}`);
      if (answer.ok || answer.status === 404) location.reload(); else showRefusal(answer);
    }
  } catch (refused) { if (!refused?.body) throw refused; }
});

async function edited(make_) {
  await change((now) => ({ edits: make_(now.edits) }));
  await refresh();
}

// A key for a name: lower case, nothing that a key cannot have, and not one that is there.
function keyOf(name, taken) {
  const plain = name.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[æä]/g, "ae").replace(/[øö]/g, "o").replace(/å/g, "a");
  const word = plain.replace(/[^a-z0-9_]+/g, "-").replace(/^[^a-z]+|-+$/g, "").slice(0, 40) || "workspace";
  for (let at = 1; ; at += 1) {
    const key = at === 1 ? word : `${word}-${at}`;
    if (!taken.includes(key)) return key;
  }
}

function refuse(form, text, field) {
  const answered = form.querySelector(".answer");
  answered.className = "answer finding bad";
  answered.textContent = text;
  field.focus();
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-create], [data-delete], [data-save], [data-reason]")) return;
  event.preventDefault();
  if (form.dataset.sending) return;
  form.dataset.sending = "yes";
  try {
    if (form.dataset.create !== undefined) await created(form);
    else if (form.dataset.delete !== undefined) await deleted(form);
    else if (form.dataset.reason !== undefined) await accepted(form);
    else await saved(form);
  } catch (refused) { if (!refused?.body) throw refused; } finally { delete form.dataset.sending; }
});

async function created(form) {
  const field = form.elements.name;
  const name = field.value.trim();
  if (!name) return refuse(form, field.dataset.missing, field);
  const key = keyOf(name, form.dataset.keys.split(" "));
  const account = form.dataset.account ? { account: form.dataset.account } : {};
  await change((now) => ({ edits: withEdit(now.edits, { ...account, address: `workspace.${key}`, path: "", value: { ...JSON.parse(form.dataset.block), name } }) }));
  go(form.dataset.then + key);
}

async function deleted(form) {
  const field = form.querySelector("[data-name]");
  if (field.value.trim() !== field.dataset.name.trim()) return refuse(form, field.dataset.missing, field);
  await change((now) => ({ edits: withEdit(now.edits, JSON.parse(form.dataset.delete)) }));
  go(form.dataset.then);
}

// A warning is accepted with the reason that somebody types: it is that of the list's last entry.
async function accepted(form) {
  const [edit] = JSON.parse(form.dataset.reason);
  edit.value.at(-1).reason = form.elements.reason.value.trim();
  await make([edit]);
}

async function saved(form) {
  await queue.catch(() => {});
  const now = await loadedDraft();
  const body = { edits: now.edits, base: now.base, draft: draftId };
  const branch = form.dataset.save === "branch";
  if (branch) {
    Object.assign(body, { name: form.elements.name.value, message: form.elements.message.value });
    const who = form.elements["author.name"];
    if (who) body.author = { name: who.value, email: form.elements["author.email"].value };
  }
  const answer = await call("POST", branch ? "/api/branch" : "/api/save", body);
  if (answer.ok) {
    const query = branch ? `branch=${encodeURIComponent(answer.body.branch)}` : answer.body.files.map((file) => `saved=${encodeURIComponent(file)}`).join("&") || "saved=";
    return go(`${form.dataset.then}?${query}`);
  }
  if (answer.body.conflicts) return refresh();
  const answered = form.querySelector(".answer");
  answered.className = "answer finding bad";
  showCoded(answered, failureText(answer));
}

// Tabs: by click, arrow keys and address. Without script all of them stand below each other.
function showTab(hash) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const on = tabs.find((tab) => tab.hash === hash) ?? tabs[0];
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === on));
    tab.tabIndex = tab === on ? 0 : -1;
    document.querySelector(tab.hash).hidden = tab !== on;
  }
}
addEventListener("hashchange", () => showTab(location.hash));
document.addEventListener("click", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (!tab) return;
  event.preventDefault();
  history.replaceState(null, "", tab.hash);
  showTab(tab.hash);
});
document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || !event.target.matches?.("[role=tab]")) return;
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
  history.replaceState(null, "", next.hash);
  showTab(next.hash);
  next.focus();
  event.preventDefault();
});
showTab(location.hash);

// Another window or an editor may have changed something meanwhile.
addEventListener("focus", () => { if (draftId && document.querySelector("#effect")) { draft = null; refresh(); } });
// ---- end of edit ----

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
    for (const open of document.querySelectorAll(".finding.open")) open.hidden = false;
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

// What was seen goes into the draft of the files, where somebody looks at it before it is saved.
document.addEventListener("click", async (event) => {
  const take = event.target.closest("[data-take]");
  if (!take) return;
  const edits = JSON.parse(take.dataset.take);
  await change((now) => ({ edits: edits.reduce(withEdit, now.edits) })).then(() => go(take.dataset.then), () => null);
});
