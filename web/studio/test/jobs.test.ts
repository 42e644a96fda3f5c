import { expect, test } from "vitest";
import type { JobEvent } from "../src/api/types.ts";
import { newJob, step } from "../src/state/jobs.ts";

const base = { job: "j", app: "guestbook" };
const stage = (ms: number, name: string, status: string, tookMs: number | null = null) =>
  ({ ...base, event: "stage", ms, stage: name, status, tookMs, text: "" }) as JobEvent;
const play = (events: JobEvent[]) => events.reduce(step, newJob("j", 0));

test("stages keep their order and times", () => {
  const job = play([stage(0, "understand", "started"), stage(40, "understand", "done", 40), stage(41, "write", "started")]);
  expect(job.stages.map((s) => [s.name, s.status, s.tookMs])).toEqual([["understand", "done", 40], ["write", "started", null]]);
  expect(job.app).toBe("guestbook");
});

test("an event that comes twice, from two streams, changes nothing", () => {
  const events = [stage(0, "write", "started"), stage(10, "write", "done", 10), stage(11, "compile", "started")];
  const once = play(events);
  // The second stream is behind the first: its old events must not bring the job back to an earlier step.
  expect(events.reduce(step, once)).toBe(once);
});

test("a step that runs again after a fix starts anew in its place", () => {
  const job = play([stage(0, "compile", "started"), stage(5, "compile", "failed", 5), stage(9, "compile", "started")]);
  expect(job.stages).toMatchObject([{ name: "compile", status: "started", startedMs: 9, tookMs: null }]);
});

test("no step runs on once the job has ended", () => {
  const failed = play([stage(0, "compile", "started"), { ...base, event: "failed", ms: 3, error: { kind: "fault", message: "no", hint: null } }]);
  expect(failed.stages[0]?.status).toBe("failed");
  const done = play([stage(0, "page", "started"), { ...base, event: "done", ms: 3, outcome: "released", release: "abc", number: 2, url: null }]);
  expect(done.stages[0]?.status).toBe("done");
  expect(done.release).toBe("abc");
});

test("an event kind of a newer server is passed over", () => {
  const job = newJob("j", 0);
  expect(step(job, { ...base, event: "confetti", ms: 1 } as unknown as JobEvent)).toBe(job);
});
