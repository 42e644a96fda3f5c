// The history is a chain: each record names the hash of the one before it.

import type { HistoryRecord } from "../api/types.ts";

/** Returns the index of the first record that does not name the one before it, or null. */
export function brokenAt(records: readonly HistoryRecord[]): number | null {
  for (let i = 1; i < records.length; i++) {
    const record = records[i]!;
    if (record.previous !== records[i - 1]!.hash) return record.index;
  }
  return null;
}
