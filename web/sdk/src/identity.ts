// Who uses this page: the person who signed in, or else this browser, which has an Ed25519 key of its own per origin, hence per app.
// Two apps cannot tell that it is the same person.
import type { SignIdentity } from "@icp-sdk/core/agent";
import { type DelegationIdentity, Ed25519KeyIdentity } from "@icp-sdk/core/identity";

import { CallError } from "./errors.ts";
import { ask, canAsk, end, openWindow, restored } from "./session.ts";

const PLACE = "selfwright-key";
let identity: Ed25519KeyIdentity | undefined;
let session: DelegationIdentity | undefined;

/** Returns who signed in, or the identity of this browser, made and kept the first time. */
export async function loadIdentity(): Promise<SignIdentity> {
  session ??= await restored();
  if (session) return session;
  identity ??= stored() ?? made();
  return identity;
}

/** Whether a person has signed in, so that they are the same on their other devices. */
export async function isSignedIn(): Promise<boolean> {
  await loadIdentity();
  return session !== undefined;
}

/** Has the person sign in with the provider, if that can be here; returns whether they did. */
export async function signInWith(provider: string | undefined, days: number): Promise<boolean> {
  if (!provider || !canAsk()) return false;
  const opened = openWindow(provider);
  if (!opened) throw new CallError("The browser did not open the window to sign in. Allow windows of this page, and try again.", "blocked");
  session = await ask(opened, provider, days);
  return true;
}

/** Forgets who signed in; if nobody did, this browser's own identity. */
export async function forgetIdentity(): Promise<void> {
  if (await isSignedIn()) {
    session = undefined;
    return end();
  }
  identity = undefined;
  try {
    localStorage.removeItem(PLACE);
  } catch {
    // Nothing was kept.
  }
}

/**
 * Makes this browser an owner when the address carries a code that the platform gave to the owner: `#claim=CODE`.
 * The code works once; the platform makes the principal a controller of the app.
 */
export async function takeOwnership(): Promise<void> {
  const code = /^#claim=([\w-]+)$/.exec(globalThis.location?.hash ?? "")?.[1];
  if (!code) return;
  const principal = (await loadIdentity()).getPrincipal().toText();
  const body = JSON.stringify({ code, principal });
  const headers = { "content-type": "application/json" };
  const answer = await fetch("/_/claim", { method: "POST", headers, body }).catch(() => undefined);
  if (!answer) return; // not reached: the code stays in the address, and loading the page again tries again
  history.replaceState(history.state, "", location.pathname + location.search);
  if (!answer.ok) {
    const said = await answer.json().catch(() => undefined);
    console.warn(`This browser is not an owner of the app: ${said?.error?.message ?? answer.status}`);
    return;
  }
  dispatchEvent(new Event("focus")); // what watches the app looks again at once
}

function stored(): Ed25519KeyIdentity | undefined {
  try {
    const text = localStorage.getItem(PLACE);
    return text ? Ed25519KeyIdentity.fromJSON(text) : undefined;
  } catch {
    return undefined; // no storage, or not what was put there: a new key takes its place
  }
}

function made(): Ed25519KeyIdentity {
  const identity = Ed25519KeyIdentity.generate();
  try {
    localStorage.setItem(PLACE, JSON.stringify(identity.toJSON()));
  } catch {
    // Without storage the identity lasts as long as the page.
  }
  return identity;
}
