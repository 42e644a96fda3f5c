// One conversation per app, from two sources: what this window did (with its steps) and the releases the server keeps.

import type { Release } from "../api/types.ts";
import type { Job } from "./jobs.ts";
import type { Entry } from "./store.ts";

export type Turn =
  | { key: string; at: number; kind: "entry"; entry: Entry; job: Job | null; release: Release | null }
  | { key: string; at: number; kind: "release"; release: Release }
  | { key: string; at: number; kind: "job"; job: Job };

/** Clocks of browser and server may differ a little; a release belongs to a wish said at most this long after it. */
const SLACK_MS = 5_000;

/** Returns the turns of one app, newest last. Nothing is shown twice. */
export function turnsOf(app: string, entries: readonly Entry[], jobs: Readonly<Record<string, Job>>, releases: readonly Release[]): Turn[] {
  const mine = entries.filter((e) => e.app === app && e.phase !== "withdrawn");
  const claimed = new Set(entries.map((e) => e.jobId).filter((id) => id !== null));
  const told = new Set<Release>();
  const turns: Turn[] = [];

  for (const entry of mine) {
    const job = entry.jobId ? (jobs[entry.jobId] ?? null) : null;
    const release = releases.find((r) => r.id === job?.release && r.createdMs >= entry.at - SLACK_MS)
      ?? (entry.kind === "consent" ? releases.find((r) => r.id === job?.release) : undefined)
      ?? null;
    if (release) told.add(release);
    turns.push({ key: entry.id, at: entry.at, kind: "entry", entry, job, release });
  }

  const unclaimed = mine.some((e) => e.phase === "running" && e.jobId === null);
  for (const job of Object.values(jobs)) {
    if (job.app !== app || claimed.has(job.id) || unclaimed) continue;
    const known = releases.some((r) => r.id === job.release && r.createdMs >= job.heardAt - SLACK_MS);
    if (job.ending && known) continue;
    turns.push({ key: `job-${job.id}`, at: job.heardAt, kind: "job", job });
  }

  for (const release of releases) {
    if (told.has(release)) continue;
    // A job still at work tells more than the waiting release it is about to make.
    if (turns.some((t) => t.kind === "job" && t.job.release === release.id)) continue;
    turns.push({ key: `${release.id}-${release.number ?? release.status}-${release.createdMs}`, at: release.createdMs, kind: "release", release });
  }
  return turns.sort((a, b) => a.at - b.at);
}
