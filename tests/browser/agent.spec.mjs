// The agent from npm, unchanged, in a browser: on the app's own page, and on a page of another origin.

import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { skip, startBrowser, startServer, visit } from "./world.mjs";

const SOURCE = fileURLToPath(new URL("../apps/guestbook/backend/main.mo", import.meta.url));

describe("the agent of pages", { skip, timeout: 300_000 }, () => {
  let browser, server, other, bundle, canister, folder;

  before(async () => {
    [browser, server] = await Promise.all([startBrowser(), startServer()]);
    const { buildSync } = createRequire(import.meta.url)("esbuild");
    const entry = fileURLToPath(new URL("agent.mjs", import.meta.url));
    const built = buildSync({ entryPoints: [entry], bundle: true, format: "iife", write: false, target: "es2022" });
    bundle = built.outputFiles[0].text;
    // The guest book with a page of its own, which does not use the SDK.
    folder = mkdtempSync(join(tmpdir(), "selfwright-agent-"));
    for (const part of ["backend", "frontend"]) mkdirSync(join(folder, part));
    copyFileSync(SOURCE, join(folder, "backend/main.mo"));
    writeFileSync(join(folder, "frontend/index.html"), "<!doctype html><title>plain</title><h1>plain</h1>");
    const made = server.run("release", folder, "--app", "guestbook");
    assert.equal(made.status, 0, made.text);
    const { origin, hash } = new URL(server.studio);
    const headers = { Authorization: `Bearer ${hash.replace("#token=", "")}` };
    const app = await fetch(`${origin}/_/api/apps/guestbook`, { headers });
    canister = (await app.json()).canisterId;
    // Somebody's own server, with a page that calls this app.
    other = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<h1>elsewhere</h1>"));
    await new Promise((resolve) => other.listen(0, "127.0.0.1", resolve));
  });

  after(async () => {
    other?.close();
    await browser?.close();
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  async function run(address, host) {
    const page = await visit(browser, address);
    await page.addScriptTag({ content: bundle });
    const outcome = await page.evaluate(([host, id]) => globalThis.tryAgent(host, id), [host, canister]);
    assert.deepEqual(page.problems, []);
    await page.context().close();
    assert.equal(outcome.after, outcome.before + 1, "a query after a reply sees what the call wrote");
    assert.match(outcome.hash, /^[0-9a-f]{64}$/);
    assert.match(outcome.candid, /count/);
    assert.equal(outcome.nodes, 1);
    assert.match(outcome.absent, /has no (query )?method|IC0536/);
    assert.match(outcome.unbelieved, /verif|signature/i, "a reply of a replica with another key is not believed");
  }

  test("on the app's own page", async () => {
    const origin = `http://guestbook.localhost:${server.port}`;
    await run(`${origin}/`, origin);
  });

  test("on a page of another origin, which the browser asks for leave first", async () => {
    await run(`http://127.0.0.1:${other.address().port}/`, `http://localhost:${server.port}`);
  });
});
