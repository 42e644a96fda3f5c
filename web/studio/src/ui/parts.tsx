// Small parts that every view uses.

import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Failure } from "../api/types.ts";
import { failureOf } from "../api/client.ts";
import { noticeFailure } from "../state/actions.ts";

const PATHS = {
  check: "M4 10.5 8.2 14.5 16 6",
  question: "M7 7.4a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2M10 15v.1",
  stop: "M5.5 5.5l9 9M14.5 5.5l-9 9",
  external: "M8 5H5v10h10v-3M11 4.5h4.5V9M15 5l-6 6",
  reload: "M15.5 10a5.5 5.5 0 1 1-1.6-3.9M15.5 4v3h-3",
  phone: "M6.5 3.5h7v13h-7zM9.5 14.2h1",
  send: "M10 16V4.5M5 9l5-5 5 5",
  back: "M6 7.5H13a3.5 3.5 0 0 1 0 7H8M9 4 5.5 7.5 9 11",
  arrow: "M4 10h11M11 5.5l4.5 4.5L11 14.5",
  download: "M10 4v8M6.5 9l3.5 3.5L13.5 9M4.5 15.5h11",
  key: "M11.3 8.7a3.4 3.4 0 1 0-2.2 2.2l1.4 1.4h1.8v1.8h1.8v1.9h2.4v-2.6z",
  wait: "M10 6v4l2.5 2M10 3.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="wordmark">
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" />
        <path d="M8 10.5 12.2 22 16 12.5 19.8 22 24 10.5" />
        <circle cx="24" cy="10.5" r="2.4" />
      </svg>
      Selfwright
    </span>
  );
}

/** What went wrong and one next step. */
export function Trouble({ failure, retry, retryWords = "Try again" }: { failure: Failure; retry?: (() => void) | undefined; retryWords?: string }) {
  return (
    <div className="trouble" role="alert">
      <p className="trouble-message"><Prose text={failure.message} /></p>
      {failure.hint && <p className="trouble-hint"><Prose text={failure.hint} /></p>}
      {retry && <button type="button" className="button small" onClick={retry}>{retryWords}</button>}
    </div>
  );
}

/** Text of the server; what stands between backticks is a name. Never markup: only text is made of it. */
export function Words({ text }: { text: string }) {
  return <span>{text.split(/`([^`]+)`/).map((part, i) => (i % 2 === 1 ? <code key={i}>{part}</code> : part))}</span>;
}

export const Prose = ({ text }: { text: string }) => <Words text={sentence(text)} />;

/** Server messages start in lower case and end without a stop, as in a terminal; on a page they are sentences. */
export function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") return "";
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?:)]$/.test(first) ? first : `${first}.`;
}

export function Waiting({ children }: { children: ReactNode }) {
  return (
    <p className="waiting" role="status">
      <span className="spinner" aria-hidden="true" />
      {children}
    </p>
  );
}

export interface Loaded<T> {
  value: T | null;
  failure: Failure | null;
  loading: boolean;
  reload: () => void;
}

/** Loads a value, again whenever `key` changes. The old value stays on screen while the new one is on its way. */
export function useLoad<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; failure: Failure | null; loading: boolean }>({ value: null, failure: null, loading: true });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let current = true;
    setState((s) => ({ ...s, loading: true }));
    latest.current().then(
      (value) => current && setState({ value, failure: null, loading: false }),
      (error: unknown) => {
        if (!current) return;
        noticeFailure(error);
        setState((s) => ({ ...s, failure: failureOf(error), loading: false }));
      },
    );
    return () => {
      current = false;
    };
  }, [key, turn]);
  return { ...state, reload: () => setTurn((t) => t + 1) };
}

/** The time, again every `everyMs` while `running`. */
export function useNow(everyMs: number, running = true): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, running]);
  return now;
}

/** Returns the address if it is one of the web, so that no `javascript:` ever becomes a link or a frame. */
export function webAddress(url: string | null | undefined): string | null {
  try {
    const parsed = new URL(url ?? "");
    return parsed.protocol === "http:" || parsed.protocol === "https:" ? parsed.href : null;
  } catch {
    return null;
  }
}

export const hostOf = (url: string): string => {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
};
