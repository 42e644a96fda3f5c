// Everything that was decided about an app, by whom and when, in one chain.

import { api } from "../api/client.ts";
import type { AppDetail } from "../api/types.ts";
import { appPath } from "../routing.ts";
import { useFreshness, useStudio } from "../state/store.ts";
import { Icon, Prose, Trouble, useLoad, Waiting } from "../ui/parts.tsx";
import { brokenAt } from "../words/chain.ts";
import { counted, moment, short } from "../words/format.ts";
import { Owners } from "./Owners.tsx";

const KIND: Record<string, string> = {
  created: "Created", released: "Released", refused: "Refused", waiting: "Asked", consented: "Allowed", "rolled-back": "Went back", dismissed: "Dropped", "owner-added": "Owner added", "owner-removed": "Owner taken off", frozen: "Frozen", thawed: "Thawed",
};

export function HistoryView({ app }: { app: AppDetail }) {
  const fresh = useFreshness(app.name);
  const owner = useStudio((s) => s.status?.owner);
  const history = useLoad(() => api.history(app.name), `${app.name} ${fresh}`);
  const records = history.value;
  const broken = records ? brokenAt(records) : null;
  return (
    <section className="view">
      <header className="view-head">
        <h2>History</h2>
        {records && records.length > 0 && (broken === null
          ? <p className="chain"><Icon name="check" />{counted(records.length, "record")}, each naming the hash of the one before: the chain is whole.</p>
          : <p className="chain" data-broken role="alert"><Icon name="stop" />Record {broken} does not name the one before it. The history was changed; run <code>selfwright verify</code>.</p>)}
      </header>
      <Owners app={app} fresh={fresh} />
      {history.failure && <Trouble failure={history.failure} retry={history.reload} />}
      {!records && history.loading && <Waiting>Reading the history</Waiting>}
      {records && (
        <ol className="records" reversed>
          {[...records].reverse().map((record) => (
            <li key={record.index} data-kind={record.kind}>
              <p className="record-head">
                <strong>{KIND[record.kind] ?? record.kind}</strong> by {record.by === owner ? "you" : <code title={record.by}>{record.by.length > 20 ? `${record.by.slice(0, 11)}…` : record.by}</code>}
                <time dateTime={new Date(record.timeMs).toISOString()}>{moment(record.timeMs)}</time>
              </p>
              {record.text && <p><Prose text={record.text} /></p>}
              <p className="quiet record-ids">
                {record.release && <a href={`#${appPath(app.name, "releases", record.release)}`}>release {short(record.release)}</a>} <code title={record.hash}>{short(record.hash)}</code>
              </p>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
