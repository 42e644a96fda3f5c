// From the page to the canister that keeps the accounts.
import { Actor, AnonymousIdentity, HttpAgent, type Identity } from "@icp-sdk/core/agent";
import { Principal } from "@icp-sdk/core/principal";

import { type Provider, provider } from "./interface.ts";

export interface About {
  canisterId: string;
  /** The replica's public key: DER in hexadecimal. */
  rootKey: string;
  /** The address to which passkeys belong. */
  origin: string;
}

let known: Promise<About> | undefined;

/** Where the canister is. Waits for a server that has just started. */
export function about(): Promise<About> {
  known ??= readAbout().catch((error) => {
    known = undefined; // the next attempt asks again
    throw error;
  });
  return known;
}

async function readAbout(): Promise<About> {
  const response = await fetch("/identity.json", { cache: "no-store" });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** The canister, called as somebody, or as nobody. */
export async function connect(identity: Identity = new AnonymousIdentity()): Promise<Provider> {
  const { canisterId, rootKey } = await about();
  const agent = await HttpAgent.create({ host: location.origin, identity, rootKey: fromHex(rootKey) });
  return Actor.createActor<Provider>(provider, { agent, canisterId: Principal.fromText(canisterId) });
}

export const fromHex = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => parseInt(byte, 16));
