// What opens the account, and where it was used.
import { button, h, show } from "../dom.ts";
import type { Device, Visit } from "../interface.ts";
import { type Me, expect, refresh } from "../me.ts";
import { type Trouble, when } from "../words.ts";
import { inviteDevice } from "./join.ts";
import { has, offerPhrase } from "./phrase.ts";
import { attempt, sayTrouble } from "./welcome.ts";

/** Shows the account and lets it be changed. */
export function manage(me: Me, said?: Trouble): void {
  const back = (said: Trouble) => manage(me, said);
  const again = (fresh: Me) => manage(fresh);
  show(
    `Hello, ${me.account.name}`,
    sayTrouble(said),
    h("h2", {}, "What opens your account"),
    h("ul", {}, ...me.account.devices.map((device) => deviceRow(device, () => ask(me, device)))),
    button("Add another device", "", () => inviteDevice(me, again)),
    button(has(me) ? "Make a new recovery phrase" : "Make a recovery phrase", "", () => offerPhrase(me, "Back").then(again)),
    h("h2", {}, "Where you signed in"),
    me.account.visits.length ? h("ul", {}, ...me.account.visits.map(visitRow)) : h("p", { class: "quiet" }, "Nowhere yet."),
    me.account.visits.length > 0 && h("p", { class: "quiet" }, "To end a session before its time, sign out there."),
    button("Look again", "link", () => attempt(() => refresh(me), back, again)),
  );
}

const nameOf = (device: Device) => ("phrase" in device.kind ? "Recovery phrase" : device.name);

function deviceRow(device: Device, remove: () => void): HTMLElement {
  const used = device.current ? "in use now" : device.usedAt === device.addedAt ? "not used yet" : `last used ${when(device.usedAt)}`;
  return h(
    "li",
    { class: "row" },
    h("span", {}, h("span", {}, nameOf(device)), h("span", { class: "quiet" }, `added ${when(device.addedAt)}, ${used}`)),
    h("button", { type: "button", class: "small", "aria-label": `Remove ${nameOf(device)}`, onclick: remove }, "Remove"),
  );
}

function visitRow(visit: Visit): HTMLElement {
  const lasts = Number(visit.until / 1_000_000n) > Date.now() ? `the session ends by ${when(visit.until)}` : "no session is open";
  return h("li", { class: "row" }, h("span", {}, h("span", {}, visit.shown), h("span", { class: "quiet" }, `last ${when(visit.lastAt)}; ${lasts}`)));
}

function ask(me: Me, device: Device): void {
  const remove = async () => {
    expect(await me.provider.removeDevice(device.principal));
    return device.current ? undefined : refresh(me);
  };
  const done = (fresh?: Me) => (fresh ? manage(fresh) : gone());
  show(
    `Remove ${nameOf(device)}?`,
    h("p", {}, "It opens your account no more. Sessions that were begun with it last until their time is over."),
    device.current && h("p", {}, "It is the one you use now: you will be signed out here."),
    button("Remove", "primary", () => attempt(remove, (said) => manage(me, said), done)),
    button("Keep it", "", () => manage(me)),
  );
}

function gone(): void {
  show("Removed", h("p", {}, "You are signed out here. You can close this window."));
}
