// Adding a device: the one in use makes a code, the new one asks with it, and both show the same number before the first says yes.
import { button, h, show } from "../dom.ts";
import { type Joined, type Me, expect, join, refresh } from "../me.ts";
import { random } from "../passkey.ts";
import { Trouble, trouble } from "../words.ts";
import { manage } from "./account.ts";
import { attempt, sayTrouble } from "./welcome.ts";

/** Letters and digits that are not taken for one another. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const CODE_LETTERS = 12;
const MILLISECONDS_BETWEEN = 1_000;

/** On the device in use: shows the code and waits for the other device. */
export function inviteDevice(me: Me, done: (me: Me) => void): Promise<void> {
  const code = Array.from(random(CODE_LETTERS), (byte) => LETTERS[byte % LETTERS.length]).join("");
  return attempt(
    async () => expect(await me.provider.invite(code)),
    (said) => manage(me, said),
    () => {
      const view = shown();
      show(
        "Add another device",
        h("p", {}, "On the other device, open this address within a quarter of an hour:"),
        h("strong", { class: "origin", id: "link" }, `${location.origin}/#join=${code}`),
        h("p", {}, "Or choose “Add this device to my account” there, and type this code:"),
        h("p", { class: "number" }, spaced(code)),
        h("p", { class: "quiet busy", role: "status" }, "Waiting for the other device…"),
        button("Back", "link", () => (view.leave(), done(me))),
      );
      void waitForRequest(me, view, done);
    },
  );
}

const spaced = (code: string) => code.replace(/.{4}(?=.)/g, "$& ");

/** Whether what was shown is still what people look at. */
function shown() {
  let left = false;
  return { leave: () => void (left = true), stays: () => !left };
}

async function waitForRequest(me: Me, view: ReturnType<typeof shown>, done: (me: Me) => void): Promise<void> {
  while (view.stays()) {
    let fresh: Me;
    try {
      fresh = await refresh(me);
    } catch (error) {
      return manage(me, trouble(error));
    }
    if (!view.stays()) return;
    const [invitation] = fresh.account.invitation;
    if (!invitation) return manage(fresh, new Trouble("expired"));
    const [request] = invitation.request;
    if (request) return decide(fresh, request, done);
    await pause();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, MILLISECONDS_BETWEEN));

function decide(me: Me, request: { name: string; number: string }, done: (me: Me) => void): void {
  const say = (yes: boolean) =>
    attempt(
      async () => (expect(await me.provider.answer(request.number, yes)), refresh(me)),
      (said) => manage(me, said),
      done,
    );
  show(
    "Add this device?",
    h("p", {}, `${request.name} wants to open your account. Does it show this number?`),
    h("p", { class: "number" }, request.number),
    h("p", { class: "quiet" }, "If it does not, somebody else has the code: say no."),
    button("Yes, add it", "primary", () => say(true)),
    button("No", "", () => say(false)),
  );
}

/** On the new device: asks for the code. */
export function enterCode(back: () => void, done: (me: Me) => unknown): void {
  const field = h("input", { name: "code", autocomplete: "off", autocapitalize: "none", spellcheck: "false", maxlength: "40" });
  show(
    "Add this device to your account",
    h("p", {}, "On a device that opens your account already, sign in at this address and choose “Add another device”. It shows a code."),
    h("label", {}, "The code", field),
    button("Go on", "primary", () => joinAccount(field.value.toLowerCase().replace(/[^a-z0-9]/g, ""), back, done)),
    button("Back", "link", back),
  );
}

/** On the new device: makes a passkey and asks with the code. */
export function joinAccount(code: string, back: () => void, done: (me: Me) => unknown, said?: Trouble): void {
  const again = (said: Trouble) => joinAccount(code, back, done, said);
  show(
    "Add this device to your account",
    h("p", {}, "This device makes a passkey of its own: you open it as you open the device. It asks you twice: to make the passkey, and to try it."),
    sayTrouble(said),
    button("Make a passkey", "primary", () => attempt(() => join(code), again, (joined) => compare(joined, back, done))),
    button("Back", "link", back),
  );
}

async function compare({ number, outcome, me }: Joined, back: () => void, done: (me: Me) => unknown): Promise<void> {
  show(
    "Look at your other device",
    h("p", {}, "It asks whether it shows this number. Say yes there:"),
    h("p", { class: "number" }, number),
    h("p", { class: "quiet busy", role: "status" }, "Waiting for your yes…"),
  );
  try {
    let state = await outcome();
    for (; state === "waiting"; state = await outcome()) await pause();
    if (state === "refused") throw new Trouble("joinRefused");
    await done(await me());
  } catch (error) {
    show("Not added", sayTrouble(trouble(error)), h("p", {}, "You can try again with a new code."), button("Back", "", back));
  }
}
