// A job as a value: what the events of one stream have told so far. Pure; the same event twice changes nothing.

import type { Diagnostic, Failure, Hash, Item, JobEvent, Reason, StageName, Understanding, Verdict } from "../api/types.ts";

export interface Stage {
  name: StageName;
  status: "started" | "done" | "failed";
  startedMs: number;
  tookMs: number | null;
  text: string;
}

export type Ending =
  | { kind: "done"; outcome: "released" | "checked" | "unchanged"; release: Hash | null; number: number | null; url: string | null }
  | { kind: "waiting"; release: Hash; items: Item[] }
  | { kind: "refused"; release: Hash | null; message: string; reasons: Reason[] }
  | { kind: "failed"; error: Failure };

export interface Job {
  id: string;
  app: string | null;
  wish: string | null;
  /** Wall clock at which the Studio first heard of the job, for a running time between events. */
  heardAt: number;
  ms: number;
  stages: Stage[];
  understanding: Understanding | null;
  diagnostics: Diagnostic[];
  release: Hash | null;
  verdict: Verdict | null;
  ending: Ending | null;
  seen: ReadonlySet<string>;
}

export function newJob(id: string, now: number): Job {
  return {
    id, app: null, wish: null, heardAt: now, ms: 0, stages: [], understanding: null, diagnostics: [],
    release: null, verdict: null, ending: null, seen: new Set(),
  };
}

/** Returns the job after one more event. Our own stream and the stream of all jobs bring each event twice. */
export function step(job: Job, event: JobEvent): Job {
  const mark = JSON.stringify(event);
  if (job.seen.has(mark)) return job;
  const next: Job = {
    ...job,
    app: event.app ?? job.app,
    ms: Math.max(job.ms, event.ms),
    seen: new Set(job.seen).add(mark),
  };
  switch (event.event) {
    case "stage":
      return { ...next, wish: event.wish ?? next.wish, stages: withStage(next.stages, event) };
    case "understood":
      return {
        ...next,
        understanding: { name: event.name, understood: event.understood, questions: event.questions, notUnderstood: event.notUnderstood },
      };
    case "diagnostics":
      return { ...next, diagnostics: event.diagnostics };
    case "verdict":
      return { ...next, release: event.release, verdict: event.verdict };
    case "done":
      return {
        ...next,
        release: event.release ?? next.release,
        stages: settled(next.stages, "done"),
        ending: { kind: "done", outcome: event.outcome, release: event.release, number: event.number, url: event.url },
      };
    case "waiting":
      return {
        ...next,
        release: event.release,
        stages: settled(next.stages, "done"),
        ending: { kind: "waiting", release: event.release, items: event.items },
      };
    case "refused":
      return {
        ...next,
        release: event.release ?? next.release,
        stages: settled(next.stages, "failed"),
        ending: { kind: "refused", release: event.release, message: event.message, reasons: event.reasons },
      };
    case "failed":
      return { ...next, stages: settled(next.stages, "failed"), ending: { kind: "failed", error: event.error } };
    default:
      return job; // An event of a newer server; the ones we know are enough.
  }
}

/** A stage may run again after a fix: it keeps its place in the line and starts anew. */
function withStage(stages: Stage[], event: Extract<JobEvent, { event: "stage" }>): Stage[] {
  const known = stages.find((s) => s.name === event.stage);
  if (!known) {
    const took = event.status === "started" ? null : event.tookMs;
    return [...stages, { name: event.stage, status: event.status, startedMs: event.ms - (took ?? 0), tookMs: took, text: event.text ?? "" }];
  }
  const changed: Stage =
    event.status === "started"
      ? { ...known, status: "started", startedMs: event.ms, tookMs: null, text: event.text || known.text }
      : { ...known, status: event.status, tookMs: event.tookMs ?? event.ms - known.startedMs, text: event.text || known.text };
  return stages.map((s) => (s === known ? changed : s));
}

/** No step may look as if it still ran once the job has ended. */
function settled(stages: Stage[], status: "done" | "failed"): Stage[] {
  return stages.map((s) => (s.status === "started" ? { ...s, status } : s));
}
