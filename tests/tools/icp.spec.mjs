// The `icp` tool as its users have it: it makes a canister here, deploys to it, calls, snapshots and deletes it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { BINARY, startServer } from "../browser/world.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const TOOL = join(HERE, "node_modules/@icp-sdk/icp-cli-linux-x64/bin/icp");
const SOURCE = join(HERE, "../apps/guestbook/backend/main.mo");

const skip = !existsSync(TOOL)
  ? "the icp tool is not installed here (it exists for Linux on x86-64)"
  : !existsSync(BINARY)
    ? `no program at ${BINARY}: cargo build -p cli`
    : false;

describe("icp", { skip }, () => {
  let server, folder;

  /** Runs the tool and returns what it printed; it must succeed. */
  function icp(...args) {
    const env = { ...process.env, HOME: join(folder, "home") };
    const { status, stdout, stderr } = spawnSync(TOOL, args, { cwd: folder, env, encoding: "utf8", timeout: 120_000 });
    assert.equal(status, 0, `icp ${args.join(" ")}:\n${stdout}${stderr}`);
    return stdout + stderr;
  }

  /** Compiles the guest book; `padding` is the size of a section that says nothing. */
  function build(padding = 0) {
    const path = join(folder, "guestbook.wasm");
    const { status, stderr } = spawnSync(BINARY, ["motoko", "build", SOURCE, "-o", path], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
    if (padding > 0) writeFileSync(path, Buffer.concat([readFileSync(path), section(padding)]));
  }

  before(async () => {
    server = await startServer();
    folder = mkdtempSync(join(tmpdir(), "selfwright-icp-"));
    mkdirSync(join(folder, "home"));
    writeFileSync(
      join(folder, "icp.yaml"),
      `networks: [{ name: own, mode: connected, url: "http://localhost:${server.port}", root-key: fetch }]
environments: [{ name: own, network: own }]
canisters:
  - name: guestbook
    build: { steps: [{ type: pre-built, path: guestbook.wasm }] }
`,
    );
    icp("identity", "new", "tester", "--storage", "plaintext");
    icp("identity", "default", "tester");
  });

  after(async () => {
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  it("deploys a new canister and calls it", () => {
    build();
    assert.match(icp("deploy", "-e", "own"), /Created canister guestbook with ID/);
    const entry = '(record { name = "ann"; message = "hello" })';
    assert.match(icp("canister", "call", "guestbook", "addEntry", entry, "-e", "own"), /\(0 : nat\)/);
    assert.match(icp("canister", "call", "guestbook", "count", "()", "--query", "-e", "own"), /\(1 : nat\)/);
    assert.match(icp("canister", "metadata", "guestbook", "candid:service", "-e", "own"), /addEntry/);
    icp("canister", "logs", "guestbook", "-e", "own");
  });

  it("upgrades to a module of 3 MB, in chunks, and the data stays", () => {
    build(3_000_000);
    icp("deploy", "-e", "own");
    assert.match(icp("canister", "call", "guestbook", "count", "()", "--query", "-e", "own"), /\(1 : nat\)/);
  });

  it("reads and changes settings", () => {
    icp("canister", "settings", "update", "guestbook", "--freezing-threshold", "86400", "--log-visibility", "public", "-e", "own");
    icp("canister", "settings", "update", "guestbook", "--add-controller", "2vxsx-fae", "-e", "own");
    const shown = icp("canister", "settings", "show", "guestbook", "-e", "own");
    assert.match(shown, /86_400/);
    assert.match(shown, /Log visibility: Public/);
    assert.match(shown, /2vxsx-fae/);
    icp("canister", "top-up", "guestbook", "--amount", "1t", "-e", "own");
    assert.match(icp("canister", "status", "guestbook", "-e", "own"), /Status: Running/);
  });

  it("takes a snapshot, carries it over a file and restores it", () => {
    icp("canister", "stop", "guestbook", "-e", "own");
    icp("canister", "snapshot", "create", "guestbook", "-e", "own");
    const file = join(folder, "snapshot");
    icp("canister", "snapshot", "download", "guestbook", "0000000000000001", "-o", file, "-e", "own");
    icp("canister", "start", "guestbook", "-e", "own");
    icp("canister", "call", "guestbook", "addEntry", '(record { name = "bob"; message = "later" })', "-e", "own");
    icp("canister", "stop", "guestbook", "-e", "own");
    icp("canister", "snapshot", "upload", "guestbook", "-i", file, "-e", "own");
    assert.match(icp("canister", "snapshot", "list", "guestbook", "-e", "own"), /0000000000000002/);
    icp("canister", "snapshot", "restore", "guestbook", "0000000000000002", "-e", "own");
    icp("canister", "start", "guestbook", "-e", "own");
    assert.match(icp("canister", "call", "guestbook", "count", "()", "--query", "-e", "own"), /\(1 : nat\)/);
    icp("canister", "snapshot", "delete", "guestbook", "0000000000000001", "-e", "own");
  });

  it("stops and deletes it, and gets its cycles back", () => {
    icp("canister", "stop", "guestbook", "-e", "own");
    assert.match(icp("canister", "delete", "guestbook", "-e", "own"), /Recovered \d+ cycles/);
  });
});

/** A custom section of this many bytes. */
function section(bytes) {
  const name = Buffer.from("\x07padding", "latin1");
  let size = name.length + bytes;
  const length = [];
  do {
    length.push((size & 0x7f) | (size > 0x7f ? 0x80 : 0));
    size >>= 7;
  } while (size > 0);
  // Not all zeros: what repeats might be stored once.
  const noise = Buffer.alloc(bytes);
  for (let at = 0, state = 1; at < bytes; at++) noise[at] = state = (state * 75 + 74) % 251;
  return Buffer.concat([Buffer.from([0, ...length]), name, noise]);
}
