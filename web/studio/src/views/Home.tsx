// The first screen: say a wish, or go on with an app.

import { useState } from "react";
import { say } from "../state/actions.ts";
import { useStudio } from "../state/store.ts";
import { appPath, go } from "../routing.ts";
import { hostOf, Trouble, useNow, Waiting } from "../ui/parts.tsx";
import { WishBox } from "../ui/WishBox.tsx";
import { ago, bytes, counted } from "../words/format.ts";
import { stageWords } from "../words/jobs.ts";
import type { App } from "../api/types.ts";
import { loadApps } from "../state/actions.ts";

const EXAMPLES: [title: string, wish: string][] = [
  ["Guest book", "A guest book: visitors leave their name and a message, newest first"],
  ["Appointments", "A page for our dental clinic with services and doctors, and a form to book an appointment that only we can read"],
  ["To-do list", "A to-do list for my phone: add, change, tick off, delete, and show all, active or done"],
  ["Listings", "Our real-estate listings by category with the agents, and one search over everything"],
];

export function Home() {
  const [wish, setWish] = useState("");
  const start = (text: string) => go(`/new/${say(text, null)}`);
  return (
    <main className="home" id="main">
      <section className="home-say" aria-labelledby="home-title">
        <h1 id="home-title">Say what you want.<br /><em>It gets built.</em></h1>
        <WishBox
          big label="Your wish" value={wish} onChange={setWish} onSay={start} action="Build it"
          placeholder="A list of the tools we lend out: what, to whom, since when. Only I can change it."
        />
      </section>
      <Apps />
      <section className="examples" aria-labelledby="examples-title">
        <h2 id="examples-title">Or start from one of these</h2>
        <ul>
          {EXAMPLES.map(([title, text]) => (
            <li key={title}>
              <button type="button" onClick={() => { setWish(text); document.querySelector<HTMLElement>(".wishbox textarea")?.focus(); }}>
                <strong>{title}</strong>
                <span>{text}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </main>
  );
}

function Apps() {
  const apps = useStudio((s) => s.apps);
  const failure = useStudio((s) => s.appsFailure);
  return (
    <section className="home-apps" aria-labelledby="apps-title">
      <h2 id="apps-title">Your apps {apps && <span className="tally">{apps.length}</span>}</h2>
      <AtWork />
      {apps === null && !failure && <Waiting>Loading your apps</Waiting>}
      {apps === null && failure && <Trouble failure={failure} retry={() => void loadApps()} />}
      {apps?.length === 0 && <p className="empty">None yet. The first one appears here a few seconds after you say what it is.</p>}
      {apps && apps.length > 0 && (
        <ul className="applist">
          {[...apps].sort((a, b) => b.releasedMs - a.releasedMs).map((app) => <AppRow key={app.name} app={app} />)}
        </ul>
      )}
    </section>
  );
}

function AppRow({ app }: { app: App }) {
  const now = useNow(30_000);
  return (
    <li>
      <a href={`#${appPath(app.name)}`} className="approw">
        <span className="node" aria-hidden="true">{app.number}</span>
        <span className="approw-name">{app.name}</span>
        <span className="approw-state">
          {app.pending > 0 && <span className="mark asks">{counted(app.pending, "change waits", "changes wait")}</span>}
          {app.state === "stopped" && <span className="mark refused">Stopped</span>}
        </span>
        <span className="approw-facts">
          {hostOf(app.url)}, release {app.number}, {ago(app.releasedMs, now)}{app.memoryBytes !== null && `, ${bytes(app.memoryBytes)}`}
        </span>
      </a>
    </li>
  );
}

/** Jobs that nobody in this window started, or that were started before it was reloaded. */
function AtWork() {
  const jobs = useStudio((s) => s.jobs);
  const running = Object.values(jobs).filter((j) => !j.ending && j.app);
  if (running.length === 0) return null;
  return (
    <ul className="atwork" aria-label="Being built now">
      {running.map((job) => {
        const stage = job.stages.at(-1);
        return (
          <li key={job.id}>
            <span className="spinner" aria-hidden="true" />
            <strong>{job.app}</strong> {stage ? stageWords(stage.name, stage.status) : "Starting"}
          </li>
        );
      })}
    </ul>
  );
}
