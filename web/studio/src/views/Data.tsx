// The app's own variables as tables: whatever is stored can be seen and taken away.

import { useState } from "react";
import { api, failureOf } from "../api/client.ts";
import type { AppDetail, Collection, Failure, Json } from "../api/types.ts";
import { appPath } from "../routing.ts";
import { useFreshness } from "../state/store.ts";
import { Icon, Trouble, useLoad, Waiting } from "../ui/parts.tsx";
import { bytes, count, counted } from "../words/format.ts";
import { cell, columnsOf, csv, matches } from "../words/table.ts";

const PAGE = 100;

export function DataView({ app, path }: { app: AppDetail; path: string | null }) {
  const fresh = useFreshness(app.name);
  const list = useLoad(() => api.data(app.name, null), `${app.name} ${fresh}`);
  const collections = list.value?.collections ?? [];
  const shown = path ?? collections.reduce<Collection | null>((best, c) => (best && (best.rows ?? -1) >= (c.rows ?? -1) ? best : c), null)?.path ?? null;
  return (
    <section className="view data">
      <header className="view-head">
        <h2>Data</h2>
        <p className="quiet">The variables of the app, read from its memory as they are now.</p>
      </header>
      {list.failure && <Trouble failure={list.failure} retry={list.reload} />}
      {!list.value && list.loading && <Waiting>Reading the collections</Waiting>}
      {list.value && collections.length === 0 && <p className="empty">This app stores nothing.</p>}
      <nav className="collections" aria-label="Stored variables">
        {collections.map((c) => (
          <a key={c.path} href={`#${appPath(app.name, "data", c.path)}`} aria-current={c.path === shown ? "page" : undefined} title={c.type}>
            {c.path} {c.rows !== null && <span>{count(c.rows)}</span>}
          </a>
        ))}
      </nav>
      {shown !== null && <Table key={shown} app={app} path={shown} />}
    </section>
  );
}

function Table({ app, path }: { app: AppDetail; path: string }) {
  const [offset, setOffset] = useState(0);
  const [words, setWords] = useState("");
  const fresh = useFreshness(app.name);
  const data = useLoad(() => api.data(app.name, path, offset, PAGE), `${app.name} ${path} ${offset} ${fresh}`);
  if (!data.value) return data.failure ? <Trouble failure={data.failure} retry={data.reload} /> : <Waiting>Reading {path}</Waiting>;
  const { total, kind, type, rows } = data.value;
  const columns = columnsOf(data.value.columns);
  const keyed = rows.some((r) => r.key !== null);
  const found = words.trim() === "" ? rows : rows.filter((row) => matches(row, words.trim()));
  return (
    <div className="table-box" aria-busy={data.loading}>
      <div className="table-tools">
        <input type="search" className="search" aria-label="Search in the loaded rows" placeholder="Search in these rows" value={words} onChange={(e) => setWords(e.target.value)} hidden={kind === "value"} />
        <code className="type" title={type}>{type}</code>
        <button type="button" className="tool" onClick={data.reload} title="Read again"><Icon name="reload" /><span className="visually-hidden">Read again</span></button>
        <Export app={app.name} path={path} total={total} />
      </div>
      {data.failure && <Trouble failure={data.failure} retry={data.reload} />}
      {kind === "value" && <div className="single"><Value value={rows[0]?.value ?? null} open /></div>}
      {kind === "rows" && (
        <div className="table-scroll" tabIndex={0} role="region" aria-label={`Rows of ${path}`}>
          <table>
            <thead><tr>{keyed && <th scope="col">key</th>}{columns.map((c) => <th key={c} scope="col">{c}</th>)}</tr></thead>
            <tbody>
              {found.map((row, index) => (
                <tr key={`${offset + index}`}>
                  {keyed && <th scope="row"><Value value={row.key} /></th>}
                  {columns.map((c) => <td key={c}><Value value={cell(row.value, c)} /></td>)}
                </tr>
              ))}
            </tbody>
          </table>
          {rows.length === 0 && <p className="empty">No rows yet.</p>}
          {rows.length > 0 && found.length === 0 && <p className="empty">No loaded row has “{words}”.</p>}
        </div>
      )}
      {kind === "rows" && total > 0 && (
        <nav className="paging" aria-label="Pages">
          <button type="button" className="button small" disabled={offset === 0} onClick={() => setOffset(Math.max(0, offset - PAGE))}>Earlier</button>
          <span aria-live="polite">
            {words.trim() ? `${counted(found.length, "hit")} in ` : ""}{count(offset + 1)} to {count(offset + rows.length)} of {count(total)}
          </span>
          <button type="button" className="button small" disabled={offset + rows.length >= total} onClick={() => setOffset(offset + PAGE)}>Later</button>
        </nav>
      )}
      {data.value.truncated && <p className="quiet">Some values were too long to show whole.</p>}
    </div>
  );
}

function Export({ app, path, total }: { app: string; path: string; total: number }) {
  const [progress, setProgress] = useState<number | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const save = async (format: "csv" | "json") => {
    setFailure(null);
    setProgress(0);
    try {
      const rows: { key: Json; value: Json }[] = [];
      let columns: string[] = [];
      for (;;) {
        const page = await api.data(app, path, rows.length, 500);
        rows.push(...page.rows);
        columns = columnsOf(page.columns);
        setProgress(rows.length);
        if (page.rows.length === 0 || rows.length >= page.total) break;
      }
      const text = format === "csv" ? csv(columns, rows) : JSON.stringify(rows, null, 2);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([text], { type: format === "csv" ? "text/csv" : "application/json" }));
      link.download = `${app}-${path}.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setProgress(null);
    }
  };
  return (
    <div className="export">
      {progress !== null && <span role="status">{count(progress)} of {count(total)}</span>}
      {failure && <span role="alert">Not exported: {failure.message}</span>}
      <button type="button" className="button small" disabled={progress !== null} onClick={() => void save("csv")}><Icon name="download" />CSV</button>
      <button type="button" className="button small" disabled={progress !== null} onClick={() => void save("json")}><Icon name="download" />JSON</button>
    </div>
  );
}

function Value({ value, open = false }: { value: Json | undefined; open?: boolean }) {
  if (value === null || value === undefined) return <span className="v-null">none</span>;
  if (typeof value === "boolean") return <span className="v-bool">{value ? "true" : "false"}</span>;
  if (typeof value === "number") return <span className="v-number">{value}</span>;
  if (typeof value === "string") return /^#[A-Za-z_]\w*$/.test(value) ? <span className="v-tag">{value}</span> : <span className="v-text" title={value.length > 40 ? value : undefined}>{value}</span>;
  if (!Array.isArray(value)) {
    const keys = Object.keys(value);
    const only = keys[0];
    if (keys.length === 1 && only?.startsWith("#")) return <span className="v-variant"><span className="v-tag">{only}</span> <Value value={value[only]} /></span>;
    if (typeof value.blob === "string" && keys.every((k) => k === "blob" || k === "bytes")) {
      return <span className="v-blob" title={value.blob.slice(0, 64)}>blob, {bytes(typeof value.bytes === "number" ? value.bytes : value.blob.length / 2)}</span>;
    }
  }
  const words = Array.isArray(value) ? counted(value.length, "element") : counted(Object.keys(value).length, "field");
  return <details className="v-nested" open={open}><summary>{words}</summary><pre>{JSON.stringify(value, null, 2)}</pre></details>;
}
