// What the owner can do. Each action sends one request and lets its events flow into the store.

import { api, Failed, failureOf } from "../api/client.ts";
import type { Hash, JobEvent } from "../api/types.ts";
import { go } from "../routing.ts";
import { spokenEnding, spokenStage } from "../words/jobs.ts";
import { addressFor } from "../words/names.ts";
import { newJob, step } from "./jobs.ts";
import { change, changeEntry, type Entry, read, touch } from "./store.ts";

let counter = 0;
const freshId = () => `${Date.now().toString(36)}-${(counter++).toString(36)}`;

/** Takes one event of any job, from whichever stream it came. */
export function takeEvent(event: JobEvent): void {
  const before = read().jobs[event.job] ?? newJob(event.job, Date.now() - event.ms);
  const after = step(before, event);
  if (after === before) return;
  change((s) => ({ jobs: { ...s.jobs, [event.job]: after } }));
  if (event.event === "stage" && event.status === "started") change({ spoken: spokenStage(event.stage) });
  if (after.ending && !before.ending) {
    change({ spoken: spokenEnding(after.ending) });
    if (after.app) touch(after.app);
    void loadApps();
  }
}

export async function loadApps(): Promise<void> {
  try {
    const apps = await api.apps();
    change({ apps, appsFailure: null });
  } catch (error) {
    noticeFailure(error);
    change({ appsFailure: failureOf(error) });
  }
}

/** A session that ended or a server that is gone is everybody's business, not only the caller's. */
export function noticeFailure(error: unknown): void {
  const failure = failureOf(error);
  if (failure.kind === "unauthorized") change({ session: "none" });
  if (failure.kind === "away") change({ connection: "away" });
}

/** Says a wish. It is understood first: with open questions it waits for answers, otherwise it is built at once. */
export function say(text: string, app: string | null): string {
  const entry: Entry = {
    id: freshId(), kind: "wish", app, text, at: Date.now(), phase: "thinking",
    understanding: null, answers: {}, name: null, jobId: null, failure: null,
  };
  change((s) => ({ entries: [...s.entries, entry], spoken: "Reading your wish." }));
  void understand(entry);
  return entry.id;
}

async function understand(entry: Entry): Promise<void> {
  try {
    const understanding = await api.understand(entry.text, entry.app);
    const answers = Object.fromEntries(understanding.questions.map((q) => [q.id, q.default]));
    changeEntry(entry.id, { understanding, answers, name: entry.app ? null : addressFor(understanding.name, (read().apps ?? []).map((a) => a.name)) });
    const clear = understanding.questions.length === 0 && understanding.notUnderstood.length === 0 && understanding.understood.length > 0;
    if (clear) return void build(entry.id);
    changeEntry(entry.id, { phase: "asking" });
    change({ spoken: understanding.questions.length > 0 ? `${understanding.questions.length} questions before it is built.` : "Part of the wish was not understood." });
  } catch (error) {
    fail(entry.id, error);
  }
}

export function answer(id: string, question: string, option: string): void {
  const entry = read().entries.find((e) => e.id === id);
  if (entry) changeEntry(id, { answers: { ...entry.answers, [question]: option } });
}

export function build(id: string): Promise<void> {
  const entry = read().entries.find((e) => e.id === id);
  if (!entry) return Promise.resolve();
  const options = { answers: entry.answers, ...(entry.name ? { name: entry.name } : {}) };
  return run(id, (onEvent) => api.wish(entry.text, entry.app, options, onEvent));
}

/** Says the same wish again, after a failure. */
export function again(id: string): void {
  const entry = read().entries.find((e) => e.id === id);
  if (!entry) return;
  changeEntry(id, { phase: "thinking", failure: null, jobId: null });
  void understand({ ...entry, phase: "thinking" });
}

export function withdraw(id: string): void {
  changeEntry(id, { phase: "withdrawn" });
}

export function consent(app: string, release: Hash, items: string[] | null, titles: string[]): void {
  const id = begin("consent", app, titles.length === 1 ? `Allowed: ${titles[0]}` : `Allowed ${titles.length} items: ${titles.join("; ")}`);
  void run(id, (onEvent) => api.consent(app, release, items, onEvent));
}

export function rollBack(app: string, release: { id: Hash; number: number | null }, snapshot: boolean): void {
  const name = release.number === null ? release.id.slice(0, 8) : `release ${release.number}`;
  const id = begin("rollback", app, snapshot ? `Go back to ${name}, with the data kept then` : `Go back to ${name}, keeping today's data`);
  void run(id, (onEvent) => api.rollback(app, release.id, snapshot, onEvent));
}

export async function dismiss(app: string, release: Hash): Promise<void> {
  try {
    await api.dismiss(app, release);
    change({ spoken: "The change was dropped." });
  } catch (error) {
    noticeFailure(error);
    throw error;
  } finally {
    touch(app);
    void loadApps();
  }
}

const OWNER_WAIT_MS = 10_000;
const OWNER_LOOK_MS = 200;

/** Waits until an app has more owners than `before`; false if that takes too long. */
export async function becameOwner(app: string, before: number): Promise<boolean> {
  for (const end = Date.now() + OWNER_WAIT_MS; Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, OWNER_LOOK_MS));
    if ((await api.owners(app)).length <= before) continue;
    touch(app);
    return true;
  }
  return false;
}

function begin(kind: Entry["kind"], app: string, text: string): string {
  const entry: Entry = {
    id: freshId(), kind, app, text, at: Date.now(), phase: "running",
    understanding: null, answers: {}, name: null, jobId: null, failure: null,
  };
  change((s) => ({ entries: [...s.entries, entry] }));
  return entry.id;
}

async function run(id: string, start: (onEvent: (event: JobEvent) => void) => Promise<void>): Promise<void> {
  changeEntry(id, { phase: "running", failure: null, jobId: null });
  try {
    await start((event) => {
      const entry = read().entries.find((e) => e.id === id);
      if (entry && entry.jobId !== event.job) changeEntry(id, { jobId: event.job });
      takeEvent(event);
      adoptApp(id, event);
    });
    const jobId = read().entries.find((e) => e.id === id)?.jobId;
    const job = jobId ? read().jobs[jobId] : undefined;
    if (!job?.ending) throw new Failed({ kind: "fault", message: "The stream of steps ended before the job did.", hint: "The job goes on at the server; its outcome appears here when it is known." });
    changeEntry(id, { phase: "ended" });
  } catch (error) {
    fail(id, error);
  }
}

/** A new app is opened beside the conversation as soon as it answers. */
function adoptApp(id: string, event: JobEvent): void {
  const entry = read().entries.find((e) => e.id === id);
  if (!entry || entry.app !== null || !event.app) return;
  const exists = event.event === "done" || event.event === "waiting";
  if (!exists) return;
  changeEntry(id, { app: event.app });
  if (location.hash === `#/new/${id}`) go(`/apps/${encodeURIComponent(event.app)}`, { replace: true });
}

function fail(id: string, error: unknown): void {
  noticeFailure(error);
  const failure = failureOf(error);
  changeEntry(id, { phase: "ended", failure });
  change({ spoken: `That did not work: ${failure.message}` });
}
