// A verdict in words: what changes for whom, what is asked, and the way out.

import { useId, useState } from "react";
import { failureOf } from "../api/client.ts";
import type { Failure, Hash, Item, Rehearsal, Verdict } from "../api/types.ts";
import { appPath } from "../routing.ts";
import { consent, dismiss } from "../state/actions.ts";
import { useStudio } from "../state/store.ts";
import { Icon, Prose, sentence, Trouble, Words } from "../ui/parts.tsx";
import { compact, count, counted, duration } from "../words/format.ts";
import { OUTCOME, STATUS } from "../words/jobs.ts";

interface Props {
  app: string;
  verdict: Verdict;
  release: Hash | null;
  status: string | null;
  items?: Item[] | undefined;
}

const MARK = { safe: "check", asks: "question", refused: "stop" } as const;

export function VerdictCard({ app, verdict, release, status, items = verdict.items }: Props) {
  const words = OUTCOME[verdict.outcome] ?? { word: verdict.outcome, meaning: "" };
  const waiting = status === "waiting";
  // The chip says the outcome, and the list the reasons: the summary does not have to say them again.
  const summary = sentence(verdict.summary.replace(/^(safe|asks|refused)[.:]\s+/i, ""));
  const repeated = /^(safe|asks|refused)\.$/i.test(summary) || verdict.reasons.some((reason) => sentence(reason.message) === summary);
  const changed = verdict.rehearsal?.rows ?? [];
  if (status === "dismissed") {
    return (
      <article className="verdict" data-outcome={verdict.outcome} data-status={status}>
        <header><span className="verdict-status">{STATUS.dismissed}: nothing was changed</span></header>
        <p className="verdict-summary"><Prose text={verdict.summary} /></p>
      </article>
    );
  }
  return (
    <article className="verdict" data-outcome={verdict.outcome} data-status={status ?? ""}>
      <header>
        <span className="verdict-word"><Icon name={MARK[verdict.outcome] ?? "question"} />{words.word}</span>
        {verdict.outcome === "asks" && status && !waiting && <span className="verdict-status">{STATUS[status] ?? status}</span>}
      </header>
      {!repeated && <p className="verdict-summary"><Prose text={summary} /></p>}
      {(waiting || verdict.outcome === "refused") && <p className="quiet">{words.meaning}</p>}
      {items.length > 0 && (release && waiting ? <ConsentForm app={app} release={release} items={items} /> : <ItemList items={items} />)}
      {verdict.reasons.length > 0 && (
        <ul className="reasons">
          {verdict.reasons.map((reason) => (
            <li key={`${reason.code}${reason.path}${reason.message}`}>
              <p>{reason.path && <code>{reason.path}</code>} <Prose text={reason.message} /> <span className="code">{reason.code}</span></p>
              {reason.wayOut && <p className="wayout"><span>Way out</span> <Prose text={reason.wayOut} /></p>}
            </li>
          ))}
        </ul>
      )}
      {changed.length > 0 && <Rows rehearsal={verdict.rehearsal!} open={verdict.outcome !== "safe"} />}
      {verdict.notes.length > 0 && <ul className="notes">{verdict.notes.map((note) => <li key={note}><Prose text={note} /></li>)}</ul>}
      {release && verdict.outcome !== "safe" && <p className="verdict-foot"><a href={`#${appPath(app, "code", release)}`}>Read the code</a></p>}
    </article>
  );
}

function ConsentForm({ app, release, items }: { app: string; release: Hash; items: Item[] }) {
  const open = items.filter((i) => !i.consented);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<Failure | null>(null);
  const [dropping, setDropping] = useState(false);
  const busy = useStudio((s) => s.entries.some((e) => e.app === app && e.kind === "consent" && e.phase === "running"));
  const id = useId();
  const some = open.filter((i) => ticked.has(i.id));
  const chosen = some.length > 0 && some.length < open.length ? some : open;
  const allow = () => consent(app, release, chosen.length === open.length ? null : chosen.map((i) => i.id), chosen.map((i) => i.title));
  const drop = () => {
    setDropping(true);
    dismiss(app, release).catch((error: unknown) => setFailure(failureOf(error))).finally(() => setDropping(false));
  };
  return (
    <form className="consent" onSubmit={(e) => { e.preventDefault(); allow(); }}>
      <ul className="items">
        {items.map((item, index) => (
          <li key={item.id} data-consented={item.consented}>
            {item.consented
              ? <p className="item-title"><Icon name="check" /><Words text={item.title} /> <span className="quiet">Allowed</span></p>
              : open.length > 1
                ? (
                  <label className="item-title">
                    <input
                      type="checkbox" checked={ticked.has(item.id)} aria-describedby={`${id}-${index}`}
                      onChange={(e) => setTicked((old) => { const next = new Set(old); if (e.target.checked) next.add(item.id); else next.delete(item.id); return next; })}
                    />
                    <Words text={item.title} />
                  </label>
                )
                : <p className="item-title"><Words text={item.title} /></p>}
            <ItemWords item={item} id={`${id}-${index}`} />
          </li>
        ))}
      </ul>
      {failure && <Trouble failure={failure} />}
      <p className="turn-actions">
        <button type="submit" className="button consent-button" disabled={busy || dropping}>
          {chosen.length < open.length ? `Allow ${chosen.length} of ${open.length}` : open.length === 1 ? "Allow it and release" : `Allow all ${open.length} and release`}
        </button>
        <button type="button" className="button" disabled={busy || dropping} onClick={drop}>Drop the change</button>
      </p>
      {open.length > 1 && <p className="quiet">Tick items to allow them one by one. It goes live once all are allowed.</p>}
    </form>
  );
}

const ItemList = ({ items }: { items: Item[] }) => (
  <ul className="items">
    {items.map((item) => (
      <li key={item.id} data-consented={item.consented}>
        <p className="item-title"><Words text={item.title} /> {item.consented && <span className="quiet">Allowed</span>}</p>
        <ItemWords item={item} />
      </li>
    ))}
  </ul>
);

const ItemWords = ({ item, id }: { item: Item; id?: string }) => (
  <div className="item-words" id={id}>
    {item.detail && <p><Prose text={item.detail} /></p>}
    {item.wayOut && <p className="wayout"><span>Way out</span> <Prose text={item.wayOut} /></p>}
  </div>
);

function Rows({ rehearsal, open }: { rehearsal: Rehearsal; open: boolean }) {
  return (
    <details className="rows" open={open}>
      <summary>Rehearsed on the live data: {counted(rehearsal.rows.length, "path")}, {duration(rehearsal.ms)}, {compact(rehearsal.instructions)} instructions</summary>
      <table>
        <thead><tr><th scope="col">Stored</th><th scope="col">Before</th><th scope="col">After</th><th scope="col">Change</th></tr></thead>
        <tbody>
          {rehearsal.rows.map((row) => {
            const change = row.after - row.before;
            return (
              <tr key={row.path} data-change={Math.sign(change)}>
                <th scope="row"><code>{row.path}</code></th>
                <td>{count(row.before)}</td>
                <td>{count(row.after)}</td>
                <td>{change === 0 ? "none" : `${change > 0 ? "+" : "−"}${count(Math.abs(change))}`}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
