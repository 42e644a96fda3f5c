// Checks generated backends, and the form of their pages, with the reference compiler: `node reference.mjs DIR [--stable]`, DIR holding a folder per case;
// with `--stable` also that each version may follow the one before (slow).
// A case is `backend/main.mo` (and `backend/migration.mo`), or `1/backend/...`, `2/backend/...` for versions in a row.
// The package `motoko` is looked for in the folder that SELFWRIGHT_REFERENCE names, then beside this file.
// Exit 0: all accepted; 1: something is rejected; 77: the reference is not installed.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.env.SELFWRIGHT_REFERENCE ?? import.meta.dirname, "here.js"));
let mo;
try {
  mo = require("motoko").default;
  mo.loadPackage(require("motoko/packages/latest/core.json"));
} catch (error) {
  console.log(`skipped: the package motoko is not installed (${error.code ?? error.message})`);
  process.exit(77);
}
mo.setExtraFlags(["--default-persistent-actors"]);

let rejected = 0;
const fail = (text) => {
  console.log(text);
  rejected += 1;
};

const check = (folder, name) => {
  const page = spawnSync(process.execPath, ["--input-type=module", "--check"], { input: readFileSync(join(folder, "frontend/app.js")) });
  if (page.status !== 0) fail(`${name}/frontend/app.js: ${page.stderr}`);
  for (const file of readdirSync(join(folder, "backend"))) {
    mo.write(`${name}/${file}`, readFileSync(join(folder, "backend", file), "utf8"));
  }
  const found = mo.check(`${name}/main.mo`).filter(({ code }) => !IGNORED.has(code));
  for (const { code, message, range, severity, source } of found) {
    fail(`${source}:${range.start.line + 1}: ${severity === 1 ? "error" : "warning"} ${code}: ${message}`);
  }
  return found.length === 0 ? signature(name) : null;
};

// A dropped field is the gate's business; redundant `persistent` is right for both language versions.
const IGNORED = new Set(["M0207", "M0217"]);

// A whole build, and therefore slow; only with `--stable`.
const signature = (name) => (process.argv[3] === "--stable" ? mo.wasm(`${name}/main.mo`, "ic").stable : null);

const root = process.argv[2];
let cases = 0;
for (const name of readdirSync(root).sort()) {
  const folder = join(root, name);
  const versions = existsSync(join(folder, "backend")) ? [folder] : readdirSync(folder).sort().map((version) => join(folder, version));
  let before = null;
  versions.forEach((version, index) => {
    cases += 1;
    const stable = check(version, `${name}_${index}`);
    if (before !== null && stable !== null) {
      mo.write("old.most", before);
      mo.write("new.most", stable);
      try {
        const { diagnostics = [] } = mo.compiler.stableCompatible("old.most", "new.most") ?? {};
        for (const { code, message } of diagnostics.filter(({ severity }) => severity === 1)) fail(`${version}: ${code}: ${message}`);
      } catch (error) {
        fail(`${version}: ${error.message}`);
      }
    }
    before = stable;
  });
}
console.log(`${cases} programs, ${rejected} objections`);
process.exit(rejected ? 1 : 0);
