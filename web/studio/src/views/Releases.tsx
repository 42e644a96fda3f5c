// The line of releases: what is live, what was, what waits, and the way back.

import { useEffect, useRef, useState } from "react";
import type { AppDetail, Release } from "../api/types.ts";
import { appPath } from "../routing.ts";
import { rollBack } from "../state/actions.ts";
import { Icon } from "../ui/parts.tsx";
import { bytes, compact, counted, moment, short } from "../words/format.ts";
import { keptFor, titleOf } from "../words/releases.ts";
import { STATUS } from "../words/jobs.ts";
import { VerdictCard } from "./Verdict.tsx";

export function ReleasesView({ app, selected }: { app: AppDetail; selected: string | null }) {
  const [back, setBack] = useState<Release | null>(null);
  const line = [...app.releases].sort((a, b) => b.createdMs - a.createdMs);
  return (
    <section className="view">
      <header className="view-head">
        <h2>Releases</h2>
        <p className="quiet">
          {app.memoryBytes !== null && `${bytes(app.memoryBytes)} of memory, `}{app.instructions !== null && `${compact(app.instructions)} instructions so far. `}A snapshot is kept before every release.
        </p>
      </header>
      <ol className="timeline">
        {line.map((release) => (
          <li key={`${release.id}-${release.number}-${release.createdMs}`} data-status={release.status}>
            <span className="node" aria-hidden="true">{release.number ?? (release.status === "waiting" ? "?" : "×")}</span>
            <details open={release.status === "waiting" || (selected !== null && release.id.startsWith(selected))}>
              <summary>
                <span className="timeline-title">{release.number === null ? (STATUS[release.status] ?? release.status) : `Release ${release.number}`}{release.status === "live" && <span className="mark live">Live</span>}</span>
                <span className="timeline-wish">{titleOf(release).text}</span>
                <time dateTime={new Date(release.createdMs).toISOString()}>{moment(release.createdMs)}</time>
              </summary>
              {release.verdict && <VerdictCard app={app.name} verdict={release.verdict} release={release.id} status={release.status} />}
            </details>
            <p className="timeline-actions">
              <code title={release.id}>{short(release.id)}</code>
              <a href={`#${appPath(app.name, "code", release.id)}`}>Code</a>
              {release.status === "past" && <button type="button" className="link" onClick={() => setBack(release)}><Icon name="back" />Go back to this</button>}
            </p>
          </li>
        ))}
      </ol>
      {back && <RollbackDialog app={app} release={back} close={() => setBack(null)} />}
    </section>
  );
}

function RollbackDialog({ app, release, close }: { app: AppDetail; release: Release; close: () => void }) {
  const [snapshot, setSnapshot] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const kept = keptFor(release, app.releases);
  const between = app.releases.filter((r) => r.number !== null && release.number !== null && r.number > release.number).length;
  return (
    <dialog ref={dialog} className="dialog" onClose={close} aria-labelledby="rollback-title">
      <form method="dialog" onSubmit={() => rollBack(app.name, release, snapshot)}>
        <h2 id="rollback-title">Go back to release {release.number}</h2>
        <p>{counted(between, "later release")} would be undone. Going back is a release too: it is rehearsed first, and you can go forward again.</p>
        <fieldset className="choices">
          <legend>Which data?</legend>
          <label>
            <input type="radio" name="snapshot" checked={!snapshot} onChange={() => setSnapshot(false)} />
            <span><strong>Today's data</strong> The old code is rehearsed on it. Where it does not fit, you are told and nothing changes.</span>
          </label>
          <label data-disabled={!kept}>
            <input type="radio" name="snapshot" checked={snapshot} disabled={!kept} onChange={() => setSnapshot(true)} />
            <span>
              <strong>The data as it was then</strong>
              {!kept
                ? " No snapshot of this release is kept."
                : " From the snapshot kept when this release was replaced."}
            </span>
          </label>
        </fieldset>
        {snapshot && <p className="warning"><Icon name="question" />Everything written since then would be lost. Before anything happens the loss is counted, and you are asked.</p>}
        <p className="turn-actions">
          <button type="submit" className="button primary">{snapshot ? "Count what would be lost" : "Rehearse and go back"}</button>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>Stay</button>
        </p>
      </form>
    </dialog>
  );
}
