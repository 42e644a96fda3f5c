// The apps the mock starts with: a guest book with a past, an idle shop list, a paused ledger.

import { createHash } from "node:crypto";

const id = (text) => createHash("sha256").update(text).digest("hex");
const HOUR = 3_600_000;

const GUESTS = ["Ada Lovelace", "Grace Hopper", "Alan Turing", "Barbara Liskov", "Edsger Dijkstra", "Radia Perlman"];
const TEXTS = ["What a lovely place.", "We came for the weekend and stayed the week.", "The soup! <b>The soup!</b>", "Merci pour tout.", "Back again, as promised.", "Is the garden open in October?"];

const rowsOf = (n) =>
  Array.from({ length: n }, (_, i) => ({
    key: i,
    value: { name: GUESTS[i % 6], text: TEXTS[(i * 5) % 6], status: i % 7 === 0 ? { "#hidden": "spam" } : "#shown", city: i % 3 === 0 ? null : ["Paris", "Oslo"][i % 2], time: 1_790_000_000_000 + i * 61_000 },
  }));

const INTERFACE = {
  types: { Message: { kind: "record", fields: [{ name: "name", id: 1, type: { kind: "text" } }, { name: "text", id: 2, type: { kind: "text" } }] } },
  methods: [
    { name: "post", mode: "update", args: [{ name: "message", type: { kind: "ref", name: "Message" } }], results: [{ name: null, type: { kind: "nat" } }] },
    { name: "delete", mode: "update", args: [{ name: "id", type: { kind: "nat" } }], results: [] },
    { name: "list", mode: "query", args: [], results: [{ name: null, type: { kind: "vec", type: { kind: "ref", name: "Message" } } }] },
    { name: "count", mode: "query", args: [], results: [{ name: null, type: { kind: "nat" } }] },
  ],
};

const verdict = (summary, more = {}) => ({ outcome: "safe", summary, items: [], reasons: [], notes: [], facts: [], rehearsal: { ms: 24, instructions: 3_120_000, rows: [] }, ...more });

function app(port, name, title, number, hoursAgo, rows, more = {}) {
  const now = Date.now();
  const release = (n, wish, text, status, extra = {}) => ({ id: id(`${name}${n}${status}`), number: status === "refused" ? null : n, status, createdMs: now - (hoursAgo - n) * HOUR, note: "", wish, snapshot: n > 1 ? 30 + n : null, verdict: verdict(text), ...extra });
  const wishes = [title, "Each message also has an optional city", "Let people hide a message", "Rename message to text"];
  const texts = ["A new app: 6 scenarios pass, strangers can read and add, only you can delete.", "Adds an optional field. All messages are kept.", "Adds a state; nobody gains access.", "Renames a field; 1 117 values carried over one to one."];
  const releases = Array.from({ length: number }, (_, i) => release(i + 1, wishes[i] ?? "A small change", texts[i] ?? "Nothing is lost.", i + 1 === number ? "live" : "past")).reverse();
  const records = [...releases].reverse().map((r, i) => ({ index: i, timeMs: r.createdMs, kind: i === 0 ? "created" : "released", release: r.id, by: "owner", text: r.verdict.summary, hash: id(`record${name}${i}`), previous: i === 0 ? null : id(`record${name}${i - 1}`) }));
  return {
    name, title, url: `http://${name}.localhost:${port}/`, canisterId: "bkyz2-fmaaa-aaaaa-qaaaq-cai", releases, records, interface: INTERFACE,
    createdMs: now - hoursAgo * HOUR, memoryBytes: 2_400_000 + rows * 900, instructions: 84_000_000 + rows * 12_000, rows: rowsOf(rows),
    logs: rowsOf(Math.min(rows, 40)).map((r, i) => ({ index: i, timeMs: now - (40 - i) * 31_000, text: i === 12 ? "delete: trapped: only the owner may delete a message" : `post: ${r.value.name} left message ${r.key}` })),
    ...more,
  };
}

export const firstApps = (port) => [
  app(port, "guest-house", "A guest book: visitors leave their name and a message, newest first", 4, 70, 1204),
  app(port, "shop-list", "A shopping list I share with my family", 1, 5, 18),
  app(port, "car-pool", "Keep my daily car pool and who owes what", 2, 300, 260, { state: "stopped" }),
];

export function sourceOf(app, release) {
  const n = release.number ?? 9;
  return {
    "main.mo": `import Map "mo:core/Map";\nimport Nat "mo:core/Nat";\nimport Time "mo:core/Time";\n\n/// ${app.title}\nactor {\n  type Message = {\n    name : Text;\n    text : Text;\n${n > 1 ? "    city : ?Text;\n" : ""}${n > 2 ? "    status : { #shown; #hidden : Text };\n" : ""}    time : Int;\n  };\n\n  let messages = Map.empty<Nat, Message>();\n  var nextId = 0;\n\n  // Anyone may add; the newest is listed first.\n  public shared func post(name : Text, text : Text) : async Nat {\n    let id = nextId;\n    nextId += 1;\n    Map.add(messages, Nat.compare, id, { name; text;${n > 1 ? " city = null;" : ""}${n > 2 ? " status = #shown;" : ""} time = Time.now() });\n    id\n  };\n\n  public query func count() : async Nat { Map.size(messages) };\n};\n`,
    "blueprint.json": JSON.stringify({ name: app.name, entities: [{ id: "e1", name: "message", fields: ["name", "text"] }], rules: [{ entity: "e1", action: "delete", who: "owner" }] }, null, 2) + "\n",
    "frontend/index.html": `<!doctype html>\n<title>${app.name}</title>\n<script type="module" src="./main.js"></script>\n<main id="list"></main>\n`,
    "frontend/main.js": `import { app, signIn } from "/_/app.js";\n\nconst list = document.querySelector("#list");\nfor (const message of await app.list()) {\n  const row = document.createElement("p");\n  row.textContent = \`\${message.name}: \${message.text}\`;\n  list.append(row);\n}\n`,
    "frontend/logo.png": { base64: "iVBORw0KGgo=" },
    "scenarios/post.txt": "as stranger: post(\"Ada\", \"Hello\") -> 0\nas stranger: count() -> 1\nas stranger: delete(0) -> rejected\n",
  };
}

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

export const appPage = (app) => `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escape(app.name)}</title>
<style>body{font:16px/1.5 Georgia,serif;margin:0;background:#fffdf7;color:#222}main{max-width:34rem;margin:0 auto;padding:2rem 1.25rem}h1{font-size:1.7rem;margin:0 0 1rem}form{display:grid;gap:.5rem;margin-bottom:1.5rem}input,textarea,button{font:inherit;padding:.55rem .7rem;border:1px solid #ccc;border-radius:6px}button{background:#254;color:#fff;border:0}li{list-style:none;border-top:1px solid #e6e0d2;padding:.8rem 0}ul{padding:0;margin:0}b{display:block}</style>
<main><h1>${escape(app.name.replaceAll("-", " "))}</h1><form><input aria-label="Name" placeholder="Your name"><textarea aria-label="Message" placeholder="Your message"></textarea><button type="button">Leave a message</button></form><ul>${app.rows.slice(-6).reverse().map((r) => `<li><b>${escape(r.value.name)}</b>${escape(r.value.text)}</li>`).join("")}</ul></main>`;
