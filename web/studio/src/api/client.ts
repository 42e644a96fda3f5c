// The owner's API: requests as functions. What goes wrong is a `Failed` with a kind, a message and one next step.

import { eventReader } from "./sse.ts";
import type {
  App, AppDetail, ClaimLink, Data, Failure, Files, Hash, HistoryRecord, Interface, JobEvent, LogLine, Owner, Release, Status, Understanding,
} from "./types.ts";

export class Failed extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

export const AWAY: Failure = {
  kind: "away",
  message: "The Selfwright server does not answer.",
  hint: "Start it again with `selfwright up`; the Studio connects by itself.",
};

/** Returns what went wrong as a value that can be shown, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failed) return error.failure;
  if (error instanceof TypeError) return AWAY;
  return { kind: "fault", message: error instanceof Error ? error.message : String(error), hint: null };
}

async function request(method: "GET" | "POST" | "DELETE", path: string, body?: unknown, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("X-Selfwright", "1");
  if (body !== undefined) headers.set("Content-Type", "application/json");
  let response: Response;
  try {
    response = await fetch(`/_/api${path}`, {
      ...init,
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Failed(AWAY);
  }
  if (!response.ok) throw new Failed(await failureIn(response));
  return response;
}

async function failureIn(response: Response): Promise<Failure> {
  const text = await response.text().catch(() => "");
  try {
    const { error } = JSON.parse(text) as { error?: Partial<Failure> };
    if (error?.message) return { kind: "fault", hint: null, ...error, message: error.message };
  } catch {
    // Not the API speaking; the status line has to do.
  }
  if (response.status === 401) return { kind: "unauthorized", message: "This browser has no session.", hint: null };
  if (response.status >= 502 && response.status <= 504) return AWAY;
  return { kind: "fault", message: `The server answered ${response.status} ${response.statusText}`.trim() + ".", hint: null };
}

async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request("GET", path, undefined, signal ? { signal } : {});
  return (await response.json()) as T;
}

/** Posts, and hands over each event of the stream that comes back. Resolves when the stream ends. */
async function stream(path: string, body: unknown, onEvent: (event: JobEvent) => void): Promise<void> {
  const response = await request("POST", path, body, { headers: { Accept: "text/event-stream" } });
  if (!response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  const read = eventReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      for (const { event, data } of read(value)) {
        const parsed = parseJobEvent(event, data);
        if (parsed) onEvent(parsed);
      }
    }
  } catch {
    throw new Failed(AWAY);
  }
}

export function parseJobEvent(event: string, data: string): JobEvent | null {
  try {
    const value = JSON.parse(data) as Record<string, unknown>;
    if (typeof value !== "object" || value === null || typeof value.job !== "string") return null;
    // The name of a new app is empty until it is known.
    return { ...value, app: value.app || null, event } as unknown as JobEvent;
  } catch {
    return null;
  }
}

const at = (name: string) => `/apps/${encodeURIComponent(name)}`;

type WireDetail = App & { releases: Release[]; interface: Interface | null };

export const api = {
  async openSession(token: string): Promise<void> {
    await request("POST", "/session", undefined, { headers: { Authorization: `Bearer ${token}` } });
  },
  status: (signal?: AbortSignal) => get<Status>("/status", signal),
  apps: async () => (await get<{ apps: App[] }>("/apps")).apps,
  async app(name: string): Promise<AppDetail> {
    const wire = await get<WireDetail>(at(name));
    return { ...wire, waiting: wire.releases.filter((r) => r.status === "waiting") };
  },
  async understand(wish: string, app: string | null): Promise<Understanding> {
    const response = await request("POST", "/understand", app ? { wish, app } : { wish });
    return (await response.json()) as Understanding;
  },
  wish: (wish: string, app: string | null, options: { name?: string; answers: Record<string, string> }, onEvent: (e: JobEvent) => void) =>
    app
      ? stream(`${at(app)}/wish`, { wish, answers: options.answers }, onEvent)
      : stream("/wish", { wish, answers: options.answers, ...(options.name ? { name: options.name } : {}) }, onEvent),
  consent: (app: string, release: Hash, items: string[] | null, onEvent: (e: JobEvent) => void) =>
    stream(`${at(app)}/consent`, items ? { release, items } : { release }, onEvent),
  async dismiss(app: string, release: Hash): Promise<void> {
    await request("POST", `${at(app)}/dismiss`, { release });
  },
  rollback: (app: string, release: Hash, snapshot: boolean, onEvent: (e: JobEvent) => void) =>
    stream(`${at(app)}/rollback`, { release, snapshot }, onEvent),
  async claimLink(app: string): Promise<ClaimLink> {
    return (await (await request("POST", `${at(app)}/claim`)).json()) as ClaimLink;
  },
  owners: async (app: string) => (await get<{ owners: Owner[] }>(`${at(app)}/owners`)).owners,
  async takeOffOwner(app: string, principal: string): Promise<void> {
    await request("DELETE", `${at(app)}/owners/${encodeURIComponent(principal)}`);
  },
  history: async (app: string) => (await get<{ records: HistoryRecord[] }>(`${at(app)}/history`)).records,
  files: async (app: string, release: Hash) => (await get<{ files: Files }>(`${at(app)}/releases/${release}/files`)).files,
  data: (app: string, path: string | null, offset = 0, limit = 100) =>
    get<Data>(`${at(app)}/data${path === null ? "" : `?path=${encodeURIComponent(path)}&offset=${offset}&limit=${limit}`}`),
  logs: async (app: string, after: number | null) =>
    (await get<{ logs: LogLine[] }>(`${at(app)}/logs${after === null ? "" : `?after=${after}`}`)).logs,
  async call(app: string, method: string, args: string): Promise<{ reply: string; ms: number }> {
    const response = await request("POST", `${at(app)}/call`, { method, args });
    return (await response.json()) as { reply: string; ms: number };
  },
};
