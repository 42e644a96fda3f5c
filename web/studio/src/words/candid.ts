// Candid types as text, and a first value to edit.

import type { CandidType } from "../api/types.ts";

export function candid(type: CandidType): string {
  switch (type.kind) {
    case "ref":
      return type.name ?? "?";
    case "opt":
    case "vec":
      return `${type.kind} ${type.type ? candid(type.type) : "?"}`;
    case "record":
    case "variant": {
      const fields = type.fields ?? [];
      return `${type.kind} { ${fields.map((f) => (type.kind === "variant" && f.type.kind === "null" ? label(f) : `${label(f)} : ${candid(f.type)}`)).join("; ")} }`;
    }
    default:
      return type.kind;
  }
}

const label = (field: { name: string | null; id: number }): string =>
  field.name === null ? String(field.id) : /^[A-Za-z_]\w*$/.test(field.name) ? field.name : JSON.stringify(field.name);

/** Returns a value of the type in Candid text. Recursive types stop at the depth where a reader would, too. */
export function example(type: CandidType, types: Record<string, CandidType>, depth = 0): string {
  if (depth > 4) return "null";
  switch (type.kind) {
    case "ref": {
      const named = types[type.name ?? ""];
      return named ? example(named, types, depth + 1) : "null";
    }
    case "bool":
      return "false";
    case "text":
      return '""';
    case "blob":
      return 'blob ""';
    case "principal":
      return 'principal "aaaaa-aa"';
    case "opt":
    case "null":
    case "reserved":
      return "null";
    case "vec":
      return "vec {}";
    case "record":
      return `record { ${(type.fields ?? []).map((f) => `${label(f)} = ${example(f.type, types, depth + 1)}`).join("; ")} }`;
    case "variant": {
      const first = type.fields?.[0];
      if (!first) return "null";
      return first.type.kind === "null" ? `variant { ${label(first)} }` : `variant { ${label(first)} = ${example(first.type, types, depth + 1)} }`;
    }
    case "float32":
    case "float64":
      return "0.0";
    default:
      return /^(nat|int)/.test(type.kind) ? "0" : "null";
  }
}
