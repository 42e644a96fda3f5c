// As whom a page may be answered: as itself, or as another origin that says so.
import { Trouble } from "./words.ts";

/** An origin as accounts know it, and as people do. */
export interface Known {
  origin: string;
  shown: string;
}

const ALTERNATIVES_MAX = 10;
const ALTERNATIVES_BYTES_MAX = 10_000;

/** What the server knows of an origin: apps of this platform keep their users under every name. */
export async function known(origin: string): Promise<Known> {
  const response = await fetch(`/origin.json?${origin}`, { cache: "no-store" });
  if (!response.ok) throw new Trouble("unreachable");
  return response.json();
}

/** Makes sure that `derivationOrigin` lets `origin` sign people in as itself. */
export async function checkAlternative(origin: string, derivationOrigin: string): Promise<void> {
  const said = await alternatives(derivationOrigin).catch((error) => {
    throw new Trouble("wrongOrigin", `${derivationOrigin}: ${error instanceof Error ? error.message : error}`);
  });
  if (!said.includes(origin)) throw new Trouble("wrongOrigin", `${derivationOrigin} does not name ${origin}`);
}

async function alternatives(origin: string): Promise<string[]> {
  if (!URL.canParse(origin) || new URL(origin).origin !== origin) throw new Error("this is no origin");
  const address = `${origin}/.well-known/ii-alternative-origins`;
  const response = await fetch(address, { redirect: "error", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer" });
  if (!response.ok) throw new Error(`it has no list (${response.status})`);
  const text = await response.text();
  if (text.length > ALTERNATIVES_BYTES_MAX) throw new Error("its list is too long");
  return read(text);
}

/** Reads the list of an origin. */
export function read(text: string): string[] {
  const list: unknown = JSON.parse(text)?.alternativeOrigins;
  if (!Array.isArray(list) || !list.every((item) => typeof item === "string")) throw new Error("its list is not understood");
  if (list.length > ALTERNATIVES_MAX) throw new Error(`its list has more than ${ALTERNATIVES_MAX} origins`);
  return list;
}
