// The values of docs/design/platform-api.md, as the Studio reads them.

export type Hash = string;

export interface Failure {
  kind: "unauthorized" | "not-found" | "usage" | "conflict" | "too-large" | "rejected" | "fault" | "stopped" | "away" | string;
  message: string;
  hint: string | null;
  diagnostics?: Diagnostic[];
}

export interface Status {
  version: string;
  data: string;
  port: number;
  owner: string;
  height: number;
  root: string;
  apps: number;
  uptimeMs: number;
}

/** A browser that is an owner on an app's page. */
export interface Owner {
  principal: string;
  addedMs: number;
}

/** Opened in a browser, it makes that browser an owner, once. */
export interface ClaimLink {
  url: string;
  expiresMs: number;
}

export interface App {
  name: string;
  canisterId: string;
  url: string;
  release: Hash;
  number: number;
  state: "running" | "stopped";
  createdMs: number;
  releasedMs: number;
  memoryBytes: number | null;
  instructions: number | null;
  pending: number;
}

export interface AppDetail extends App {
  releases: Release[];
  /** Those of the releases that wait for the owner. */
  waiting: Release[];
  interface: Interface | null;
}

export interface Release {
  id: Hash;
  number: number | null;
  status: "live" | "past" | "waiting" | "refused" | "dismissed";
  createdMs: number;
  note: string;
  wish: string | null;
  /** The state kept when this release went live: what the release before it had. */
  snapshot: number | null;
  /** Comes with the data of this snapshot instead of today's. */
  restores?: number | null;
  verdict: Verdict | null;
}

export interface Verdict {
  outcome: "safe" | "asks" | "refused";
  summary: string;
  items: Item[];
  reasons: Reason[];
  notes: string[];
  facts: { kind: string; [field: string]: unknown }[];
  /** Only in a release; the event of a job has the verdict without it. */
  rehearsal?: Rehearsal | null;
}

export interface Rehearsal {
  ms: number;
  instructions: number;
  rows: { path: string; before: number; after: number }[];
}

export interface Item {
  id: string;
  title: string;
  detail: string;
  wayOut: string | null;
  consented: boolean;
}

export interface Reason {
  code: string;
  path: string | null;
  message: string;
  wayOut: string | null;
}

export interface Question {
  id: string;
  text: string;
  options: string[];
  default: string;
}

export interface Understanding {
  name: string;
  understood: string[];
  questions: Question[];
  notUnderstood: string[];
}

export interface HistoryRecord {
  index: number;
  timeMs: number;
  kind: "released" | "refused" | "waiting" | "consented" | "rolled-back" | "dismissed" | "created" | string;
  release: Hash | null;
  by: string;
  text: string;
  hash: string;
  previous: string | null;
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Collection {
  path: string;
  type: string;
  /** Null for a variable that holds no rows. */
  rows: number | null;
}

export interface Data {
  path: string;
  type: string;
  kind: "value" | "rows";
  total: number;
  rows: { key: Json; value: Json }[];
  columns: string[] | null;
  collections: Collection[];
  truncated: boolean;
}

export interface LogLine {
  index: number;
  timeMs: number;
  text: string;
}

export type FileBody = string | { base64: string };
export type Files = Record<string, FileBody>;

export interface Diagnostic {
  code: string;
  severity: string;
  message: string;
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  help: string | null;
  rendered: string;
}

export interface Method {
  name: string;
  mode: "update" | "query" | "composite_query" | "oneway";
  args: { name: string | null; type: CandidType }[];
  results: { name: string | null; type: CandidType }[];
}

export interface Interface {
  types: Record<string, CandidType>;
  methods: Method[];
}

export interface CandidType {
  kind: string;
  name?: string;
  type?: CandidType;
  fields?: { name: string | null; id: number; type: CandidType }[];
}

export const STAGES = ["understand", "write", "compile", "check", "rehearse", "release", "page"] as const;
export type StageName = (typeof STAGES)[number];

interface JobEventBase {
  job: string;
  app: string | null;
  ms: number;
}

export type JobEvent = JobEventBase &
  (
    | { event: "stage"; stage: StageName; status: "started" | "done" | "failed"; tookMs: number | null; text: string; wish?: string }
    | ({ event: "understood" } & Understanding)
    | { event: "diagnostics"; diagnostics: Diagnostic[] }
    | { event: "verdict"; release: Hash; verdict: Verdict }
    | { event: "done"; outcome: "released" | "checked" | "unchanged"; release: Hash | null; number: number | null; url: string | null }
    | { event: "waiting"; release: Hash; items: Item[] }
    | { event: "refused"; release: Hash | null; message: string; reasons: Reason[] }
    | { event: "failed"; error: Failure }
  );
