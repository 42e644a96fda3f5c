// The files of a release, to read; beside them what changed since the release before.

import { useMemo, useState } from "react";
import { api } from "../api/client.ts";
import type { AppDetail, FileBody, Files, Release } from "../api/types.ts";
import { appPath, go } from "../routing.ts";
import { useStudio } from "../state/store.ts";
import { Trouble, useLoad, Waiting } from "../ui/parts.tsx";
import { diffLines, type DiffLine, linesOf } from "../words/diff.ts";
import { bytes, short } from "../words/format.ts";
import { highlightLine, languageOf, type Token } from "../words/highlight.ts";
import { STATUS } from "../words/jobs.ts";

export function CodeView({ app, selected }: { app: AppDetail; selected: string | null }) {
  const wanted = selected ?? app.release;
  const release = app.releases.find((r) => r.id.startsWith(wanted)) ?? app.releases[0];
  if (!release) return <section className="view"><h2>Code</h2><p className="empty">No release yet.</p></section>;
  return <Source key={release.id} app={app} release={release} />;
}

function Source({ app, release }: { app: AppDetail; release: Release }) {
  const generation = useStudio((s) => s.generation);
  const [changes, setChanges] = useState(release.number === null);
  const [path, setPath] = useState<string | null>(null);
  const before = previousOf(app, release);
  const files = useLoad(() => api.files(app.name, release.id), `${release.id} ${generation}`);
  const old = useLoad<Files>(() => (before ? api.files(app.name, before.id) : Promise.resolve({})), `${before?.id} ${generation}`);
  const comparing = changes && before !== null && old.value !== null;
  const names = useMemo(() => {
    const all = new Set([...Object.keys(files.value ?? {}), ...(comparing ? Object.keys(old.value ?? {}) : [])]);
    return [...all].sort((a, b) => Number(a.includes("/")) - Number(b.includes("/")) || a.localeCompare(b));
  }, [files.value, old.value, comparing]);
  const stateOf = (name: string) => fileState(old.value?.[name], files.value?.[name]);
  const shown = path !== null && names.includes(path) ? path : ((comparing ? names.find((n) => stateOf(n) !== "same") : undefined) ?? names.find((n) => n.endsWith(".mo")) ?? names[0] ?? null);
  return (
    <section className="view code">
      <header className="view-head row">
        <h2>Code</h2>
        <label className="switcher">
          <span className="visually-hidden">Release</span>
          <select value={release.id} onChange={(e) => go(appPath(app.name, "code", e.target.value))}>
            {app.releases.map((r) => <option key={`${r.id}-${r.createdMs}`} value={r.id}>{r.number === null ? `${STATUS[r.status] ?? r.status} ${short(r.id)}` : `Release ${r.number}${r.status === "live" ? ", live" : ""}`}</option>)}
          </select>
        </label>
        {before && <label className="switch"><input type="checkbox" checked={changes} onChange={(e) => setChanges(e.target.checked)} />Changes since release {before.number}</label>}
      </header>
      {files.failure && <Trouble failure={files.failure} retry={files.reload} />}
      {changes && old.failure && <Trouble failure={old.failure} retry={old.reload} />}
      {!files.value && files.loading && <Waiting>Reading the files</Waiting>}
      {files.value && (
        <div className="code-box">
          <nav className="files" aria-label="Files">
            {names.map((name) => (
              <button key={name} type="button" aria-current={name === shown ? "true" : undefined} data-state={comparing ? stateOf(name) : undefined} onClick={() => setPath(name)}>
                {name}{comparing && stateOf(name) !== "same" && <span className="file-state">{stateOf(name)}</span>}
              </button>
            ))}
          </nav>
          {shown !== null && <FileView key={`${shown} ${comparing}`} path={shown} body={files.value[shown]} old={comparing ? old.value?.[shown] : undefined} comparing={comparing} />}
        </div>
      )}
    </section>
  );
}

function previousOf(app: AppDetail, release: Release): Release | null {
  const numbered = app.releases.filter((r) => r.number !== null).sort((a, b) => b.number! - a.number!);
  if (release.number === null) return numbered.find((r) => r.createdMs < release.createdMs) ?? null;
  return numbered.find((r) => r.number! < release.number!) ?? null;
}

function fileState(old: FileBody | undefined, now: FileBody | undefined): "same" | "new" | "gone" | "changed" {
  if (old === undefined) return "new";
  if (now === undefined) return "gone";
  return JSON.stringify(old) === JSON.stringify(now) ? "same" : "changed";
}

function FileView({ path, body, old, comparing }: { path: string; body: FileBody | undefined; old: FileBody | undefined; comparing: boolean }) {
  const text = typeof body === "string" ? body : body === undefined ? "" : null;
  const oldText = typeof old === "string" ? old : "";
  const lines = useMemo<DiffLine[]>(() => {
    if (text === null) return [];
    if (comparing) return diffLines(oldText, text);
    return linesOf(text).map((line, i) => ({ kind: "same", text: line, oldLine: i + 1, newLine: i + 1 }));
  }, [text, oldText, comparing]);
  const coloured = useMemo(() => colour(lines, languageOf(path)), [lines, path]);
  if (text === null) return <p className="empty">{path} is no text: {bytes(binaryBytes(body))}.</p>;
  return (
    <div className="source" tabIndex={0} role="region" aria-label={path}>
      <table>
        <tbody>
          {lines.map((line, i) => (
            <tr key={i} data-kind={line.kind}>
              {comparing && <td className="line-number" aria-hidden="true">{line.oldLine ?? ""}</td>}
              <td className="line-number" aria-hidden="true">{line.newLine ?? ""}</td>
              {comparing && <td className="line-sign">{line.kind === "added" ? "+" : line.kind === "removed" ? "−" : ""}</td>}
              <td className="line-text"><code>{coloured[i]!.map((t, k) => (t.kind === "plain" || t.kind === "word" ? t.text : <span key={k} className={`t-${t.kind}`}>{t.text}</span>))}{"\n"}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function colour(lines: DiffLine[], language: string): Token[][] {
  let inComment = false;
  return lines.map((line) => {
    const result = highlightLine(line.text, language, inComment);
    if (line.kind !== "removed") inComment = result.inComment;
    return result.tokens;
  });
}

function binaryBytes(body: FileBody | undefined): number {
  if (body === undefined || typeof body === "string") return 0;
  return Math.floor((body.base64.replace(/=+$/, "").length * 3) / 4);
}
