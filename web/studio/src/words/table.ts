// Stored values as text: for cells, for search, for CSV.

import type { Json } from "../api/types.ts";

/** Returns the fields of a row by column; a row that is no record has the single column `value`. */
export function cell(value: Json, column: string): Json | undefined {
  if (value !== null && typeof value === "object" && !Array.isArray(value) && column in value) return value[column];
  if (Array.isArray(value) && /^\d+$/.test(column)) return value[Number(column)];
  return column === "value" ? value : undefined;
}

export function columnsOf(columns: string[] | null): string[] {
  return columns && columns.length > 0 ? columns : ["value"];
}

export function textOf(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  return JSON.stringify(value);
}

export function matches(row: { key: Json; value: Json }, words: string): boolean {
  const text = `${textOf(row.key)} ${textOf(row.value)}`.toLowerCase();
  return words.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

/** Returns CSV as RFC 4180 has it. Texts that a spreadsheet would run as a formula get an apostrophe in front. */
export function csv(columns: string[], rows: readonly { key: Json; value: Json }[]): string {
  const keyed = rows.some((r) => r.key !== null);
  const head = [...(keyed ? ["key"] : []), ...columns];
  const lines = rows.map((row) => [...(keyed ? [row.key] : []), ...columns.map((c) => cell(row.value, c))].map(field));
  return [head.map(field), ...lines].map((line) => line.join(",")).join("\r\n") + "\r\n";
}

function field(value: Json | undefined): string {
  let text = textOf(value);
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
