// What the Studio knows, in one value; views read parts of it, `actions.ts` changes it.

import { useSyncExternalStore } from "react";
import type { App, Failure, Hash, Status, Understanding } from "../api/types.ts";
import type { Job } from "./jobs.ts";

/** Something the owner asked for in this window: it has no release yet, or maybe never. */
export interface Entry {
  id: string;
  kind: "wish" | "consent" | "rollback";
  app: string | null;
  text: string;
  at: number;
  phase: "thinking" | "asking" | "running" | "ended" | "withdrawn";
  understanding: Understanding | null;
  answers: Record<string, string>;
  name: string | null;
  jobId: string | null;
  failure: Failure | null;
}

export interface State {
  session: "opening" | "open" | "none";
  sessionFailure: Failure | null;
  connection: "connecting" | "up" | "away";
  status: Status | null;
  apps: App[] | null;
  appsFailure: Failure | null;
  /** Counts up when the server is back after an absence: everything on screen loads again. */
  generation: number;
  /** Counts up per app when a job on it ends or its data may have changed. */
  touched: Readonly<Record<string, number>>;
  entries: readonly Entry[];
  jobs: Readonly<Record<string, Job>>;
  /** One sentence for screen readers about what just happened. */
  spoken: string;
}

let state: State = {
  session: "opening", sessionFailure: null, connection: "connecting", status: null, apps: null, appsFailure: null,
  generation: 0, touched: {}, entries: [], jobs: {}, spoken: "",
};
const listeners = new Set<() => void>();

export const read = (): State => state;

export function change(patch: Partial<State> | ((state: State) => Partial<State>)): void {
  state = { ...state, ...(typeof patch === "function" ? patch(state) : patch) };
  for (const listener of listeners) listener();
}

export function useStudio<T>(select: (state: State) => T): T {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => select(state),
  );
}

export function changeEntry(id: string, patch: Partial<Entry>): void {
  change((s) => ({ entries: s.entries.map((e) => (e.id === id ? { ...e, ...patch } : e)) }));
}

export function touch(app: string): void {
  change((s) => ({ touched: { ...s.touched, [app]: (s.touched[app] ?? 0) + 1 } }));
}

/** A number that changes whenever what is shown about this app should be loaded again. */
export const useFreshness = (app: string): number =>
  useStudio((s) => s.generation * 1_000_000 + (s.touched[app] ?? 0));

export type { App, Hash };
