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
  const untyped = [...form.querySelectorAll("[data-name]")].find((field) => field.value.trim() !== field.dataset.name.trim());
  if (untyped) return refuse(form, untyped.dataset.missing, untyped);
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
  const panel = had?.matches("details[id] > summary") ? had.parentElement.id : null;
  const typed = had?.id ? { id: had.id, value: had.value, start: had.selectionStart, end: had.selectionEnd, text: had.matches("input:not([type=checkbox]), textarea") } : null;
  const open = [...document.querySelectorAll("details[id][open]")].map((one) => one.id);
  const chosen = [...document.querySelectorAll("details[open] [data-waits]")].map((one) => [one.id, one.value, one.checked]);
  for (const part of document.querySelectorAll("[data-live], #side")) {
    const next = page.getElementById(part.id);
    if (next) part.replaceChildren(...next.childNodes);
  }
  for (const id of open) { const one = byId(id); if (one) one.open = true; }
  for (const [id, value, checked] of chosen) { const one = byId(id); if (one) { one.value = value; one.checked = checked; } }
  if (panel) byId(panel)?.querySelector("summary").focus({ preventScroll: true });
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

// Makes edits in the draft. What comes while others are being stored is stored together, so typing is never behind.
let coming = [];
let storing = null;
let shown = Promise.resolve();   // the newest page with the draft
function make(edits) {
  coming.push(...edits);
  storing ??= stored().finally(() => { storing = null; });
  return storing.then(() => shown);
}

async function stored() {
  while (coming.length) {
    const batch = coming;
    coming = [];
    await change((now) => ({ edits: batch.reduce(withEdit, now.edits) }));
    shown = refresh();
  }
}

function valueOf(field) {
  if (field.type === "checkbox") return { value: field.checked };
  if (field.tagName !== "SELECT") return { value: field.value };
  return field.value === "" ? { value: null } : { value: field.value };
}

let typing = null;   // what was typed and is not yet on its way
function entered(field, wait) {
  if (typing && typing.field !== field.id) send();
  clearTimeout(typing?.timer);
  typing = { field: field.id, edit: { ...JSON.parse(field.dataset.target), ...valueOf(field) } };
  if (wait) typing.timer = setTimeout(send, wait); else send();
}
function send() {
  clearTimeout(typing?.timer);
  const edits = typing ? [typing.edit] : [];
  typing = null;
  return edits.length ? make(edits).catch(() => {}) : storing;
}

// Nobody leaves a page before what they typed is stored.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (!draftId || !link || link.target || link.hash && link.pathname === location.pathname || !(typing || storing) || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  await send()?.catch(() => {});
  location.assign(link.href);
});
document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.dataset?.find !== undefined) return findIn(field);
  if (field.dataset?.target && field.matches("textarea, input:not([type=checkbox])")) entered(field, 10);
});
document.addEventListener("change", (event) => {
  if (event.target.dataset?.target && event.target.matches("select, [type=checkbox]")) entered(event.target, 0);
});

// A panel that asks: its first field has the focus when it opens, and its button when it closes.
document.addEventListener("click", (event) => {
  const opens = event.target.closest("details.asking > summary");
  if (opens && !opens.parentElement.open) setTimeout(() => opens.parentElement.querySelector("input, button")?.focus());
  const panel = event.target.closest("[data-close]")?.closest("details");
  if (panel) { panel.open = false; panel.querySelector("summary").focus(); }
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
    else if (data.uses !== undefined) {
      const field = byId(data.uses);
      await make([{ ...JSON.parse(field.dataset.waits), ...valueOf(field) }]);
    }
    else if (data.undo !== undefined) await edited((edits) => edits.filter((_, at) => at !== Number(data.undo)));
    else if (data.mine !== undefined) await edited((edits) => edits.map((one, at) => (at === Number(data.mine) ? { ...one, before: JSON.parse(data.theirs) } : one)));
    else if (data.restore !== undefined) await edited((edits) => edits.filter((one) => one.address !== data.restore));
    else if (data.rebase !== undefined) {
      const project = await call("GET", "/api/project");
      if (project.ok) { await change(() => ({ base: project.body.files })); await refresh(); }
    } else if (data.discard !== undefined) {
      await send()?.catch(() => {});
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
  await send()?.catch(() => {});
  await queue.catch(() => {});
  const adopted = form.dataset.adopted;   // what an adoption has written, and no draft
  const now = adopted ? { edits: [], base: {} } : await loadedDraft();
  const body = adopted ? { ...now, adopted } : { edits: now.edits, base: now.base, draft: draftId };
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
    if (!now) continue;
    if (isTyping) sheetReasons(part, now);
    else {
      const glance = now.querySelector("#glance");
      if (glance && byId("glance")) glance.open = byId("glance").open;
      part.replaceWith(document.adoptNode(now));
    }
  }
  if (focused && document.activeElement?.id !== focused) (byId(focused) ?? byId("card"))?.focus();
}

// Around a text that is being typed, what stands under each field is shown anew.
function sheetReasons(part, now) {
  for (const old of part.querySelectorAll("[data-why]")) {
    const fresh = now.querySelector(`#${CSS.escape(old.id)}`);
    if (fresh) old.replaceWith(document.adoptNode(fresh));
  }
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

// A list that nothing is recorded of is empty only if somebody says so.
function sheetList(path, names) {
  const asked = document.querySelector(`[data-none][data-path="${CSS.escape(path)}"]`);
  return sheetSay(path, names.length || !asked ? names : null);
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
  else if (field.dataset.member !== undefined) sheetList(path, sheetMembers(path));
  else if (field.dataset.none !== undefined) sheetSay(path, field.checked ? [] : null);
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
  if (out) await sheetList(out.dataset.path, sheetMembers(out.dataset.path).filter((one) => one !== out.dataset.out));
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

// ---- health scores ----
// The bands of a score over its records: csws counts the points once, and what other bounds would make of them is
// counted here. A change of a rule or a bound goes into the draft.
{
const SVG = "http://www.w3.org/2000/svg";
const HIGHEST = 100;
const LOOKS = ["bad", "mid", "good"];
const BANDS = ["at_risk", "neutral", "healthy"];

function drawn(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, typeof value === "number" ? value.toFixed(1) : value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function made(name, text, look) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (look) element.className = look;
  return element;
}

// Round numbers for an axis, from 0 to at least `most`.
function ticksOf(most) {
  for (let power = 1; ; power *= 10) {
    for (const step of [1, 2, 5].map((one) => one * power)) {
      if (step * 5 >= most) return Array.from({ length: Math.max(Math.ceil(most / step), 1) + 1 }, (_, at) => at * step);
    }
  }
}

class Bands {
  constructor(card) {
    this.card = card;
    this.said = card.dataset;
    this.language = document.documentElement.lang;
    this.names = this.said.names.split("|");
    this.totals = null;
    this.numbers = this.both("[data-bound]", "bound");
    this.slides = this.both("[data-slides]", "slides");
    for (const name of ["at_risk", "healthy"]) {
      this.slides[name].addEventListener("input", () => this.slid(name));
      this.slides[name].addEventListener("change", () => storeNumber(this.numbers[name]));
      this.numbers[name].addEventListener("input", () => this.show());
    }
    this.known = byId("bounds-now");
    new ResizeObserver(() => requestAnimationFrame(() => { if (byId("picture").clientWidth !== this.width) this.show(); })).observe(byId("picture"));
    const renewed = new MutationObserver(() => this.renew());
    for (const id of ["head", "bands-wrong", "score-groups"]) renewed.observe(byId(id), { childList: true });
    this.show();
    if (this.said.hasRecords) this.count();
  }

  // The parts around are those of the newest draft: bounds that were changed elsewhere, other points, new rows.
  renew() {
    const now = byId("bounds-now"), before = this.known;
    this.known = now;
    for (const [name, key] of [["at_risk", "atRisk"], ["healthy", "healthy"]]) {
      if (now.dataset[key] === before.dataset[key]) continue;
      delete this.numbers[name].dataset.stored;
      if (![this.numbers[name], this.slides[name]].includes(document.activeElement)) this.numbers[name].value = now.dataset[key];
    }
    this.show();
    if (this.found) this.showGroups();
    if (this.said.hasRecords && (now.value !== before.value || !this.found)) this.count();
  }

  both(selector, key) {
    return Object.fromEntries([...this.card.querySelectorAll(selector)].map((field) => [field.dataset[key], field]));
  }

  number(count) { return count.toLocaleString(this.language); }

  share(count, total) {
    const digits = count && count / total < 0.0995 ? 1 : 0;
    return (count / total).toLocaleString(this.language, { style: "percent", maximumFractionDigits: digits });
  }

  // The bounds as they are typed; null where they make no bands.
  bounds() { return this.made(this.numbers.at_risk.value, this.numbers.healthy.value); }

  made(...texts) {
    const [atRisk, healthy] = texts.map((text) => (/^\d+$/.test(text) ? Number(text) : NaN));
    return atRisk >= 0 && atRisk < healthy && healthy <= HIGHEST ? [atRisk, healthy] : null;
  }

  // A bound that is moved stops at the other one.
  slid(name) {
    const other = Number(name === "at_risk" ? this.slides.healthy.value : this.slides.at_risk.value);
    const wanted = Number(this.slides[name].value);
    this.numbers[name].value = name === "at_risk" ? Math.min(wanted, other - 1) : Math.max(wanted, other + 1);
    this.show();
  }

  async count() {
    const counted = byId("counted");
    const asked = (this.asked = (this.asked ?? 0) + 1);
    const answer = await call("POST", this.said.score, { draft: draftId });
    if (asked !== this.asked) return;
    if (!answer.ok) {
      this.found = null;
      this.totals = null;
      this.show();
      counted.className = "finding bad";
      showCoded(counted, failureText(answer));
      return;
    }
    const found = answer.body;
    const day = new Date(`${found.as_of}T00:00Z`).toLocaleDateString(this.language, { dateStyle: "long", timeZone: "UTC" });
    counted.className = "hint";
    counted.textContent = found.records ? filled(this.said.day, { files: found.files.join(", "), n: this.number(found.records), day }) : this.said.empty;
    this.found = found;
    this.totals = found.records ? found.totals : null;
    this.show();
    this.showGroups();
  }

  band(points, [atRisk, healthy]) { return points < atRisk ? 0 : points < healthy ? 1 : 2; }

  show() {
    const bounds = this.bounds();
    byId("no-bounds").hidden = bounds !== null || byId("bands-wrong").querySelector(".bad:not(#no-bounds)") !== null;
    for (const name of ["at_risk", "healthy"]) {
      if (this.numbers[name].value !== "") this.slides[name].value = this.numbers[name].value;
    }
    this.showFigures(bounds);
    this.showPicture(bounds);
    if (this.found) this.showNotes(bounds);
  }

  showFigures(bounds) {
    const counts = [0, 0, 0];
    let unclear = 0, all = 0;
    for (const one of bounds ? this.totals ?? [] : []) {
      const [low, high] = [this.band(one.low, bounds), this.band(one.high, bounds)];
      all += one.records;
      if (low === high) counts[low] += one.records; else unclear += one.records;
    }
    byId("figures").classList.toggle("counted", all > 0);
    [...byId("figures").querySelectorAll("[data-band]")].forEach((item, at) => {
      const big = item.querySelector("[data-count]"), small = item.querySelector("[data-span]");
      big.hidden = !all;
      big.textContent = all ? this.number(counts[at]) : "";
      const span = bounds ? this.span(at, bounds) : "";
      small.textContent = all ? `${this.share(counts[at], all)} · ${span}` : span;
    });
    byId("not-known").hidden = !unclear;
    byId("not-known").querySelector("[data-unclear]").textContent = this.number(unclear);
    byId("not-known").querySelector("small").textContent = unclear ? this.share(unclear, all) : "";
    const told = byId("unclear");
    if (told) {
      told.hidden = !unclear;
      const groups = (this.found?.groups ?? []).filter((one) => one.given.some((given) => given.low !== given.high));
      const names = groups.map((one) => byId(`g-${one.group}`)?.firstChild.textContent.trim() ?? one.group);
      told.textContent = filled(this.said.unclear, { n: this.number(unclear), groups: names.join(", ") });
    }
    this.counts = counts;
    this.showMoved(bounds);
    this.showGets(counts, unclear, all);
  }

  span(at, [atRisk, healthy]) {
    if (at === 0) return filled(this.said.less, { n: atRisk });
    return at === 2 ? filled(this.said.more, { n: healthy }) : filled(this.said.span, { first: atRisk, last: healthy - 1 });
  }

  // How many would be in another band than with the saved files, and of how many that is not known.
  showMoved(bounds) {
    const { savedAtRisk, savedHealthy, samePoints } = byId("bounds-now").dataset;
    const before = this.made(savedAtRisk, savedHealthy);
    const counts = { yes: 0, no: 0, perhaps: 0 };
    for (const one of bounds && before ? this.totals ?? [] : []) counts[this.moves(one, before, bounds, samePoints)] += one.records;
    const all = counts.yes + counts.no + counts.perhaps;
    const isSame = samePoints && before?.join() === bounds?.join();
    byId("moved").hidden = !all || isSame;
    const values = { n: this.number(counts.yes), total: this.number(all), unclear: this.number(counts.perhaps) };
    byId("moved").textContent = filled(counts.perhaps ? this.said.movedUnclear : this.said.moved, values);
  }

  // Where only the bounds are others, each number of points that a record may have says whether it moves.
  moves(one, before, bounds, samePoints) {
    const low = this.band(one.low, bounds);
    if (!samePoints) {
      if (one.was === null || low !== this.band(one.high, bounds)) return "perhaps";
      return BANDS[low] === one.was ? "no" : "yes";
    }
    const all = Array.from({ length: one.high - one.low + 1 }, (_, at) => one.low + at);
    const moved = all.filter((points) => this.band(points, before) !== this.band(points, bounds)).length;
    return moved === all.length ? "yes" : moved ? "perhaps" : "no";
  }

  // What publishing would mean, in the question that asks it.
  showGets(counts, unclear, all) {
    const told = document.querySelector("[data-gets]:not([data-score])");
    if (!told) return;
    const [risk, neutral, healthy] = counts.map((count) => this.number(count));
    const values = { total: this.number(all), unclear: this.number(unclear), at_risk: risk, neutral, healthy };
    told.textContent = all ? filled(unclear ? this.said.getsUnclear : this.said.gets, values) : "";
  }

  // Records in fives; a column ends before a bound, so that all of it is in one band. `unclear` are those whose band is
  // not known: they stand at the fewest points that they have.
  columns(bounds) {
    const starts = [...new Set([...Array.from({ length: 20 }, (_, at) => at * 5), ...(bounds ?? [])])].filter((one) => one < HIGHEST || (bounds ?? []).includes(one)).sort((a, b) => a - b);
    return starts.map((first, at) => {
      const last = at + 1 < starts.length ? starts[at + 1] - 1 : HIGHEST;
      const here = (this.totals ?? []).filter((one) => one.low >= first && one.low <= last);
      const sum = (some) => some.reduce((count, one) => count + one.records, 0);
      const unclear = bounds ? sum(here.filter((one) => this.band(one.low, bounds) !== this.band(one.high, bounds))) : 0;
      const all = sum(here);
      return { first, last, all, records: all - unclear, unclear, band: bounds ? this.band(first, bounds) : null };
    });
  }

  showPicture(bounds) {
    const place = byId("picture"), width = place.clientWidth;
    if (!width) return;
    this.width = width;
    const columns = this.totals ? this.columns(bounds) : [];
    const [left, right, strip] = [40, width - 14, 24];
    const top = 36, foot = columns.length ? top + (width > 500 ? 200 : 140) : top;
    const x = (points) => left + (points / (HIGHEST + 1)) * (right - left);
    const low = foot + (columns.length ? 26 : 6);
    const svg = drawn("svg", { viewBox: `0 0 ${width} ${low + strip}`, width: String(width), height: String(low + strip), role: "img" });
    svg.append(drawn("title", {}, this.said.picture), drawn("desc", {}, bounds ? this.names.map((name, at) => `${name}, ${this.span(at, bounds)}${this.totals ? `: ${this.number(this.counts[at])}` : ""}`).join("; ") : ""));
    if (columns.length) this.drawColumns(svg, columns, { x, left, right, top, foot });
    if (bounds) this.drawBands(svg, bounds, { x, low, strip, width });
    else svg.append(drawn("rect", { class: "track", x: left, y: low + 6, width: right - left, height: strip - 12, rx: 3 }));
    place.replaceChildren(svg);
    this.showTable(columns);
  }

  drawColumns(svg, columns, { x, left, right, top, foot }) {
    const ticks = ticksOf(Math.max(...columns.map((one) => one.all)));
    const y = (records) => foot - (records / ticks.at(-1)) * (foot - top);
    for (const tick of ticks) {
      svg.append(drawn("path", { class: tick ? "grid" : "axis", d: `M${left} ${y(tick).toFixed(1)}H${right}` }));
      svg.append(drawn("text", { class: "s", x: left - 6, y: y(tick) + 4, "text-anchor": "end" }, this.number(tick)));
    }
    const bar = (one, look, from, records, name) => {
      if (!records) return;
      const part = drawn("rect", { class: look, x: x(one.first) + 1, y: y(from + records), width: Math.max(x(one.last + 1) - x(one.first) - 2, 1), height: y(from) - y(from + records), rx: 1.5 });
      part.append(drawn("title", {}, filled(this.said.column, { first: one.first, last: one.last, n: this.number(records) }) + name));
      svg.append(part);
    };
    for (const one of columns) {
      bar(one, one.band === null ? "fill" : `in-${LOOKS[one.band]}`, 0, one.records, "");
      bar(one, "in-none", one.records, one.unclear, ` · ${this.said.notKnown}`);
    }
    const bounds = this.bounds() ?? [];
    for (let points = 0; points <= HIGHEST; points += 20) if (bounds.every((bound) => Math.abs(bound - points) > 2)) svg.append(drawn("text", { class: "s", x: x(points), y: foot + 17, "text-anchor": "middle" }, String(points)));
  }

  drawBands(svg, bounds, { x, low, strip, width }) {
    const edges = [0, ...bounds, HIGHEST + 1];
    this.names.forEach((name, at) => {
      const [start, end] = [x(edges[at]), x(edges[at + 1])];
      svg.append(drawn("rect", { class: `in-${LOOKS[at]}`, x: start, y: low + 6, width: Math.max(end - start, 0), height: strip - 12 }));
      if (end - start > name.length * 8 + 8) svg.append(drawn("text", { class: "b", x: (start + end) / 2, y: 14, "text-anchor": "middle" }, name));
    });
    bounds.forEach((bound, at) => {
      const near = at && x(bounds[1]) - x(bounds[0]) < 24 ? 14 : 0;
      svg.append(drawn("path", { class: "bound", d: `M${x(bound).toFixed(1)} 36V${low + strip / 2}` }));
      svg.append(drawn("text", { class: "b", x: Math.min(x(bound) + near, width - 10), y: 30, "text-anchor": "middle" }, String(bound)));
    });
  }

  showTable(columns) {
    const table = byId("bins");
    if (!table) return;
    table.hidden = !columns.length;
    const line = (one, band, records) => {
      const row = made("tr"), head = made("th", filled(this.said.span, { first: one.first, last: one.last }));
      head.scope = "row";
      row.append(head, made("td", band), made("td", this.number(records), "r"));
      return row;
    };
    table.querySelector("tbody").replaceChildren(...columns.flatMap((one) => [
      ...(one.records || !one.unclear ? [line(one, one.band === null ? "" : this.names[one.band], one.records)] : []),
      ...(one.unclear ? [line(one, this.said.notKnown, one.unclear)] : []),
    ]));
  }

  showNotes(bounds) {
    const { unknown, notes } = this.found;
    const all = [...notes];
    if (bounds) all.push({ text: filled(this.said.unknown, { points: unknown.points, band: this.names[this.band(unknown.points, bounds)] }) });
    byId("look").hidden = !this.totals && !notes.length;
    byId("look").querySelector("ul").replaceChildren(...all.map((note) => made("li", note.text)));
  }

  showGroups() {
    const isKnown = Object.fromEntries(this.found.groups.map((one) => [one.group, one.given.every((given) => given.low === given.high)]));
    for (const one of this.totals ? this.found.groups : []) {
      const at = (points) => one.given.filter((given) => given.low === points).reduce((sum, given) => sum + given.records, 0);
      const told = document.querySelector(`[data-group="${one.group}"]`);
      if (told) told.textContent = isKnown[one.group] ? filled(this.said.middle, { n: this.number(at(one.max)), none: this.number(at(0)) }) : this.said.middleUnknown;
    }
    for (const cell of document.querySelectorAll(".fired")) cell.hidden = !this.totals;
    [...document.querySelectorAll("[data-fired]")].forEach((cell, at) => {
      const rule = this.found.rules[at];
      if (!rule || !this.totals) return;
      cell.replaceChildren();
      if (!isKnown[rule.group]) { cell.textContent = "–"; return; }
      const bar = drawn("svg", { viewBox: "0 0 64 12", width: "64", height: "12", "aria-hidden": "true" });
      bar.append(drawn("rect", { class: "track", x: 0.5, y: 0.5, width: 63, height: 11, rx: 3 }), drawn("rect", { class: "fill", x: 0, y: 0, width: 64 * rule.share, height: 12, rx: 3 }));
      cell.append(bar, made("span", this.number(rule.fired), "tabular"));
    });
  }
}

// A number of the score goes into the draft as soon as it is whole; what is empty or half typed waits.
function storeNumber(field) {
  if (field.value === "" || field.value === field.dataset.stored) return;
  field.dataset.stored = field.value;
  make([{ ...JSON.parse(field.dataset.number), value: Number(field.value) }]).catch(() => {});
}

// A value in a rule: the list of the group's rules with it, which is one edit.
function storeRule(field) {
  const group = field.closest("[data-rules]"), rules = JSON.parse(group.dataset.rules);
  const place = field.closest("[data-value]"), path = JSON.parse(place.dataset.value);
  const value = ruleValue(field, place);
  if (value === undefined || field.value === field.dataset.stored) return;
  if (place === field) field.dataset.stored = field.value;
  const holder = path.slice(0, -1).reduce((part, step) => part[step], rules[Number(field.closest("[data-rule]").dataset.rule)]);
  holder[path.at(-1)] = value;
  group.dataset.rules = JSON.stringify(rules);
  make([{ ...JSON.parse(group.dataset.edit), value: rules }]).catch(() => {});
}

function ruleValue(field, place) {
  if (place.dataset.list === undefined) {
    if (field.value === "") return undefined;
    return place.dataset.as === "number" ? Number(field.value) : field.value;
  }
  const chosen = [...place.querySelectorAll("input:checked")].map((one) => one.value);
  if (chosen.length) return chosen;
  field.checked = true;
  say(scoreCard.dataset.one);
  return undefined;
}

// Where somebody types, the page may have been renewed meanwhile: what counts is the field that is there now.
const storing = { timer: 0, field: null };
function store(field, wait) {
  clearTimeout(storing.timer);
  if (storing.field && storing.field.id !== field.id) stored(storing.field);
  storing.field = field;
  storing.timer = setTimeout(() => { storing.field = null; stored(field); }, wait);
}

function stored(field) {
  const now = byId(field.id) ?? field;
  if (now.dataset.number) storeNumber(now); else storeRule(now);
}

// A new rule: what it asks about follows the group, how it compares follows that, and so does the value.
class NewRule {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(form.dataset.words);
    const names = ["group", "what", "how", "value", "points"];
    this.fields = Object.fromEntries(names.map((name) => [name, byId(`new-${name}`)]));
    this.all = [...this.fields.what.options];
    this.fields.group.addEventListener("change", () => this.offer());
    this.fields.what.addEventListener("change", () => this.offerHow());
    this.fields.how.addEventListener("change", () => this.offerValue());
    form.addEventListener("submit", (event) => { event.preventDefault(); this.add(); });
    this.offer();
  }

  get about() { return this.fields.what.selectedOptions[0]; }

  offer() {
    const { kind } = this.fields.group.selectedOptions[0].dataset;
    this.fields.what.replaceChildren(...this.all.filter((one) => one.dataset.kind === kind));
    this.fields.what.selectedIndex = 0;
    this.offerHow();
  }

  offerHow() {
    const words = this.about?.dataset.comparisons.split(" ").filter(Boolean) ?? [];
    byId("new-how-part").hidden = !words.length;
    this.fields.how.replaceChildren(...words.map((word) => new Option(this.words[word], word)));
    this.offerValue();
  }

  offerValue() {
    const { sort, kind } = this.about?.dataset ?? {};
    const how = this.fields.how.value, field = this.fields.value;
    byId("new-value-part").hidden = kind !== "properties" || !sort || how === "is_known" || how === "is_unknown";
    const isNumber = sort === "number" || how.includes("days");
    field.type = isNumber ? "number" : sort === "date" ? "date" : "text";
    if (isNumber) field.step = "any";
  }

  get rule() {
    const points = Number(this.fields.points.value), name = this.about.value;
    if (this.about.dataset.kind === "events") return { event: name, at_least: 1, within_days: 30, points };
    const how = this.fields.how.value, field = this.fields.value;
    if (how === "is_known" || how === "is_unknown") return { property: name, [how]: true, points };
    const one = this.about.dataset.sort === "" ? this.about.dataset.first : field.type === "number" ? Number(field.value) : field.value;
    const value = how === "between" ? [one, one] : /_(any|all|none)_of$/.test(how) ? [one] : one;
    return { property: name, [how]: value, points };
  }

  async add() {
    const { group, points, value } = this.fields, answered = this.form.querySelector(".answer");
    const empty = [points, value].find((field) => !field.closest("p").hidden && field.value === "");
    answered.className = "answer finding bad";
    answered.textContent = empty ? answered.dataset.missing : "";
    if (empty || !this.about) return (empty ?? this.fields.what).focus();
    const place = byId(`g-${group.value}`).closest("[data-rules]"), rules = [...JSON.parse(place.dataset.rules), this.rule];
    place.dataset.rules = JSON.stringify(rules);
    try { await make([{ ...JSON.parse(place.dataset.edit), value: rules }]); } catch (refused) { if (!refused?.body) throw refused; }
    byId(`rule-${group.value}-${rules.length - 1}-points`)?.focus();
  }
}

const scoreCard = document.querySelector("[data-score]");
if (scoreCard) {
  new Bands(scoreCard);
  const form = document.querySelector("[data-new-rule]");
  if (form) new NewRule(form);
  const isScores = (field) => field.dataset.number || field.closest("[data-value]");
  document.addEventListener("input", (event) => { if (isScores(event.target)) store(event.target, event.target.matches("[type=checkbox], select") ? 0 : 350); });
  document.addEventListener("change", (event) => { if (isScores(event.target)) store(event.target, 0); });
  document.addEventListener("click", (event) => {
    const closing = event.target.closest("[data-closes]");
    if (closing) closing.closest("details").open = false;
  });
}
}
// ---- end of health scores ----
