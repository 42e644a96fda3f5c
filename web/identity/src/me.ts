// The person at this page, once they have shown who they are. Nothing of it is stored: closing the page forgets it.
import type { Identity } from "@icp-sdk/core/agent";

import { connect } from "./connection.ts";
import type { Account, Provider, Result } from "./interface.ts";
import * as passkey from "./passkey.ts";
import { identityOf } from "./phrase.ts";
import { Trouble, problem } from "./words.ts";

export interface Me {
  provider: Provider;
  account: Account;
}

/** Signs in with a passkey that the browser knows. */
export const withPasskey = async (): Promise<Me> => enter(await passkey.use(), "unknownPasskey");

export const withPhrase = async (words: string): Promise<Me> => enter(await identityOf(words), "unknownPhrase");

/** Makes a passkey and an account that it opens. */
export async function register(name: string): Promise<Me> {
  const device = await passkey.create(name);
  const provider = await connect(await passkey.use(device));
  expect(await provider.register(name, device));
  return refresh({ provider });
}

/** A device that has asked to be added. */
export interface Joined {
  /** What both devices show. */
  number: string;
  outcome(): Promise<"added" | "waiting" | "refused">;
  me(): Promise<Me>;
}

/** Makes a passkey and asks to add it to the account that made the code. */
export async function join(code: string): Promise<Joined> {
  const device = await passkey.create("My account");
  const provider = await connect(await passkey.use(device));
  const number = expect(await provider.join(code, device));
  const outcome: Joined["outcome"] = async () => {
    const state = await provider.joined(code);
    return "added" in state ? "added" : "waiting" in state ? "waiting" : "refused";
  };
  return { number, outcome, me: () => refresh({ provider }) };
}

async function enter(identity: Identity, otherwise: "unknownPasskey" | "unknownPhrase"): Promise<Me> {
  const provider = await connect(identity);
  const [account] = await provider.account();
  if (!account) throw new Trouble(otherwise);
  return { provider, account };
}

/** Reads the account again. */
export async function refresh({ provider }: { provider: Provider }): Promise<Me> {
  const [account] = await provider.account();
  if (!account) throw new Trouble("signedOut");
  return { provider, account };
}

/** What the canister did, or its refusal thrown. */
export function expect<T>(result: Result<T>): T {
  if ("err" in result) throw problem(result.err);
  return result.ok;
}
