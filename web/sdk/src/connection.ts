// From the page's origin to the app behind it.
import { HttpAgent } from "@icp-sdk/core/agent";

import type { Info } from "./app.ts";
import { CallError } from "./errors.ts";
import { loadIdentity } from "./identity.ts";

export interface Connection {
  agent: HttpAgent;
  canisterId: string;
  info: Info;
}

/** Connects as this browser. Replies are verified against the root key that this origin names. */
export async function connect(): Promise<Connection> {
  const [info, identity] = await Promise.all([readInfo(), loadIdentity()]);
  const agent = await HttpAgent.create({
    host: location.origin,
    identity,
    // A replica of one's own has a key of its own; the page comes from the same place, so it is as trustworthy as the page.
    rootKey: info.rootKey ? fromHex(info.rootKey) : undefined,
    shouldFetchRootKey: !info.rootKey,
    subnetNodeKeyExpirableStore: inMemory(),
  });
  return { agent, canisterId: info.canisterId, info };
}

/** Reads `/_/app.json`. */
export async function readInfo(): Promise<Info> {
  return (await readJson("/_/app.json")) as Info;
}

/** Reads something that the platform serves beside the page. */
export async function readJson(path: string): Promise<unknown> {
  const response = await fetch(path, { cache: "no-store" }).catch(() => {
    throw new CallError("The app cannot be reached. Check the connection; this page tries again by itself.", "unreachable");
  });
  if (!response.ok) throw new CallError(`The app cannot be reached: ${path} answers ${response.status}.`, "unreachable");
  return response.json();
}

const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));

// A key kept over a restart of a replica that was set up anew would make every reply look forged.
function inMemory<V>() {
  const values = new Map<string, V>();
  return {
    expirationTime: 60 * 60 * 1000,
    get: async (key: string) => values.get(key),
    set: async (key: string, value: V) => void values.set(key, value),
    delete: async (key: string) => void values.delete(key),
  };
}
