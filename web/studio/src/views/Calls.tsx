// Calls the app as its owner, from its live interface.

import { type FormEvent, useId, useState } from "react";
import { api, failureOf } from "../api/client.ts";
import type { AppDetail, Failure, Method } from "../api/types.ts";
import { touch } from "../state/store.ts";
import { Trouble } from "../ui/parts.tsx";
import { candid, example } from "../words/candid.ts";
import { duration } from "../words/format.ts";

export function CallsView({ app }: { app: AppDetail }) {
  const methods = app.interface?.methods ?? [];
  return (
    <section className="view">
      <header className="view-head">
        <h2>Calls</h2>
        <p className="quiet">Every public method of the live release. Calls from here are made as you, the owner.</p>
      </header>
      {methods.length === 0 && <p className="empty">The live release has no public methods.</p>}
      <ul className="methods">{methods.map((m) => <li key={m.name}><MethodForm app={app} method={m} /></li>)}</ul>
    </section>
  );
}

function MethodForm({ app, method }: { app: AppDetail; method: Method }) {
  const types = app.interface?.types ?? {};
  const [args, setArgs] = useState(() => `(${method.args.map((a) => example(a.type, types)).join(", ")})`);
  const [reply, setReply] = useState<{ reply: string; ms: number } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const id = useId();
  const call = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    setReply(null);
    try {
      setReply(await api.call(app.name, method.name, args));
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
      if (method.mode === "update") touch(app.name);
    }
  };
  return (
    <details className="method">
      <summary><code>{method.name}</code> <span className="method-type">({method.args.map((a) => candid(a.type)).join(", ")}) → ({method.results.map((r) => candid(r.type)).join(", ")})</span> <span className="mark">{method.mode.replace("_", " ")}</span></summary>
      <form onSubmit={(e) => void call(e)}>
        <label htmlFor={id}>Arguments, as Candid text</label>
        <textarea id={id} rows={2} spellCheck={false} value={args} onChange={(e) => setArgs(e.target.value)} />
        <button type="submit" className="button small" disabled={busy}>{busy ? "Calling" : method.mode === "update" ? "Call (changes data)" : "Call"}</button>
      </form>
      <div aria-live="polite">
        {reply && <div className="reply"><pre tabIndex={0}>{reply.reply}</pre><span className="quiet">{duration(reply.ms)}</span></div>}
        {failure && <Trouble failure={failure} />}
      </div>
    </details>
  );
}
