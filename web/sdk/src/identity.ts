// Who this browser is: an Ed25519 key of its own per origin, hence per app. Two apps cannot tell that it is the same person.
import { Ed25519KeyIdentity } from "@icp-sdk/core/identity";

const PLACE = "selfwright-key";
let identity: Ed25519KeyIdentity | undefined;

/** Returns the identity of this browser, made and kept the first time. */
export async function loadIdentity(): Promise<Ed25519KeyIdentity> {
  identity ??= stored() ?? made();
  return identity;
}

export function forgetIdentity(): void {
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
