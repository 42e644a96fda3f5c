// Chooses the page for the address, under one header that tells whether the server is there.

import { useEffect } from "react";
import { appPath, go, useRoute } from "./routing.ts";
import { connect } from "./state/connection.ts";
import { useStudio } from "./state/store.ts";
import { Waiting, Wordmark } from "./ui/parts.tsx";
import { Home } from "./views/Home.tsx";
import { NoSession } from "./views/NoSession.tsx";
import { AppWorkspace, NewWorkspace } from "./views/Workspace.tsx";

export function App() {
  const session = useStudio((s) => s.session);
  const connection = useStudio((s) => s.connection);
  const spoken = useStudio((s) => s.spoken);
  const route = useRoute();

  useEffect(() => {
    const name = route.page === "app" ? route.name : route.page === "new" ? "New app" : null;
    document.title = name ? `${name} · Selfwright` : "Selfwright Studio";
  }, [route.page === "app" ? route.name : route.page]);

  if (session === "none") return <NoSession />;
  return (
    <div className="shell" data-page={route.page}>
      <a className="skip" href="#main" onClick={skip}>Skip to the content</a>
      <Header current={route.page === "app" ? route.name : null} home={route.page === "home"} />
      {connection === "away" && <Away />}
      {session === "opening" && connection !== "away" && <main className="page-wait" id="main"><Waiting>Opening the Studio</Waiting></main>}
      {session === "opening" && connection === "away" && <main className="page-wait" id="main"><p>As soon as the server answers, the Studio opens.</p></main>}
      {session === "open" && route.page === "home" && <Home />}
      {session === "open" && route.page === "new" && <NewWorkspace key={route.entry} entryId={route.entry} />}
      {session === "open" && route.page === "app" && <AppWorkspace key={route.name} name={route.name} view={route.view} detail={route.detail} />}
      <p className="visually-hidden" aria-live="polite">{spoken}</p>
    </div>
  );
}

function skip(event: { preventDefault: () => void }) {
  event.preventDefault();
  const main = document.getElementById("main");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}

function Header({ current, home }: { current: string | null; home: boolean }) {
  const apps = useStudio((s) => s.apps);
  const status = useStudio((s) => s.status);
  const names = [...new Set([...(apps ?? []).map((a) => a.name), ...(current ? [current] : [])])].sort();
  return (
    <header className="top">
      <a href="#/" className="home-link" aria-label="Selfwright, all apps"><Wordmark /></a>
      {names.length > 0 && !home && (
        <label className="switcher">
          <span className="visually-hidden">App</span>
          <select value={current ?? ""} onChange={(e) => go(e.target.value ? appPath(e.target.value) : "/")}>
            <option value="">All apps</option>
            {names.map((name) => <option key={name} value={name}>{name}</option>)}
          </select>
        </label>
      )}
      <span className="top-facts">{status && <>Block {status.height.toLocaleString("en")} <span className="version">{status.version}</span></>}</span>
    </header>
  );
}

function Away() {
  return (
    <div className="away" role="alert">
      <p><strong>The server does not answer.</strong> If it was stopped, start it with <code>selfwright up</code>. What was acknowledged is safe.</p>
      <button type="button" className="button small" onClick={() => void connect()}>Connect now</button>
    </div>
  );
}
