// What the steps and endings of a job are called.

import type { StageName, Verdict } from "../api/types.ts";
import type { Ending } from "../state/jobs.ts";

const STAGE: Record<StageName, [doing: string, done: string]> = {
  understand: ["Reading the wish", "Read the wish"],
  write: ["Writing the app", "Wrote the app"],
  compile: ["Compiling", "Compiled"],
  check: ["Checking types, data and callers", "Checked types, data and callers"],
  rehearse: ["Rehearsing on a fork of the live app", "Rehearsed on a fork of the live app"],
  release: ["Releasing in one block", "Released in one block"],
  page: ["Loading the page", "Loaded the page"],
};

export function stageWords(name: StageName, status: "started" | "done" | "failed"): string {
  const words = STAGE[name] ?? [String(name), String(name)];
  return status === "done" ? words[1] : words[0];
}

export const spokenStage = (name: StageName): string => `${stageWords(name, "started")}.`;

export function spokenEnding(ending: Ending): string {
  switch (ending.kind) {
    case "done":
      return ending.outcome === "released" ? `Release ${ending.number ?? ""} is live.` : ending.outcome === "unchanged" ? "Nothing was changed." : "Checked; nothing was released.";
    case "waiting":
      return "Your consent is needed.";
    case "refused":
      return `Refused: ${ending.message}`;
    case "failed":
      return `Failed: ${ending.error.message}`;
  }
}

export const OUTCOME: Record<Verdict["outcome"], { word: string; meaning: string }> = {
  safe: { word: "Safe", meaning: "Nothing is lost, nobody gains access, everything keeps working." },
  asks: { word: "Asks you", meaning: "Nothing changes until you decide." },
  refused: { word: "Refused", meaning: "Nothing was changed." },
};

export const STATUS: Record<string, string> = {
  live: "Live", past: "Past", waiting: "Waits for you", refused: "Refused", dismissed: "Dropped",
};
