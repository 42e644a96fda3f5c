// A stand-in for `selfwright up` that speaks docs/design/platform-api.md, with no dependency. For developing and testing
// the Studio only: it understands a handful of words and runs nothing. `node mock/server.mjs` serves the built Studio too.
//
//   MOCK_PORT=4944   MOCK_SPEED=1 (0: no waiting)   MOCK_EMPTY=1 (start without apps)

import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import http from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { appPage, firstApps, sourceOf } from "./apps.mjs";
import { understand } from "./composer.mjs";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2" };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const hash = () => randomBytes(32).toString("hex");

export async function startMock({ port = 0, speed = 1, empty = false, token = "mock-token" } = {}) {
  const started = Date.now();
  const listeners = new Set();
  const apps = new Map();
  let height = 40;

  const server = http.createServer((req, res) => {
    serve(req, res).catch((error) => fail(res, 500, "fault", error.message));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, resolve));
  const at = server.address().port;
  if (!empty) for (const app of firstApps(at)) apps.set(app.name, app);

  async function serve(req, res) {
    const host = (req.headers.host ?? "").split(":")[0];
    const url = new URL(req.url, `http://${req.headers.host}`);
    if (host.endsWith(".localhost")) {
      const app = apps.get(host.slice(0, -".localhost".length));
      return app ? send(res, 200, "text/html; charset=utf-8", appPage(app)) : send(res, 404, "text/plain", "no such app");
    }
    if (!url.pathname.startsWith("/_/api/")) return studio(url.pathname, res);
    const cookie = (req.headers.cookie ?? "").includes(`selfwright=${token}`);
    const bearer = req.headers.authorization === `Bearer ${token}`;
    const path = url.pathname.slice("/_/api".length);
    const header = req.headers["x-selfwright"] === "1" || (req.method === "GET" && path === "/events");
    if (!bearer && !(cookie && header)) return fail(res, 401, "unauthorized", "this request carries no valid token", "open the address that `selfwright up` prints");
    const body = req.method === "POST" ? await bodyOf(req) : {};
    const route = `${req.method} ${path}`;
    if (route === "POST /session") {
      res.setHeader("Set-Cookie", `selfwright=${token}; HttpOnly; SameSite=Strict; Path=/`);
      return res.writeHead(204).end();
    }
    if (route === "GET /status") return json(res, { version: "0.1.0-mock", data: "/home/you/.selfwright", port: at, owner: "2vxsx-fae", height, root: hash(), apps: apps.size, uptimeMs: Date.now() - started });
    if (route === "GET /apps") return json(res, { apps: [...apps.values()].map(asApp) });
    if (route === "GET /events") return follow(req, res);
    if (route === "POST /understand") {
      if (!body.wish?.trim()) return fail(res, 400, "usage", "the wish is empty", "say in a sentence what you want");
      if (body.wish.length > 100_000) return fail(res, 413, "too-large", "the wish is longer than 100 000 bytes", "say it in a few sentences");
      return sleep(120 * speed).then(() => json(res, understand(body.wish, body.app)));
    }
    if (route === "POST /wish") return newApp(res, body);
    const [, name, rest] = /^\/apps\/([^/]+)(.*)$/.exec(path) ?? [];
    const app = apps.get(decodeURIComponent(name ?? ""));
    if (!app) return fail(res, 404, "not-found", name ? `there is no app called ${decodeURIComponent(name)}` : `no ${route}`, name ? "`selfwright list` shows the apps" : null);
    if (rest === "" && req.method === "GET") return json(res, { ...asApp(app), releases: app.releases, pendingReleases: app.releases.filter((r) => r.status === "waiting"), interface: app.interface });
    if (rest === "/wish") return changeApp(res, app, body);
    if (rest === "/consent") return consent(res, app, body);
    if (rest === "/dismiss") {
      const release = app.releases.find((r) => r.id === body.release);
      if (!release || release.status !== "waiting") return fail(res, 409, "conflict", "that release does not wait any more", "reload to see what happened to it");
      release.status = "dismissed";
      record(app, "dismissed", release.id, "the owner dropped it");
      return res.writeHead(204).end();
    }
    if (rest === "/rollback") return rollback(res, app, body);
    if (rest === "/claim") return json(res, { url: `${app.url}#claim=${randomBytes(16).toString("hex")}`, expiresMs: Date.now() + 900_000 });
    if (rest === "/owners") return json(res, { owners: app.owners ?? [] });
    if (rest.startsWith("/owners/") && req.method === "DELETE") {
      app.owners = (app.owners ?? []).filter((owner) => owner.principal !== decodeURIComponent(rest.slice(8)));
      return res.writeHead(204).end();
    }
    if (rest === "/history") return json(res, { records: app.records });
    if (rest === "/data") return json(res, dataOf(app, url.searchParams));
    if (rest === "/logs") {
      const after = Number(url.searchParams.get("after") ?? -1);
      if (Math.random() < 0.5) log(app, `post: ${["Ada", "Grace", "Alan"][app.logs.length % 3]} left a message`);
      return json(res, { logs: app.logs.filter((l) => l.index > after) });
    }
    if (rest === "/call") {
      if (!body.args?.startsWith("(")) return fail(res, 422, "rejected", "the arguments are no Candid text", 'write them like ("Ada", 3)');
      return sleep(20 * speed).then(() => json(res, { reply: body.method === "count" ? `(${app.rows.length} : nat)` : "()", ms: 3 }));
    }
    const files = /^\/releases\/([^/]+)\/files$/.exec(rest);
    if (files) {
      const release = app.releases.find((r) => r.id.startsWith(files[1]) || String(r.number) === files[1]);
      return release ? json(res, { files: sourceOf(app, release) }) : fail(res, 404, "not-found", "there is no such release");
    }
    return fail(res, 404, "not-found", `no ${route}`);
  }

  async function studio(path, res) {
    const file = path === "/" ? "index.html" : normalize(path).replace(/^\/+/, "");
    try {
      const content = await readFile(join(DIST, file));
      res.setHeader("Content-Security-Policy", `default-src 'self'; frame-src http://*.localhost:${at}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`);
      send(res, 200, TYPES[extname(file)] ?? "application/octet-stream", content);
    } catch {
      send(res, 404, "text/plain", "not found (is the Studio built?)");
    }
  }

  function follow(req, res) {
    res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
    res.write(": hello\n\n");
    const listener = (text) => res.write(text);
    listeners.add(listener);
    req.on("close", () => listeners.delete(listener));
  }

  /** A job: tells its own reader and everybody on /events. */
  function job(res, app) {
    const id = `job-${randomBytes(4).toString("hex")}`;
    const begun = Date.now();
    res.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-cache" });
    const tell = (event, data) => {
      const text = `event: ${event}\ndata: ${JSON.stringify({ job: id, app, ms: Date.now() - begun, ...data })}\n\n`;
      if (!res.writableEnded) res.write(text);
      for (const listener of listeners) listener(text);
    };
    const stage = async (name, ms, text = "") => {
      tell("stage", { stage: name, status: "started", tookMs: null, text: "" });
      await sleep(ms * speed);
      tell("stage", { stage: name, status: "done", tookMs: Math.max(1, Math.round(ms * speed)), text });
    };
    return { tell, stage, end: (event, data) => (tell(event, data), res.end()) };
  }

  async function newApp(res, { wish, name, answers = {} }) {
    if (!wish?.trim()) return fail(res, 400, "usage", "the wish is empty", "say in a sentence what you want");
    const understanding = understand(wish, null);
    const chosen = name ?? understanding.name.toLowerCase().replace(/[^a-z0-9-]/g, "");
    if (apps.has(chosen)) return fail(res, 409, "conflict", `there is already an app called ${chosen}`, "give the new one another name");
    const { tell, stage, end } = job(res, chosen);
    await stage("understand", 60);
    tell("understood", understanding);
    await stage("write", 240, "1 backend, 1 page, 6 scenarios");
    await stage("compile", 380, "42 kB of Wasm");
    if (/broken/.test(wish)) return end("failed", { error: { kind: "fault", message: "The writer gave up after 3 attempts: the same error came back.", hint: "Say the wish in smaller steps.", diagnostics: [] } });
    await stage("check", 90);
    await stage("rehearse", 520, "6 scenarios pass");
    const release = { id: hash(), number: 1, status: "live", createdMs: Date.now(), note: "", wish, snapshot: null, verdict: safe("A new app: 6 scenarios pass, strangers can read and add, only you can delete.", []) };
    tell("verdict", { release: release.id, verdict: release.verdict });
    await stage("release", 60, `block ${++height}`);
    const app = { ...firstApps(at)[0], name: chosen, title: wish, url: `http://${chosen}.localhost:${at}/`, releases: [release], records: [], logs: [], rows: [], createdMs: Date.now(), answers };
    apps.set(chosen, app);
    record(app, "created", null, wish);
    record(app, "released", release.id, release.verdict.summary);
    await stage("page", 160, "loads for strangers and for you");
    end("done", { outcome: "released", release: release.id, number: 1, url: app.url });
  }

  async function changeApp(res, app, { wish }) {
    if (!wish?.trim()) return fail(res, 400, "usage", "the wish is empty", "say in a sentence what should change");
    const understanding = understand(wish, app.name);
    const { tell, stage, end } = job(res, app.name);
    await stage("understand", 50);
    tell("understood", understanding);
    if (/nothing/i.test(wish)) return end("done", { outcome: "unchanged", release: null, number: null, url: app.url });
    await stage("write", 180, "2 files changed");
    if (/broken/i.test(wish)) {
      tell("stage", { stage: "compile", status: "started", tookMs: null, text: "" });
      await sleep(200 * speed);
      const diagnostics = [{ code: "M0072", severity: "error", message: "this record has no field `mood`", file: "main.mo", line: 14, column: 22, endLine: 14, endColumn: 26, help: "it has `name` and `text`", rendered: "error[M0072]: this record has no field `mood`\n  --> main.mo:14:22\n   |\n14 |     let m = message.mood;\n   |                     ^^^^\n   = help: it has `name` and `text`" }];
      tell("stage", { stage: "compile", status: "failed", tookMs: 200, text: "1 error" });
      tell("diagnostics", { diagnostics });
      return end("failed", { error: { kind: "rejected", message: "The draft did not compile and the writer could not mend it.", hint: "Say the change in other words.", diagnostics } });
    }
    await stage("compile", 300, "43 kB of Wasm");
    await stage("check", 80);
    await stage("rehearse", 480, "7 scenarios, 1 204 rows audited");
    const rows = [{ path: "messages", before: app.rows.length, after: app.rows.length }, { path: "messages.text", before: app.rows.length, after: app.rows.length }];
    const rehearsal = { ms: 41, instructions: 8_412_331, rows };
    if (/remove|drop/i.test(wish)) {
      rows[1].after = 0;
      const items = [
        { id: "drop:messages.text", title: `Drop messages.text: ${app.rows.length} values lost`, detail: `All ${app.rows.length} messages lose their text. 212 of the values are found nowhere else in the app.`, wayOut: "Keep the field and take it off the page.", consented: false },
        { id: "break:post", title: "Break 2 callers of post", detail: "Two pages opened today still send a text; their next message is rejected until they reload.", wayOut: "Let post accept and ignore the text.", consented: false },
      ];
      const verdict = { outcome: "asks", summary: `Removes the text of ${app.rows.length} messages and breaks pages that are open now.`, items, reasons: [], notes: ["A snapshot is kept before the release; going back brings the texts back."], facts: [{ kind: "field-dropped", path: "messages.text", values: app.rows.length }], rehearsal };
      const release = { id: hash(), number: null, status: "waiting", createdMs: Date.now(), note: "", wish, snapshot: null, verdict };
      app.releases.unshift(release);
      record(app, "waiting", release.id, verdict.summary);
      tell("verdict", { release: release.id, verdict });
      return end("waiting", { release: release.id, items });
    }
    if (/everyone|everybody|first 10|ten/i.test(wish)) {
      rows[0].after = 10;
      rows[1].after = 10;
      const reasons = [
        { code: "M0169", path: "messages", message: `The migration keeps 10 of ${app.rows.length} rows. ${app.rows.length - 10} messages would be lost without a word in the wish about it.`, wayOut: "Carry every row over, or ask to remove them by name." },
        { code: "A0003", path: "delete", message: "A stranger could delete a message: the guard of delete is gone.", wayOut: "Keep the check that the caller is the owner." },
      ];
      const verdict = { outcome: "refused", summary: `Would lose ${app.rows.length - 10} messages and let strangers delete.`, items: [], reasons, notes: [], facts: [], rehearsal };
      const release = { id: hash(), number: null, status: "refused", createdMs: Date.now(), note: "", wish, snapshot: null, verdict };
      app.releases.unshift(release);
      record(app, "refused", release.id, verdict.summary);
      tell("verdict", { release: release.id, verdict });
      return end("refused", { release: release.id, message: verdict.summary, reasons });
    }
    const verdict = { ...safe("Adds an optional field. All messages are kept; pages that are open go on working.", ["Old messages show no city."]), rehearsal };
    const release = { id: hash(), number: null, status: "waiting", createdMs: Date.now(), note: "", wish, snapshot: null, verdict };
    tell("verdict", { release: release.id, verdict });
    goLive(app, release);
    await stage("release", 60, `block ${height}`);
    await stage("page", 140, "loads for strangers and for you");
    end("done", { outcome: "released", release: release.id, number: release.number, url: app.url });
  }

  async function consent(res, app, { release: id, items }) {
    const release = app.releases.find((r) => r.id === id && r.status === "waiting");
    if (!release) return fail(res, 409, "conflict", "that release does not wait any more", "reload to see what happened to it");
    for (const item of release.verdict.items) if (!items || items.includes(item.id)) item.consented = true;
    record(app, "consented", id, release.verdict.items.filter((i) => i.consented).map((i) => i.title).join("; "));
    const { stage, end } = job(res, app.name);
    const open = release.verdict.items.filter((i) => !i.consented);
    if (open.length > 0) return end("waiting", { release: id, items: open });
    await stage("rehearse", 300, "again, on today's data");
    goLive(app, release);
    await stage("release", 60, `block ${height}`);
    await stage("page", 120);
    end("done", { outcome: "released", release: id, number: release.number, url: app.url });
  }

  async function rollback(res, app, { release: id, snapshot }) {
    const old = app.releases.find((r) => r.id === id || String(r.number) === String(id));
    if (!old) return fail(res, 404, "not-found", "there is no such release");
    const { tell, stage, end } = job(res, app.name);
    await stage("compile", 20, "kept from then");
    await stage("check", 60);
    await stage("rehearse", 420, snapshot ? "on the snapshot" : "old code on today's data");
    const release = { id: hash(), number: null, status: "waiting", createdMs: Date.now(), note: `back to release ${old.number}`, wish: old.wish, snapshot: null, verdict: null };
    if (snapshot) {
      const items = [{ id: "restore", title: "Lose everything written since then: 87 messages", detail: `The data goes back to what it was when release ${old.number} was replaced.`, wayOut: "Go back without the snapshot: the old code then works on today's data.", consented: false }];
      release.verdict = { outcome: "asks", summary: `Brings release ${old.number} and its data back; 87 newer messages would be lost.`, items, reasons: [], notes: [], facts: [], rehearsal: { ms: 30, instructions: 3_000_000, rows: [{ path: "messages", before: 1204, after: 1117 }] } };
      app.releases.unshift(release);
      record(app, "waiting", release.id, release.verdict.summary);
      tell("verdict", { release: release.id, verdict: release.verdict });
      return end("waiting", { release: release.id, items });
    }
    release.verdict = safe("The old code fits today's data; nothing is lost.", []);
    tell("verdict", { release: release.id, verdict: release.verdict });
    goLive(app, release, "rolled-back");
    await stage("release", 50, `block ${height}`);
    end("done", { outcome: "released", release: release.id, number: release.number, url: app.url });
  }

  function goLive(app, release, kind = "released") {
    const live = app.releases.find((r) => r.status === "live");
    if (live) live.status = "past";
    release.snapshot = ++height;
    release.status = "live";
    release.number = Math.max(0, ...app.releases.map((r) => r.number ?? 0)) + 1;
    if (!app.releases.includes(release)) app.releases.unshift(release);
    app.releasedMs = Date.now();
    record(app, kind, release.id, release.verdict.summary);
  }

  function record(app, kind, release, text) {
    const previous = app.records.at(-1)?.hash ?? null;
    app.records.push({ index: app.records.length, timeMs: Date.now(), kind, release, by: "owner", text, hash: hash(), previous });
  }

  const log = (app, text) => app.logs.push({ index: app.logs.length, timeMs: Date.now(), text });

  const asApp = (app) => {
    const live = app.releases.find((r) => r.status === "live");
    return { name: app.name, canisterId: app.canisterId, url: app.url, release: live?.id ?? "", number: live?.number ?? 0, state: app.state ?? "running", createdMs: app.createdMs, releasedMs: live?.createdMs ?? app.createdMs, memoryBytes: app.memoryBytes, instructions: app.instructions, stateHash: hash(), pending: app.releases.filter((r) => r.status === "waiting").length };
  };

  /** What another face (the command line) would cause: tests use it to make things happen from elsewhere. */
  const elsewhere = async (name, wish) => {
    const { Writable } = await import("node:stream");
    const res = new Writable({ write: (_c, _e, done) => done() });
    res.writeHead = () => res;
    await changeApp(res, apps.get(name), { wish });
  };

  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  return { port: at, token, url: `http://localhost:${at}/#token=${token}`, close, elsewhere, apps };
}

const safe = (summary, notes) => ({ outcome: "safe", summary, items: [], reasons: [], notes, facts: [], rehearsal: { ms: 18, instructions: 2_104_992, rows: [] } });

function dataOf(app, params) {
  const collections = [
    { path: "messages", type: "Map<Nat, Message>", rows: app.rows.length },
    { path: "guests", type: "Set<Principal>", rows: 3 },
    { path: "nextId", type: "Nat", rows: null },
    { path: "settings", type: "{ var title : Text; var open : Bool }", rows: null },
  ];
  const path = params.get("path");
  const base = { path: path ?? "", type: "", kind: "rows", total: 0, rows: [], columns: null, collections, truncated: false };
  if (path === null) return base;
  const found = collections.find((c) => c.path === path);
  const offset = Number(params.get("offset") ?? 0);
  const limit = Number(params.get("limit") ?? 100);
  if (path === "messages") return { ...base, type: found.type, total: app.rows.length, columns: ["name", "text", "status", "city", "time"], rows: app.rows.slice(offset, offset + limit) };
  if (path === "guests") return { ...base, type: found.type, total: 3, rows: ["2vxsx-fae", "rrkah-fqaaa-aaaaa-aaaaq-cai", "aaaaa-aa"].map((value) => ({ key: null, value })) };
  if (path === "settings") return { ...base, kind: "value", type: found.type, total: 1, rows: [{ key: null, value: { title: "Guest book", open: true, tags: ["a", "b"], logo: { blob: "89504e470d0a1a0a", bytes: 48213 } } }] };
  return { ...base, kind: "value", type: found?.type ?? "Nat", total: 1, rows: [{ key: null, value: app.rows.length }] };
}

async function bodyOf(req) {
  let text = "";
  for await (const chunk of req) text += chunk;
  return text ? JSON.parse(text) : {};
}

const send = (res, status, type, body) => res.writeHead(status, { "Content-Type": type, "Cache-Control": "no-cache" }).end(body);
const json = (res, value) => send(res, 200, "application/json", JSON.stringify(value));
const fail = (res, status, kind, message, hint = null) =>
  res.headersSent ? res.end() : send(res, status, "application/json", JSON.stringify({ error: { kind, message, hint } }));

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const mock = await startMock({ port: Number(process.env.MOCK_PORT ?? 4944), speed: Number(process.env.MOCK_SPEED ?? 1), empty: process.env.MOCK_EMPTY === "1" });
  console.log(`Studio (mock): ${mock.url}`);
}
