// Runs the tests of the in-module runtime inside the reference compiler:
//   node tests/runtime/run.mjs [FOLDER_WITH_NODE_MODULES_OF_MOTOKO [TEST ...]]
// Needs Node 24 (64-bit Wasm memories) and `npm ci` in tests/differential, or `npm install motoko` in the folder. BUNDLE=FOLDER keeps the programs.
// The runtime, a simulated machine and a test become one program; its last line must be `ok`.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const runtime = path.join(here, "../../library/runtime");
const require = createRequire(path.resolve(process.argv[2] ?? path.join(here, "../differential"), "x.js"));
const motoko = require("motoko").default;
motoko.setExtraFlags(["-A", "M0194,M0198,M0244,M0145,M0223,M0236"]);

const importLine = /^\s*import (\w+) "([^"]+)";$/gm;

/** The modules that `name` needs, each after what it needs itself. */
function inOrder(name, seen, order) {
  if (seen.has(name)) return;
  seen.add(name);
  const source = fs.readFileSync(path.join(runtime, name + ".mo"), "utf8");
  let as = new Map();
  for (const [, id, from] of source.matchAll(importLine)) {
    if (from.startsWith("mo:")) continue;
    inOrder(from, seen, order);
    as.set(from, id);
  }
  order.push(name);
}

const asObject = (source, id) =>
  source.replace(importLine, "").replace(/^module \{$/m, `let ${id} = object {`).trimEnd() + ";\n";
const idOf = (name) => name.split("_").map((w) => w[0].toUpperCase() + w.slice(1)).join("");

function bundle(test) {
  const source = fs.readFileSync(path.join(here, test), "utf8");
  const order = [], seen = new Set();
  for (const [, , from] of source.matchAll(importLine)) if (!from.startsWith("mo:")) inOrder(from.replace("../../library/runtime/", ""), seen, order);
  const machine = asObject(fs.readFileSync(path.join(here, "machine.mo"), "utf8"), "M");
  const parts = order.map((n) => asObject(fs.readFileSync(path.join(runtime, n + ".mo"), "utf8"), idOf(n)));
  const start = "M.store32(0x08, 0x20_0000); M.store32(0x0c, 0x20_0000); M.store32(0x34, 40 * 65536);\n" +
    "for (a in [0x10, 0x18, 0x20, 0x38].values()) { M.store64(Prim.natToNat32(a), 3) };\n";
  return 'import Prim "mo:⛔";\n' + machine + start + parts.join("\n") + source.replace(importLine, "");
}

function run(wasm) {
  let instance, out = "";
  const write = (_fd, vectors, n, written) => {
    const memory = new DataView(instance.exports.memory.buffer);
    let sum = 0;
    for (let i = 0; i < Number(n); i++) {
      const at = Number(vectors) + i * 8, length = memory.getUint32(at + 4, true);
      out += Buffer.from(memory.buffer, memory.getUint32(at, true), length).toString();
      sum += length;
    }
    memory.setUint32(Number(written), sum, true);
    return 0;
  };
  const wasi = { fd_write: write };
  instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), { wasi_unstable: wasi, wasi_snapshot_preview1: wasi });
  try { instance.exports._start(); } catch (error) { out += `TRAP ${String(error).slice(0, 200)}`; }
  return out;
}

/** The signatures of the machine without its state: a library module that the runtime's own imports resolve to. */
function stub() {
  const source = fs.readFileSync(path.join(here, "machine.mo"), "utf8");
  const functions = [...source.matchAll(/^  public func (\w+)(\(.*?\)) : ([\w()]+) \{/gm)];
  return 'import Prim "mo:⛔";\nmodule {\n' + functions.map(([, name, params, result]) =>
    `  public func ${name}${params.replace(/(\w+) :/g, "_$1 :")} : ${result} { Prim.trap("stub") };\n`).join("") + "}\n";
}

let failed = 0;
motoko.write("machine/lib.mo", stub());
motoko.usePackage("machine", "machine");
for (const file of fs.readdirSync(runtime)) motoko.write(`runtime/${file}`, fs.readFileSync(path.join(runtime, file), "utf8"));
for (const file of process.argv.length > 3 ? [] : fs.readdirSync(runtime)) {
  for (const d of motoko.check(`runtime/${file}`).filter((d) => d.severity === 1 || d.source === `runtime/${file}`)) {
    if (d.severity === 1) failed++;
    console.log(`${d.source}:${d.range.start.line + 1}: ${d.code} ${d.message}`);
  }
}
const tests = process.argv.length > 3 ? process.argv.slice(3) : fs.readdirSync(here).filter((f) => f.endsWith("_test.mo"));
for (const test of tests) {
  const program = bundle(test);
  if (process.env.BUNDLE) fs.writeFileSync(path.join(process.env.BUNDLE, test), program);
  motoko.write(`${test}`, program);
  const errors = motoko.check(test).filter((d) => d.severity === 1);
  if (errors.length) {
    failed++;
    for (const e of errors.slice(0, 12)) console.log(`${test}: ${program.split("\n")[e.range.start.line]}\n  ${e.range.start.line + 1}: ${e.code} ${e.message}`);
    continue;
  }
  const begun = Date.now();
  const out = run(motoko.wasm(test, "wasi").wasm);
  const good = out.trimEnd().endsWith("\nok") || out.trim() === "ok";
  if (!good) failed++;
  console.log(`${good ? "pass" : "FAIL"} ${test} (${Date.now() - begun} ms)`);
  if (!good || process.env.SHOW) console.log(out.slice(-4000));
}
process.exit(failed ? 1 : 0);
