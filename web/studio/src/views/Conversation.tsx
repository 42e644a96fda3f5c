// What was wished and what came of it, newest last.

import { type RefObject, useEffect, useMemo, useRef, useState } from "react";
import type { AppDetail, Diagnostic, Failure, Release } from "../api/types.ts";
import { appPath, go } from "../routing.ts";
import { again, build, say, withdraw } from "../state/actions.ts";
import { turnsOf, type Turn } from "../state/conversation.ts";
import type { Job } from "../state/jobs.ts";
import { type Entry, useStudio } from "../state/store.ts";
import { Prose, Trouble, useNow, Waiting, Words } from "../ui/parts.tsx";
import { WishBox } from "../ui/WishBox.tsx";
import { ago } from "../words/format.ts";
import { STATUS } from "../words/jobs.ts";
import { titleOf } from "../words/releases.ts";
import { Steps } from "./Steps.tsx";
import { Understood } from "./Understood.tsx";
import { VerdictCard } from "./Verdict.tsx";

export function AppConversation({ app }: { app: AppDetail }) {
  const [wish, setWish] = useState("");
  const entries = useStudio((s) => s.entries);
  const jobs = useStudio((s) => s.jobs);
  const turns = useMemo(() => turnsOf(app.name, entries, jobs, app.releases), [app, entries, jobs]);
  const list = useRef<HTMLDivElement>(null);
  const stuck = useRef(true);

  // A new turn is brought into view, and new steps keep the end in view, unless the reader has scrolled up to read.
  const said = useRef(entries.length);
  useEffect(() => {
    if (entries.length > said.current) stuck.current = true;
    said.current = entries.length;
    if (stuck.current && list.current) showEnd(list.current);
  }, [turns, entries.length]);
  useFocusIfLost(list);

  return (
    <section className="conversation" aria-label={`Wishes for ${app.name}`}>
      <div
        className="turns" ref={list} tabIndex={-1}
        onScroll={(e) => { const el = e.currentTarget; stuck.current = el.scrollHeight - el.scrollTop - el.clientHeight < 60; }}
      >
        <ol className="line">
          {turns.map((turn) => <li key={turn.key} className="turn"><TurnView turn={turn} app={app} edit={setWish} /></li>)}
        </ol>
      </div>
      <div className="composer">
        <WishBox
          label={`A wish for ${app.name}`} placeholder="What should change?" value={wish} onChange={setWish} action="Say it"
          onSay={(text) => { stuck.current = true; say(text, app.name); setWish(""); }}
        />
      </div>
    </section>
  );
}

/** Shows the end; of a verdict taller than the view its beginning, since that is where reading starts. */
function showEnd(list: HTMLElement): void {
  const verdict = list.querySelector<HTMLElement>(".turn:last-child .verdict");
  const fits = !verdict || verdict.offsetHeight < list.clientHeight;
  if (fits) list.scrollTop = list.scrollHeight;
  else list.scrollTop += verdict.getBoundingClientRect().top - list.getBoundingClientRect().top - 16;
}

/** Where the page changed under the keyboard (the home page went away), focus starts at the conversation. */
function useFocusIfLost(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [ref]);
}

export function NewConversation({ entry }: { entry: Entry }) {
  const job = useStudio((s) => (entry.jobId ? (s.jobs[entry.jobId] ?? null) : null));
  const [wish, setWish] = useState("");
  const list = useRef<HTMLDivElement>(null);
  useFocusIfLost(list);
  const over = entry.phase === "ended" || entry.phase === "asking";
  return (
    <section className="conversation" aria-label="A new app">
      <h1 className="visually-hidden">A new app</h1>
      <div className="turns" ref={list} tabIndex={-1}>
        <ol className="line"><li className="turn"><EntryTurn entry={entry} job={job} release={null} edit={setWish} app={null} /></li></ol>
      </div>
      {over && (
        <div className="composer">
          <WishBox
            label="The wish in other words" placeholder="Say it in other words" value={wish} onChange={setWish} action="Say it"
            onSay={(text) => { withdraw(entry.id); go(`/new/${say(text, null)}`, { replace: true }); }}
          />
        </div>
      )}
    </section>
  );
}

function TurnView({ turn, app, edit }: { turn: Turn; app: AppDetail; edit: (wish: string) => void }) {
  switch (turn.kind) {
    case "entry":
      return <EntryTurn entry={turn.entry} job={turn.job} release={turn.release} edit={edit} app={app} />;
    case "release":
      return <ReleaseTurn release={turn.release} app={app} />;
    case "job":
      return (
        <>
          <Wish text={turn.job.wish ?? "A change from elsewhere"} at={turn.job.heardAt} kind="elsewhere" />
          <JobOutcome job={turn.job} release={app.releases.find((r) => r.id === turn.job.release) ?? null} app={app} />
        </>
      );
  }
}

function Wish({ text, at, kind }: { text: string; at: number; kind: "wish" | "deed" | "elsewhere" }) {
  const now = useNow(30_000);
  return (
    <div className="wish" data-kind={kind}>
      <p className="wish-text">{kind === "deed" ? <Words text={text} /> : text}</p>
      <time className="wish-time" dateTime={new Date(at).toISOString()}>{ago(at, now)}</time>
    </div>
  );
}

function EntryTurn({ entry, job, release, edit, app }: { entry: Entry; job: Job | null; release: Release | null; edit: (wish: string) => void; app: AppDetail | null }) {
  return (
    <>
      <Wish text={entry.text} at={entry.at} kind={entry.kind === "wish" ? "wish" : "deed"} />
      {entry.phase === "thinking" && <Waiting>Reading the wish</Waiting>}
      {(entry.understanding ?? job?.understanding) && entry.phase !== "thinking" && (
        <Understood entry={entry} understanding={(entry.understanding ?? job?.understanding)!} onBuild={() => void build(entry.id)} onEdit={() => { edit(entry.text); withdrawLater(entry); }} />
      )}
      {entry.phase === "running" && !job && <Waiting>{entry.kind === "wish" ? "Starting" : "Asking the server"}</Waiting>}
      {job && <JobOutcome job={job} release={release} app={app} consenting={entry.kind === "consent"} />}
      {entry.failure && !job?.ending && <EntryTrouble failure={entry.failure} entry={entry} edit={edit} />}
      {job?.ending?.kind === "failed" && entry.kind === "wish" && (
        <p className="turn-actions">
          <button type="button" className="button small" onClick={() => again(entry.id)}>Say it again</button>
          <button type="button" className="button small" onClick={() => edit(entry.text)}>Change the words</button>
        </p>
      )}
    </>
  );
}

/** The same words help only where the words were not the trouble. */
function EntryTrouble({ failure, entry, edit }: { failure: Failure; entry: Entry; edit: (wish: string) => void }) {
  if (entry.kind !== "wish") return <Trouble failure={failure} />;
  const wording = failure.kind === "usage" || failure.kind === "too-large" || failure.kind === "conflict";
  return wording
    ? <Trouble failure={failure} retry={() => { edit(entry.text); withdrawLater(entry); }} retryWords="Change the words" />
    : <Trouble failure={failure} retry={() => again(entry.id)} retryWords="Say it again" />;
}

/** In an app's conversation the wish goes back into the box; the turn goes away so that it is not there twice. */
function withdrawLater(entry: Entry): void {
  if (entry.app !== null) withdraw(entry.id);
}

function JobOutcome({ job, release, app, consenting = false }: { job: Job; release: Release | null; app: AppDetail | null; consenting?: boolean }) {
  const ending = job.ending;
  // A consent is given to a verdict that stands further up, and is kept up to date there.
  const verdict = consenting && ending?.kind !== "refused" ? null : (release?.verdict ?? job.verdict);
  const appName = app?.name ?? job.app;
  return (
    <>
      <Steps job={job} />
      {job.diagnostics.length > 0 && <Diagnostics list={job.diagnostics} failed={ending?.kind === "failed"} />}
      {verdict && appName && (
        <VerdictCard
          app={appName} verdict={verdict} release={release?.id ?? (ending?.kind === "waiting" ? job.release : null)}
          status={release?.status ?? (ending?.kind === "waiting" ? "waiting" : ending?.kind === "refused" ? "refused" : ending?.kind === "done" ? "live" : null)}
          items={ending?.kind === "waiting" && !release ? ending.items : undefined}
        />
      )}
      {!verdict && ending?.kind === "refused" && <Trouble failure={{ kind: "rejected", message: ending.message, hint: ending.reasons[0]?.wayOut ?? null }} />}
      {ending?.kind === "failed" && <Trouble failure={ending.error} />}
      {ending?.kind === "waiting" && !verdict && <p className="outcome" data-outcome="asks"><span className="node" aria-hidden="true">?</span>It waits for the rest of your answers.</p>}
      {ending?.kind === "done" && <Done outcome={ending.outcome} number={ending.number} app={appName} />}
    </>
  );
}

function Done({ outcome, number, app }: { outcome: "released" | "checked" | "unchanged"; number: number | null; app: string | null }) {
  if (outcome === "released") {
    return <p className="outcome" data-outcome="live"><span className="node" aria-hidden="true">{number ?? "✓"}</span>Release {number} is live{app && <a className="only-narrow" href={`#${appPath(app, "app")}`}>Open the app</a>}</p>;
  }
  return <p className="outcome"><span className="node" aria-hidden="true">=</span>{outcome === "unchanged" ? "Nothing was changed: the app already does this, or the wish asked for nothing that could be done." : "Checked. Nothing was released."}</p>;
}

function ReleaseTurn({ release, app }: { release: Release; app: AppDetail }) {
  const title = titleOf(release);
  return (
    <>
      <Wish text={title.text} at={release.createdMs} kind={title.kind} />
      {release.verdict && release.verdict.outcome !== "safe"
        ? <VerdictCard app={app.name} verdict={release.verdict} release={release.id} status={release.status} />
        : release.verdict && <p className="verdict-line"><Prose text={release.verdict.summary} /></p>}
      {release.number !== null && (
        <p className="outcome" data-outcome={release.status}>
          <span className="node" aria-hidden="true">{release.number}</span>Release {release.number}{release.status === "live" ? " is live" : ""}
        </p>
      )}
      {release.number === null && release.status === "dismissed" && <p className="outcome"><span className="node" aria-hidden="true">×</span>{STATUS.dismissed}</p>}
    </>
  );
}

function Diagnostics({ list, failed }: { list: Diagnostic[]; failed: boolean }) {
  return (
    <details className="diagnostics" open={failed}>
      <summary>{list.length === 1 ? "1 message from the compiler" : `${list.length} messages from the compiler`}</summary>
      <ul>
        {list.map((d) => (
          <li key={`${d.code}${d.file}${d.line}${d.column}${d.message}`}>
            <p><code>{d.code}</code> <Prose text={d.message} /></p>
            <p className="quiet">{d.file}:{d.line}:{d.column}</p>
            {d.help && <p><Prose text={d.help} /></p>}
            {d.rendered && <details><summary>Show the place</summary><pre tabIndex={0}>{d.rendered}</pre></details>}
          </li>
        ))}
      </ul>
    </details>
  );
}
