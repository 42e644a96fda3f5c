// Drives the reference compiler: node reference.mjs check FILE.mo | build FILE.mo OUT.wasm | again FILE.mo. Files beside FILE and below are
// there for its imports. `again` checks and builds twice in one process and prints the milliseconds of each.
//
// The npm package `motoko` is taken from tests/differential, where it is a development dependency.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const [verb, input, output] = process.argv.slice(2);
const require = createRequire(new URL("../tests/differential/package.json", import.meta.url));
const motoko = require("motoko").default;

const [, load] = timed(() => motoko.loadPackage(require("motoko/packages/latest/core.json")));
motoko.setExtraFlags(["--default-persistent-actors"]);
const main = basename(input);
for (const name of readdirSync(dirname(input), { recursive: true })) {
  if (name.endsWith(".mo")) motoko.write(name, readFileSync(join(dirname(input), name), "utf8"));
}
const [, first] = timed(() => check(main));
if (verb === "build") {
  writeFileSync(output, motoko.wasm(main, "ic").wasm);
}
if (verb === "again") {
  const text = readFileSync(input, "utf8");
  motoko.write(main, `${text}\n// changed\n`);
  const [, again] = timed(() => check(main));
  const [built, build] = timed(() => motoko.wasm(main, "ic"));
  console.log(JSON.stringify({ load, first, again, build, bytes: built.wasm.length }));
}

function check(name) {
  const errors = motoko.check(name).filter(({ severity }) => severity === 1);
  if (errors.length === 0) return;
  for (const { message, range } of errors) console.error(`${input}:${range.start.line + 1}: ${message}`);
  process.exit(1);
}

function timed(work) {
  const start = performance.now();
  const value = work();
  return [value, performance.now() - start];
}
