// The lines that two versions of a file have in common, and those they do not.

export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  oldLine: number | null;
  newLine: number | null;
}

const TABLE_MAX = 4_000_000;

export function diffLines(oldText: string, newText: string): DiffLine[] {
  const old = linesOf(oldText);
  const now = linesOf(newText);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail++;

  const out: DiffLine[] = [];
  const same = (i: number, j: number) => out.push({ kind: "same", text: old[i]!, oldLine: i + 1, newLine: j + 1 });
  for (let i = 0; i < head; i++) same(i, i);
  middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail), head, out);
  for (let k = tail; k > 0; k--) same(old.length - k, now.length - k);
  return out;
}

/** The longest common subsequence of what is between the common head and tail. */
function middle(old: string[], now: string[], base: number, out: DiffLine[]): void {
  const n = old.length;
  const m = now.length;
  // Two files with thousands of lines and nothing in common: the table is not worth its memory.
  const length = n * m > TABLE_MAX ? null : new Uint32Array((n + 1) * (m + 1));
  const at = (i: number, j: number) => (length ? length[i * (m + 1) + j]! : 0);
  if (length) {
    for (let i = n - 1; i >= 0; i--)
      for (let j = m - 1; j >= 0; j--)
        length[i * (m + 1) + j] = old[i] === now[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  }
  let i = 0;
  let j = 0;
  while (i < n || j < m) {
    if (length && i < n && j < m && old[i] === now[j]) {
      out.push({ kind: "same", text: old[i]!, oldLine: base + ++i, newLine: base + ++j });
    } else if (i < n && (j >= m || at(i + 1, j) >= at(i, j + 1))) {
      out.push({ kind: "removed", text: old[i]!, oldLine: base + ++i, newLine: null });
    } else {
      out.push({ kind: "added", text: now[j]!, oldLine: null, newLine: base + ++j });
    }
  }
}

export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
