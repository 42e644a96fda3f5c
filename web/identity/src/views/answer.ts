// A page asks who the person is: who asks is checked, the person shows who they are and says yes, and the delegation goes back.
import { Principal } from "@icp-sdk/core/principal";

import { type Child, button, h, show, showBusy } from "../dom.ts";
import type { Optional, Session } from "../interface.ts";
import { type Me, expect } from "../me.ts";
import type { Asked } from "../messages.ts";
import { type Known, checkAlternative, known } from "../origins.ts";
import { Trouble, trouble } from "../words.ts";
import { sayTrouble, welcome } from "./welcome.ts";

const CANCELLED = "UserInterrupt";

/** Carries a request to its end: `over` is called when it has been answered. */
export async function answer(asked: Asked, over: () => void): Promise<void> {
  const end = (why: string) => {
    over();
    asked.refuse(why);
  };
  const cancel = () => {
    end(CANCELLED);
    show("Not signed in", h("p", {}, "You stopped. Nothing has been told to the page; you can close this window."));
  };
  try {
    showBusy("Sign in", who(asked.origin));
    const [asker, derived] = await check(asked);
    const me = await welcome(`Sign in to ${asker.shown}`, [...names(asker, asked)], cancel);
    const grant = async () => {
      showBusy(`Signing in to ${asker.shown}`);
      try {
        asked.grant(await delegate(me, asked, asker, derived));
      } catch (error) {
        return confirm(me, asker, asked, grant, cancel, trouble(error));
      }
      over();
      show("You are signed in", h("p", { class: "done", role: "status" }, `${asker.shown} knows you now. You can close this window.`));
    };
    const before = me.account.visits.some((visit) => visit.origin === asker.origin);
    if (before) await grant();
    else confirm(me, asker, asked, grant, cancel);
  } catch (error) {
    const said = trouble(error);
    // Pages close this window as soon as they have an answer: first the person reads why.
    refused(said, () => end(said.message));
  }
}

/** Makes sure that there is somebody to answer, and finds as whom they want to be answered. */
async function check({ origin, derivationOrigin }: Asked): Promise<[Known, Known]> {
  const asker = await known(origin);
  if (!derivationOrigin || derivationOrigin === origin) return [asker, asker];
  await checkAlternative(origin, derivationOrigin);
  return [asker, await known(derivationOrigin)];
}

/** An origin that the person has not been to: they are asked. */
function confirm(me: Me, asker: Known, asked: Asked, grant: () => unknown, cancel: () => void, said?: Trouble): void {
  show(
    `Let ${asker.shown} know you?`,
    ...names(asker, asked),
    h("p", {}, `You have not signed in here before, ${me.account.name}. The page gets a number that stands for you there and nowhere else; it cannot tell who you are elsewhere.`),
    sayTrouble(said),
    button("Yes, sign me in", "primary", grant),
    button("No", "", cancel),
  );
}

function names(asker: Known, { origin, derivationOrigin }: Asked): Child[] {
  const other = derivationOrigin && derivationOrigin !== origin;
  return [who(origin), other && h("p", {}, "It signs you in as this address, which allows it:"), other && who(derivationOrigin)];
}

const who = (origin: string) => h("strong", { class: "origin" }, origin);

async function delegate({ provider }: Me, asked: Asked, asker: Known, derived: Known) {
  const targets: Optional<Principal[]> = asked.targets ? [asked.targets.map((id) => Principal.fromText(id))] : [];
  const maxTimeToLive: Optional<bigint> = asked.maxTimeToLive === undefined ? [] : [asked.maxTimeToLive];
  const session: Session = { origin: derived.origin, sessionKey: asked.sessionKey, maxTimeToLive, targets };
  const { userKey, expiration } = expect(await provider.signIn(session, asker));
  const [signature] = await provider.signature(session, expiration);
  if (!signature) throw new Trouble("unreachable");
  return { userKey: Uint8Array.from(userKey), expiration, signature: Uint8Array.from(signature) };
}

/** There is nothing to choose: says why, and then tells the page, if there is one to tell. */
export function refused(said: Trouble, tell?: () => void): void {
  const back = () => {
    tell?.();
    show("Not signed in", h("p", {}, "You can close this window."));
  };
  show("You cannot sign in to this page", sayTrouble(said), button("Go back", "primary", back));
}
