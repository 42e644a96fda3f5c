// What a release is called, and whether the data of its time is kept.

import type { Release } from "../api/types.ts";

/** A release from a wish is called by the wish; one by hand, or a way back (which repeats the old wish), by its note. */
export function titleOf(release: Release): { text: string; kind: "wish" | "deed" } {
  const { wish, note } = release;
  if (wish && (note === "" || wish.startsWith(note))) return { text: wish, kind: "wish" };
  return { text: note ? note.charAt(0).toUpperCase() + note.slice(1) : "Released by hand", kind: "deed" };
}

/** The data a release had is kept by the one that took its place, if anyone. */
export function keptFor(release: Release, releases: readonly Release[]): boolean {
  const next = releases.find((r) => r.number !== null && r.number === (release.number ?? NaN) + 1);
  return next !== undefined && next.snapshot !== null;
}
