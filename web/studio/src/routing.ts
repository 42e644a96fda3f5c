// Addresses inside the Studio live behind the `#`, so that the server needs to know only one page.

import { useSyncExternalStore } from "react";

export const VIEWS = ["wishes", "app", "data", "releases", "code", "calls", "logs", "history"] as const;
export type View = (typeof VIEWS)[number];

export type Route =
  | { page: "home" }
  | { page: "new"; entry: string }
  | { page: "app"; name: string; view: View | null; detail: string | null };

export function parseRoute(hash: string): Route {
  const parts = hash.replace(/^#\/?/, "").split("/").map(safeDecode);
  if (parts[0] === "new" && parts[1]) return { page: "new", entry: parts[1] };
  if (parts[0] === "apps" && parts[1]) {
    const view = VIEWS.find((v) => v === parts[2]) ?? null;
    return { page: "app", name: parts[1], view, detail: parts.slice(3).join("/") || null };
  }
  return { page: "home" };
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const appPath = (name: string, view?: View | null, detail?: string): string =>
  `/apps/${encodeURIComponent(name)}${view ? `/${view}` : ""}${detail ? `/${encodeURIComponent(detail)}` : ""}`;

export function go(path: string, options: { replace?: boolean } = {}): void {
  if (options.replace) {
    history.replaceState(null, "", `#${path}`);
    window.dispatchEvent(new Event("hashchange"));
  } else location.hash = path;
}

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

export function useRoute(): Route {
  return parseRoute(useSyncExternalStore(subscribe, () => location.hash));
}
