// Compiles a program with the reference compiler: node reference.mjs IN.mo OUT.wasm [check]. Prints the milliseconds that
// loading the library, a first check (which reads the library), a second check and a build took.
//
// The npm package `motoko` is taken from tests/differential, where it is a development dependency.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const [input, output] = process.argv.slice(2);
const require = createRequire(new URL("../tests/differential/package.json", import.meta.url));
const motoko = require("motoko").default;
const timed = (work) => {
  const start = performance.now();
  const value = work();
  return [value, Math.round(performance.now() - start)];
};

const [, load] = timed(() => motoko.loadPackage(require("motoko/packages/latest/core.json")));
motoko.setExtraFlags(["--default-persistent-actors"]);
motoko.write("Main.mo", readFileSync(input, "utf8"));
const [diagnostics, first] = timed(() => motoko.check("Main.mo"));
const errors = diagnostics.filter(({ severity }) => severity === 1);
if (errors.length > 0) {
  for (const { message, range } of errors) console.error(`${input}:${range.start.line + 1}: ${message}`);
  process.exit(1);
}
const [, again] = timed(() => motoko.check("Main.mo"));
const [built, build] = timed(() => motoko.wasm("Main.mo", "ic"));
writeFileSync(output, built.wasm);
console.log(JSON.stringify({ load, first, again, build, bytes: built.wasm.length }));
