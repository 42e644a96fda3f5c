// One app: the conversation beside what it made. On a narrow screen one of the two at a time.

import type { ReactNode } from "react";
import { api } from "../api/client.ts";
import type { AppDetail } from "../api/types.ts";
import { appPath, type View } from "../routing.ts";
import { useFreshness, useStudio } from "../state/store.ts";
import { Trouble, useLoad, useNow, Waiting } from "../ui/parts.tsx";
import { counted, duration } from "../words/format.ts";
import { stageWords } from "../words/jobs.ts";
import { CallsView } from "./Calls.tsx";
import { CodeView } from "./Code.tsx";
import { AppConversation, NewConversation } from "./Conversation.tsx";
import { DataView } from "./Data.tsx";
import { HistoryView } from "./History.tsx";
import { LogsView } from "./Logs.tsx";
import { Preview } from "./Preview.tsx";
import { ReleasesView } from "./Releases.tsx";

const TITLES: Record<View, string> = {
  wishes: "Wishes", app: "App", data: "Data", releases: "Releases", code: "Code", calls: "Calls", logs: "Logs", history: "History",
};

export function AppWorkspace({ name, view, detail }: { name: string; view: View | null; detail: string | null }) {
  const fresh = useFreshness(name);
  const app = useLoad(() => api.app(name), `${name} ${fresh}`);
  if (!app.value) {
    return (
      <main className="page-wait" id="main">
        {app.failure
          ? <div className="page-trouble"><h1>{name}</h1><Trouble failure={app.failure} retry={app.reload} /><a href="#/">All apps</a></div>
          : <Waiting>Opening {name}</Waiting>}
      </main>
    );
  }
  return (
    <div className="workspace" data-view={view ?? "wishes"} data-chosen={view !== null}>
      <nav className="views" aria-label={`Views of ${name}`}>
        <h1 className="visually-hidden">{name}</h1>
        {(Object.keys(TITLES) as View[]).map((v) => (
          <a
            key={v} href={`#${appPath(name, v)}`} className={v === "wishes" ? "only-narrow" : undefined}
            aria-current={v === (view ?? "wishes") ? "page" : undefined} data-beside={v === "app" && (view === null || view === "wishes") ? true : undefined}
          >
            {TITLES[v]}
            {v === "releases" && app.value && app.value.pending > 0 && <span className="dot"><span className="visually-hidden">, {counted(app.value.pending, "change waits", "changes wait")}</span></span>}
          </a>
        ))}
      </nav>
      <AppConversation app={app.value} />
      <main className="pane" id="main" aria-label={`${name}: ${TITLES[view === null || view === "wishes" ? "app" : view]}`}>
        {app.failure && <Trouble failure={app.failure} retry={app.reload} />}
        <Pane app={app.value} view={view} detail={detail} />
      </main>
    </div>
  );
}

function Pane({ app, view, detail }: { app: AppDetail; view: View | null; detail: string | null }): ReactNode {
  switch (view) {
    case "data":
      return <DataView app={app} path={detail} />;
    case "releases":
      return <ReleasesView app={app} selected={detail} />;
    case "code":
      return <CodeView app={app} selected={detail} />;
    case "calls":
      return <CallsView app={app} />;
    case "logs":
      return <LogsView app={app} />;
    case "history":
      return <HistoryView app={app} />;
    default:
      return <Preview app={app} />;
  }
}

/** A wish whose app does not exist yet: the place beside the conversation shows how far it is. */
export function NewWorkspace({ entryId }: { entryId: string }) {
  const entry = useStudio((s) => s.entries.find((e) => e.id === entryId));
  const job = useStudio((s) => (entry?.jobId ? s.jobs[entry.jobId] : undefined));
  const working = entry?.phase === "running" || entry?.phase === "thinking";
  const now = useNow(100, working);
  if (!entry) {
    return (
      <main className="page-wait" id="main">
        <div className="page-trouble">
          <h1>This wish is not known here</h1>
          <p>It was said in another window, or this one was reloaded since. If its app was built, it is among your apps.</p>
          <a className="button" href="#/">All apps</a>
        </div>
      </main>
    );
  }
  const stage = job?.stages.at(-1);
  const words = stage ? stageWords(stage.name, stage.status) : entry.phase === "thinking" ? "Reading the wish" : null;
  return (
    <div className="workspace" data-view="wishes" data-chosen="false" data-new>
      <NewConversation entry={entry} />
      <main className="pane" id="main" aria-label="The app to be">
        <div className="tobe" data-working={working}>
          <div className="tobe-sheet" aria-hidden="true"><i /><i /><i /><i /><i /></div>
          <p className="tobe-words">{working ? words : entry.failure || job?.ending?.kind === "failed" || job?.ending?.kind === "refused" ? "Nothing was built" : entry.phase === "asking" ? "A few answers first" : "The app opens here"}</p>
          {working && <p className="tobe-time">{duration(now - (job?.heardAt ?? entry.at))}</p>}
        </div>
      </main>
    </div>
  );
}
