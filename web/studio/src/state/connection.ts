// Keeps the Studio in step with the server: the session first, then the stream of all jobs, again after every absence.

import { api, Failed, failureOf, parseJobEvent } from "../api/client.ts";
import { loadApps, takeEvent } from "./actions.ts";
import { change, read } from "./store.ts";

const KINDS = ["stage", "understood", "diagnostics", "verdict", "done", "waiting", "refused", "failed"];
const RETRY_MS = [500, 1000, 2000, 4000, 8000];

let source: EventSource | null = null;
let retry: ReturnType<typeof setTimeout> | undefined;
let attempt = 0;

/** Opens the session with the token of the address, once, and takes the token out of the address bar and the history. */
export async function start(): Promise<void> {
  const token = /^#token=([^&/]+)/.exec(location.hash)?.[1];
  if (token) {
    history.replaceState(null, "", `${location.pathname}${location.search}#/`);
    window.dispatchEvent(new Event("hashchange"));
    try {
      await api.openSession(decodeURIComponent(token));
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === "unauthorized") return change({ session: "none", sessionFailure: failure });
      if (failure.kind === "away") {
        change({ connection: "away" });
        retry = setTimeout(() => {
          history.replaceState(null, "", `${location.pathname}${location.search}#token=${token}`);
          void start();
        }, 2000);
        return;
      }
      return change({ session: "none", sessionFailure: failure });
    }
  }
  await connect();
}

export async function connect(): Promise<void> {
  clearTimeout(retry);
  source?.close();
  source = null;
  try {
    const status = await api.status();
    const wasAway = read().connection === "away";
    attempt = 0;
    change((s) => ({ session: "open", sessionFailure: null, connection: "up", status, generation: wasAway ? s.generation + 1 : s.generation, ...(wasAway ? { spoken: "The server is back." } : {}) }));
    listen();
    await loadApps();
  } catch (error) {
    const failure = error instanceof Failed ? error.failure : failureOf(error);
    if (failure.kind === "unauthorized") return change({ session: "none" });
    change((s) => ({ connection: "away", ...(s.connection === "away" ? {} : { spoken: "The server does not answer." }) }));
    later();
  }
}

function later(): void {
  clearTimeout(retry);
  retry = setTimeout(() => void connect(), RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]);
}

function listen(): void {
  const opened = new EventSource("/_/api/events");
  source = opened;
  for (const kind of KINDS) {
    opened.addEventListener(kind, (message) => {
      const event = parseJobEvent(kind, (message as MessageEvent<string>).data);
      if (event) takeEvent(event);
    });
  }
  opened.onerror = () => {
    if (source !== opened) return;
    // The browser would retry in silence; asking for the status tells whether the server or only the session is gone.
    opened.close();
    source = null;
    clearTimeout(retry);
    retry = setTimeout(() => void connect(), 150);
  };
}
