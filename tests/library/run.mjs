// Runs programs against `library/core` inside the reference compiler's interpreter:
//   node tests/library/run.mjs [FOLDER_WITH_NODE_MODULES_OF_MOTOKO [TEST.mo ...]]
// Needs `npm ci` in tests/differential, or `npm install motoko` in the folder. What a test must print stands below it in comments `// prints: ...`.
import { createRequire } from "node:module";
import fs from "node:fs";
import path from "node:path";

const here = path.dirname(new URL(import.meta.url).pathname);
const core = path.join(here, "../../library/core");
const require = createRequire(path.resolve(process.argv[2] ?? path.join(here, "../differential"), "x.js"));
const motoko = require("motoko").default;
motoko.setExtraFlags(["-A", "M0194,M0198,M0244,M0223,M0236,M0237,M0235,M0241"]);

const modules = [];
for (const folder of ["", "pure/", "internal/"])
  for (const file of fs.readdirSync(path.join(core, folder)).filter((f) => f.endsWith(".mo"))) {
    const twin = path.join(here, "Native.twin");
    const from = folder + file === "internal/Native.mo" ? twin : path.join(core, folder + file);
    motoko.write(`core/${folder}${file}`, fs.readFileSync(from, "utf8"));
    modules.push(`core/${folder}${file}`);
  }
// ORACLE=1 runs the same programs with the reference's own library instead.
if (process.env.ORACLE) motoko.loadPackage(require("motoko/packages/latest/core.json"));
else motoko.usePackage("core", "core");

let failed = 0;
const report = (file, diagnostics) => {
  for (const d of diagnostics.slice(0, 8)) console.log(`${d.source}:${d.range.start.line + 1}:${d.range.start.character + 1} ${d.code} ${d.message}`);
};
for (const file of process.env.MODULE ? [`core/${process.env.MODULE}.mo`] : process.argv.length > 3 || process.env.ORACLE ? [] : modules) {
  const wrong = motoko.check(file).filter((d) => d.severity === 1 || d.source === file);
  if (wrong.length) report(file, wrong), failed++;
}
const tests = process.argv.length > 3 ? process.argv.slice(3) : fs.readdirSync(here).filter((f) => f.endsWith(".mo"));
for (const test of tests) {
  const source = fs.readFileSync(path.join(here, test), "utf8");
  const want = [...source.matchAll(/^\/\/ prints: (.*)$/gm)].map((m) => m[1]);
  motoko.write(test, source);
  const errors = motoko.check(test).filter((d) => d.severity === 1);
  if (errors.length) { failed++; report(test, errors); continue; }
  const { stdout, stderr } = motoko.run(test);
  const got = stdout.trimEnd().split("\n").filter((l) => l !== "() : ()");
  const good = got.join("\n") === want.join("\n");
  if (!good) failed++;
  console.log(`${good ? "pass" : "FAIL"} ${test}`);
  if (!good) {
    got.forEach((line, i) => { if (line !== want[i]) console.log(`  line ${i + 1}: got ${line}\n         want ${want[i]}`); });
    if (got.length < want.length) console.log(`  ${want.length - got.length} lines missing`);
    if (stderr) console.log(stderr.slice(0, 600));
    if (process.env.BLESS) fs.writeFileSync(path.join(here, test), source.replace(/^\/\/ prints: .*\n?/gm, "").trimEnd() + "\n\n" + got.map((l) => `// prints: ${l}\n`).join(""));
  }
}
process.exit(failed ? 1 : 0);
