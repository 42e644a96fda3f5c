// Signing in with the identity provider of the platform: a window of its own asks the person, and answers with a delegation to a
// key of this browser (Internet Identity's window protocol). The key cannot be taken out of the browser.
import { Delegation, DelegationChain, DelegationIdentity, ECDSAKeyIdentity, isDelegationValid } from "@icp-sdk/core/identity";

import { CallError } from "./errors.ts";
import { forget, keep, kept } from "./store.ts";

const DAY_NS = 86_400_000_000_000n;
const MILLISECONDS_BETWEEN_LOOKS = 300;

interface Success {
  delegations: { delegation: { pubkey: Uint8Array; expiration: bigint }; signature: Uint8Array }[];
  userPublicKey: Uint8Array;
}

interface Kept {
  key: CryptoKeyPair;
  chain: string;
}

/** Whether people can sign in with the provider here: in a click, in a browser that has passkeys. */
export const canAsk = () => typeof PublicKeyCredential === "function" && navigator.userActivation?.isActive !== false;

/** Opens the provider's window. Call it before anything is waited for: browsers open windows in a click only. */
export const openWindow = (provider: string) => window.open(`${provider}/#authorize`, "selfwright-identity", "popup,width=480,height=720");

/** Asks the person in the provider's window, and keeps the session for so many days. */
export async function ask(opened: Window, provider: string, days: number): Promise<DelegationIdentity> {
  const key = await ECDSAKeyIdentity.generate({ extractable: false });
  const success = await answer(opened, provider, key.getPublicKey().toDer(), BigInt(days) * DAY_NS);
  const delegations = success.delegations.map(({ delegation, signature }) => ({
    delegation: new Delegation(delegation.pubkey as never, delegation.expiration),
    signature: signature as never,
  }));
  const chain = DelegationChain.fromDelegations(delegations, success.userPublicKey as never);
  await keep({ key: key.getKeyPair(), chain: JSON.stringify(chain.toJSON()) } satisfies Kept).catch(() => {}); // then it lasts as long as the page
  return DelegationIdentity.fromDelegation(key, chain);
}

function answer(opened: Window, provider: string, sessionPublicKey: Uint8Array, maxTimeToLive: bigint): Promise<Success> {
  return new Promise((done, fail) => {
    const end = () => {
      removeEventListener("message", heard);
      clearInterval(look);
      opened.close();
    };
    const heard = ({ source, origin, data }: MessageEvent) => {
      if (source !== opened || origin !== provider) return;
      if (data?.kind === "authorize-ready") opened.postMessage({ kind: "authorize-client", sessionPublicKey, maxTimeToLive }, provider);
      if (data?.kind === "authorize-client-success") end(), done(data);
      if (data?.kind === "authorize-client-failure") end(), fail(cancelled());
    };
    // A window that is closed says nothing.
    const look = setInterval(() => opened.closed && (end(), fail(cancelled())), MILLISECONDS_BETWEEN_LOOKS);
    addEventListener("message", heard);
  });
}

const cancelled = () => new CallError("You are not signed in: the window was closed.", "cancelled");

/** The session from before, while it lasts. */
export async function restored(): Promise<DelegationIdentity | undefined> {
  try {
    const found = (await kept()) as Kept | undefined;
    if (!found) return undefined;
    const chain = DelegationChain.fromJSON(found.chain);
    if (isDelegationValid(chain)) return DelegationIdentity.fromDelegation(await ECDSAKeyIdentity.fromKeyPair(found.key), chain);
  } catch {
    // No storage, or not what was put there: nobody is signed in.
  }
  await end();
  return undefined;
}

/** Forgets the session. */
export const end = () => forget().catch(() => {});
