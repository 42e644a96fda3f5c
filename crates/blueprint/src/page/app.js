// The page of this app: a section per list, each with its form, its rows and what may be done with them.
// `lists` says what there is; the code below it is the same for every app. Change what you like: nothing is built from it.
import { app } from "/_/app.js";

const lists = [/* lists */];

// Small helpers -------------------------------------------------------------------------------------------------------

// Makes an element; texts become text, never markup.
const make = (tag, properties = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== false));
  return element;
};

const status = document.getElementById("status");
let statusTimer;
const say = (text) => {
  status.textContent = text;
  clearTimeout(statusTimer);
  statusTimer = setTimeout(() => (status.textContent = ""), 4000);
};

const article = (noun) => (/^[aeio]/i.test(noun) || /^un/i.test(noun) ? "an " : "a ") + noun;

const ago = (milliseconds) => {
  const seconds = Math.round((Date.now() - milliseconds) / 1000);
  if (seconds < 45) return "just now";
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
  for (const [unit, length] of [["minute", 60], ["hour", 3600], ["day", 86400]]) {
    const count = Math.round(seconds / length);
    if (count < { minute: 60, hour: 24, day: 7 }[unit]) return relative.format(-count, unit);
  }
  return new Date(milliseconds).toLocaleDateString(undefined, { dateStyle: "medium" });
};

// Values: as the backend has them, as a form has them, as people read them --------------------------------------------

const isBlank = (value) => value === null || value === undefined || value === "";

const shown = (field, value) => {
  if (isBlank(value)) return "";
  if (field.kind === "decimal") {
    return (Number(value) / 100).toLocaleString(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
  if (field.kind === "number") return Number(value).toLocaleString();
  if (field.kind === "date") {
    const date = new Date(value + "T12:00:00");
    return isNaN(date) ? value : date.toLocaleDateString(undefined, { dateStyle: "medium" });
  }
  if (field.kind === "yes-no") return value ? "yes" : "no";
  return value;
};

const toForm = (field, value) => {
  if (field.kind === "yes-no") return value === true || value === "yes";
  if (isBlank(value)) return "";
  return field.kind === "decimal" && typeof value === "number" ? (value / 100).toFixed(2) : String(value);
};

const fromForm = (field, input) => {
  if (field.kind === "yes-no") return input.checked;
  const text = input.value;
  if (field.kind === "number" || field.kind === "decimal") {
    if (text === "") return field.nullable ? null : 0;
    return field.kind === "decimal" ? Math.round(Number(text) * 100) : Number(text);
  }
  return text === "" && field.nullable ? null : text;
};

// Forms ---------------------------------------------------------------------------------------------------------------

let lastId = 0;

const makeInput = (field, value) => {
  const id = `field-${++lastId}`;
  const start = toForm(field, value === undefined ? field.start : value);
  const common = { id, name: field.code, required: field.required, maxLength: field.longest };
  const inputs = {
    "text": () => make("input", { ...common, type: "text", value: start, autocomplete: "on" }),
    "long-text": () => make("textarea", { ...common, rows: 3, value: start }),
    "number": () => make("input", { ...common, type: "number", step: "1", inputMode: "numeric", value: start }),
    "decimal": () => make("input", { ...common, type: "number", step: "0.01", inputMode: "decimal", value: start }),
    "date": () => make("input", { ...common, type: "date", value: start }),
    "time": () => make("input", { ...common, type: "time", value: start }),
    "yes-no": () => make("input", { id, name: field.code, type: "checkbox", checked: start }),
    "choice": () => {
      const options = field.options.map((option) => make("option", { value: option }, option));
      const none = make("option", { value: "" }, field.required ? "Choose…" : "–");
      const select = make("select", { id, name: field.code, required: field.required }, none, ...options);
      select.value = start;
      return select;
    },
  };
  const input = (inputs[field.kind] ?? inputs["text"])();
  const mark = field.required ? make("span", { className: "mark", "aria-hidden": "true" }, " *") : null;
  const label = make("label", { htmlFor: id }, field.label, mark);
  const rows = field.kind === "yes-no" ? [input, label] : [label, input];
  return { input, element: make("div", { className: `field ${field.kind}` }, ...rows) };
};

// Makes a form for the fields of a list; `send` gets the row and may fail, which the form then shows.
const makeForm = (list, row, verb, send, cancel) => {
  // What is ticked off later is not asked for at first.
  const asked = list.fields.filter((field) => row || field.kind !== "yes-no" || field.code !== list.narrow);
  const inputs = asked.map((field) => [field, makeInput(field, row?.[field.code])]);
  const failure = make("p", { className: "failure", role: "alert", hidden: true });
  const button = make("button", { type: "submit", className: "primary" }, verb);
  const submit = async (event) => {
    event.preventDefault();
    const start = list.fields.filter((field) => field.kind === "yes-no").map((field) => [field.code, false]);
    const filled = inputs.map(([field, { input }]) => [field.code, fromForm(field, input)]);
    const value = Object.fromEntries([...start, ...filled]);
    button.disabled = true;
    button.textContent = "One moment…";
    failure.hidden = true;
    try {
      await send(value);
    } catch (error) {
      failure.textContent = error.message;
      failure.hidden = false;
    }
    button.disabled = false;
    button.textContent = verb;
  };
  const away = cancel && make("button", { type: "button", onclick: cancel }, "Cancel");
  const buttons = make("div", { className: "buttons" }, button, away ?? null);
  const form = make("form", { onsubmit: submit }, ...inputs.map(([, { element }]) => element), failure, buttons);
  return form;
};

const dialog = document.getElementById("dialog");
const openDialog = (title, ...content) => {
  dialog.replaceChildren(make("h2", { id: "dialog-title" }, title), ...content);
  dialog.showModal();
};

// A list --------------------------------------------------------------------------------------------------------------

class List {
  constructor(list) {
    this.list = list;
    this.rows = [];
    this.total = 0;
    this.search = "";
    this.only = null;
    this.wanted = 0; // how many rows to show; 0 for as many as one reply has
    this.shownAs = "";
    this.mayList = true;
    this.newest = 0; // the latest request, so that a slow reply never replaces a newer one
    this.adding = make("div", { className: "adding", hidden: true });
    this.tools = make("div", { className: "tools" });
    this.body = make("div", { className: "rows", "aria-busy": "true" }, ...[1, 2, 3].map(() => make("div", { className: "ghost" })));
    this.more = make("button", { type: "button", hidden: true, onclick: () => this.showMore() }, "Show more");
    const title = lists.length > 1 ? null : make("h2", { className: "sr-only" }, list.title);
    this.element = make("section", { "aria-label": list.title, id: `list-${list.code}` }, title, this.adding, this.tools, this.body, this.more);
    this.makeTools();
  }

  makeTools() {
    const { list } = this;
    if (list.search) {
      let timer;
      const search = make("input", { type: "search", placeholder: `Search ${list.many}`, "aria-label": `Search ${list.many}` });
      search.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => ((this.search = search.value.trim()), this.refresh()), 250);
      });
      this.tools.append(search);
    }
    const field = list.fields.find((field) => field.code === list.narrow);
    if (field) {
      const choices = field.kind === "yes-no"
        ? [["All", null], [`Not ${field.label.toLowerCase()}`, "no"], [field.label, "yes"]]
        : [["All", null], ...field.options.map((option) => [option, option])];
      const group = make("div", { className: "choices", role: "group", "aria-label": `Narrow by ${field.label}` });
      for (const [label, only] of choices) {
        const button = make("button", { type: "button", "aria-pressed": String(only === null) }, label);
        button.addEventListener("click", () => {
          for (const other of group.children) other.setAttribute("aria-pressed", String(other === button));
          this.only = only;
          this.refresh();
        });
        group.append(button);
      }
      this.tools.append(group);
    }
    if (list.export) {
      this.tools.append(make("button", { type: "button", onclick: () => this.saveCsv() }, "Save as CSV"));
    }
    this.tools.hidden = this.tools.childElementCount === 0;
  }

  allow({ mayList, mayAdd }) {
    this.mayList = mayList;
    if (mayAdd === !this.adding.hidden) return;
    this.adding.hidden = !mayAdd;
    if (mayAdd && !this.adding.hasChildNodes()) this.showAddForm();
  }

  showAddForm(open) {
    const { list } = this;
    const send = async (row) => {
      await app.call(list.methods.add, row);
      say(`Added ${article(list.one)}.`);
      this.showAddForm(list.fields.length <= 4);
      await this.refresh();
    };
    const form = makeForm(list, undefined, `Add ${article(list.one)}`, send);
    const few = list.fields.length <= 4;
    const content = few ? form : make("details", { open: open ?? false }, make("summary", {}, `Add ${article(list.one)}`), form);
    this.adding.replaceChildren(content);
  }

  options(from) {
    const options = { id: null, from };
    if (this.list.search) options.search = this.search || null;
    if (this.list.narrow) options.only = this.only;
    return options;
  }

  // Fetches rows until there are as many as wanted, part by part.
  async fetch(wanted) {
    let { rows, total } = await app.call(this.list.methods.list, this.options(null));
    while (rows.length < Math.min(wanted, total)) {
      const part = await app.call(this.list.methods.list, this.options(rows.length));
      if (part.rows.length === 0) break;
      rows = [...rows, ...part.rows];
      total = part.total;
    }
    return { rows, total };
  }

  async refresh() {
    const request = ++this.newest;
    if (!this.mayList) return this.notice(`You may not see the ${this.list.many}; the owner of this app can. This browser is known as ${await app.me()}.`);
    try {
      const { rows, total } = await this.fetch(this.wanted);
      if (request === this.newest) this.show(rows, total);
    } catch (error) {
      if (request !== this.newest) return;
      if (this.rows.length > 0) say(error.message);
      else this.notice(error.message, () => this.refresh());
    }
  }

  async showMore() {
    this.wanted = this.rows.length * 2;
    await this.refresh();
  }

  show(rows, total) {
    this.rows = rows;
    this.total = total;
    this.more.hidden = rows.length >= total;
    this.body.setAttribute("aria-busy", "false");
    const shownAs = JSON.stringify([rows, total, this.search, this.only, rows.map((row) => ago(row.addedAtMs))]);
    if (shownAs === this.shownAs) return;
    this.shownAs = shownAs;
    if (rows.length > 0) return this.body.replaceChildren(...rows.map((row) => this.card(row)));
    const narrowed = this.search !== "" || this.only !== null;
    this.notice(narrowed ? "Nothing fits. Try fewer words." : `No ${this.list.many} yet.`);
  }

  notice(text, again) {
    this.shownAs = "";
    this.more.hidden = true;
    this.body.setAttribute("aria-busy", "false");
    const button = again ? make("button", { type: "button", onclick: again }, "Try again") : null;
    this.body.replaceChildren(make("div", { className: "notice" }, make("p", {}, text), button));
  }

  card(row) {
    const { list } = this;
    const filled = list.fields.filter((field) => field.kind === "yes-no" || !isBlank(row[field.code]));
    const title = filled.find((field) => field.kind !== "yes-no" && field.kind !== "long-text");
    const settling = filled.find((field) => field.kind === "yes-no" && field.code === list.narrow);
    const ticks = filled.filter((field) => field.kind === "yes-no" && field !== settling).map((field) => this.tick(field, row));
    const long = filled.filter((field) => field.kind === "long-text");
    const rest = filled.filter((field) => field !== title && !["yes-no", "long-text"].includes(field.kind));
    // A name above one text of several lines reads as a heading; a label would only be in the way.
    const plain = list.fields.length <= 4 && list.fields.filter((field) => field.kind === "long-text").length === 1;
    const texts = long.map((field) => make("p", { className: "text" },
      plain ? null : make("span", { className: "label" }, field.label), row[field.code]));
    const facts = rest.map((field) => make("div", {}, make("dt", {}, field.label), make("dd", {}, shown(field, row[field.code]))));
    return make("article", { className: "row" },
      make("div", { className: "top" },
        settling ? this.tick(settling, row) : null,
        title ? make("h3", {}, shown(title, row[title.code])) : null,
        make("time", { dateTime: new Date(row.addedAtMs).toISOString() }, ago(row.addedAtMs))),
      ...texts,
      ticks.length ? make("div", { className: "ticks" }, ...ticks) : null,
      facts.length ? make("dl", {}, ...facts) : null,
      this.actions(row));
  }

  tick(field, row) {
    const box = make("input", { type: "checkbox", checked: row[field.code] === true, disabled: !row.mayChange });
    box.addEventListener("change", async () => {
      const value = { ...this.newFrom(row), [field.code]: box.checked };
      await this.attempt(() => app.call(this.list.methods.change, row.id, value), "Saved.");
    });
    return make("label", { className: "tick" }, box, make("span", {}, field.label));
  }

  actions(row) {
    if (!row.mayChange && !row.mayRemove) return null;
    const change = row.mayChange ? make("button", { type: "button", className: "quiet", onclick: () => this.openChange(row) }, "Change") : null;
    const remove = row.mayRemove ? make("button", { type: "button", className: "quiet", onclick: () => this.askRemove(row) }, "Remove") : null;
    return make("div", { className: "actions" }, change, remove);
  }

  newFrom(row) {
    return Object.fromEntries(this.list.fields.map((field) => [field.code, row[field.code]]));
  }

  openChange(row) {
    const { list } = this;
    const send = async (value) => {
      await app.call(list.methods.change, row.id, value);
      dialog.close();
      say("Saved.");
      await this.refresh();
    };
    openDialog(`Change the ${list.one}`, makeForm(list, row, "Save", send, () => dialog.close()));
  }

  askRemove(row) {
    const remove = async () => {
      dialog.close();
      await this.attempt(() => app.call(this.list.methods.remove, row.id), `Removed the ${this.list.one}.`);
    };
    const buttons = make("div", { className: "buttons" },
      make("button", { type: "button", className: "danger", onclick: remove }, "Remove"),
      make("button", { type: "button", onclick: () => dialog.close() }, "Keep"));
    openDialog(`Remove this ${this.list.one}?`, make("p", {}, "It cannot be brought back from here."), buttons);
  }

  async attempt(call, done) {
    try {
      await call();
      say(done);
    } catch (error) {
      this.shownAs = "";
      say(error.message);
    }
    await this.refresh();
  }

  async saveCsv() {
    const quoted = (value) => {
      const text = String(value ?? "");
      // A leading = + - @ would run as a formula in a spreadsheet.
      const safe = /^[=+@\t\r]|^-(?![\d.]+$)/.test(text) ? "'" + text : text;
      return `"${safe.replaceAll('"', '""')}"`;
    };
    try {
      const { rows } = await this.fetch(Infinity);
      const { fields } = this.list;
      const plain = (field, row) => (field.kind === "decimal" || field.kind === "yes-no" ? toForm(field, row[field.code]) : row[field.code]);
      const lines = [fields.map((field) => field.label), ...rows.map((row) => fields.map((field) => plain(field, row)))];
      const csv = "\ufeff" + lines.map((line) => line.map(quoted).join(",")).join("\r\n") + "\r\n";
      const address = URL.createObjectURL(new Blob([csv], { type: "text/csv" }));
      make("a", { href: address, download: `${this.list.many}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 1000);
    } catch (error) {
      say(error.message);
    }
  }
}

// The page ------------------------------------------------------------------------------------------------------------

const sections = lists.map((list) => new List(list));
document.getElementById("lists").append(...sections.map((section) => section.element));

if (sections.length > 1) {
  const tabs = document.getElementById("tabs");
  const select = () => {
    const chosen = sections.find((section) => `#${section.list.code}` === location.hash) ?? sections[0];
    for (const section of sections) section.element.hidden = section !== chosen;
    for (const link of tabs.children) link.ariaCurrent = link.hash === `#${chosen.list.code}` ? "page" : null;
  };
  tabs.append(...lists.map((list) => make("a", { href: `#${list.code}` }, list.title)));
  tabs.hidden = false;
  addEventListener("hashchange", select);
  select();
}

const refresh = async () => {
  try {
    const access = await app.call("access");
    for (const section of sections) section.allow(access[section.list.code] ?? { mayList: false, mayAdd: false });
  } catch (error) {
    for (const section of sections) if (section.rows.length === 0) section.notice(error.message, () => refresh().catch(() => {}));
    if (sections.some((section) => section.rows.length > 0)) say(error.message);
    throw error; // so that it is tried again, less often
  }
  await Promise.all(sections.map((section) => section.refresh()));
};

// Called at once, every few seconds while the page is in sight, and when it comes back into sight.
app.watch(refresh);

app.onRelease?.(() => {
  const bar = make("p", { className: "release", role: "status" }, "This app has been changed. ",
    make("button", { type: "button", onclick: () => location.reload() }, "Show the new version"));
  document.querySelector(".release")?.remove();
  document.querySelector("header").append(bar);
});
