import { expect, test } from "vitest";
import type { Release } from "../src/api/types.ts";
import { turnsOf } from "../src/state/conversation.ts";
import { type Job, newJob } from "../src/state/jobs.ts";
import type { Entry } from "../src/state/store.ts";

const release = (id: string, createdMs: number, more: Partial<Release> = {}): Release =>
  ({ id, number: 1, status: "live", createdMs, note: "", wish: "w", snapshot: null, verdict: null, ...more });
const entry = (id: string, at: number, jobId: string | null, more: Partial<Entry> = {}): Entry =>
  ({ id, kind: "wish", app: "a", text: "t", at, phase: "ended", understanding: null, answers: {}, name: null, jobId, failure: null, ...more });
const job = (id: string, more: Partial<Job> = {}): Job => ({ ...newJob(id, 0), app: "a", ...more });
const kinds = (...args: Parameters<typeof turnsOf>) => turnsOf(...args).map((t) => `${t.kind} ${t.key}`);

test("releases made before this window was opened are told from the server's list, oldest first", () => {
  expect(turnsOf("a", [], {}, [release("r2", 2), release("r1", 1)]).map((t) => t.at)).toEqual([1, 2]);
});

test("a wish said here and its release are one turn", () => {
  const turns = turnsOf("a", [entry("e", 10_000, "j")], { j: job("j", { release: "r" }) }, [release("r", 10_400)]);
  expect(turns).toMatchObject([{ kind: "entry", release: { id: "r" } }]);
});

test("going back makes a release with an old hash: the old one stays its own turn", () => {
  const turns = kinds("a", [entry("e", 90_000, "j", { kind: "rollback" })], { j: job("j", { release: "r" }) }, [release("r", 1000), release("r", 90_500, { number: 3 })]);
  expect(turns).toEqual(["release r-1-1000", "entry e"]);
});

test("a job from elsewhere is shown while it runs, then its release is", () => {
  const running = { j: job("j", { heardAt: 5000 }) };
  expect(kinds("a", [], running, [])).toEqual(["job job-j"]);
  const ended = { j: job("j", { heardAt: 5000, release: "r", ending: { kind: "done", outcome: "released", release: "r", number: 1, url: null } }) };
  expect(kinds("a", [], ended, [release("r", 5500)])).toEqual(["release r-1-5500"]);
});

test("our own job does not flash up as one from elsewhere before its stream has said its name", () => {
  expect(kinds("a", [entry("e", 1, null, { phase: "running" })], { j: job("j") }, [])).toEqual(["entry e"]);
});

test("jobs and wishes of other apps are not told", () => {
  expect(kinds("b", [entry("e", 1, null)], { j: job("j") }, [])).toEqual([]);
});
