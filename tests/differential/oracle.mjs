// Answers what the reference compiler says about programs: a line of JSON in, a line of JSON out.
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { default: motoko } = require('motoko');
motoko.loadPackage(require('motoko/packages/latest/core.json'));
// Flags can only be set once, so there is a process for each set of them.
motoko.setExtraFlags(['--default-persistent-actors', ...process.argv.slice(2)]);
// Programs that run for ever are given up.
motoko.setRunStepLimit(5_000_000);

const NAMES = { 1: 'error', 2: 'warning', 3: 'info' };

// What was found out about the modules of the library, which stays true. Not for programs that have all of them around.
let known = new Map();

function check(alone) {
  if (!alone) return motoko.check('Main.mo');
  const { diagnostics, scopeCache } = motoko.checkWithScopeCache('Main.mo', known);
  // A file that does not parse leaves nothing to know.
  known = scopeCache ?? known;
  return diagnostics;
}

function answer({ source, files, run, alone }) {
  for (const [name, text] of files ?? []) motoko.write(name, text);
  motoko.write('Main.mo', source);
  let found;
  try {
    found = check(alone);
  } catch (error) {
    return { failed: String(error) };
  }
  const diagnostics = found.map(({ severity, code, range, message, source }) => ({
    severity: NAMES[severity] ?? 'info',
    code: code ?? '',
    line: range.start.line + 1,
    message,
    elsewhere: source !== 'Main.mo',
  }));
  if (!run || diagnostics.some(({ severity }) => severity === 'error')) return { diagnostics };
  // The interpreter prints the value of the last declaration: make that one whose text is known.
  motoko.write('Run.mo', `${source.trimEnd().replace(/;$/, '')};\n()\n`);
  const ran = motoko.run('Run.mo');
  return { diagnostics, printed: ran.stdout.replace(/\(\) : \(\)\n$/, ''), stopped: ran.result?.error != null, stderr: ran.stderr };
}

const lines = createInterface({ input: process.stdin });
for await (const line of lines) {
  let reply;
  try {
    reply = answer(JSON.parse(line));
  } catch (error) {
    reply = { failed: String(error) };
  }
  process.stdout.write(JSON.stringify(reply) + '\n');
}
