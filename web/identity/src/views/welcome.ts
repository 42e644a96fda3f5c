// Who are you? With a passkey, with a phrase, or new here.
import { type Child, button, h, show, showBusy } from "../dom.ts";
import { type Me, register, withPasskey, withPhrase } from "../me.ts";
import { supported } from "../passkey.ts";
import { Trouble, trouble } from "../words.ts";
import { enterCode } from "./join.ts";
import { offerPhrase } from "./phrase.ts";

/** Ends when somebody has shown who they are; `cancel`, where there is one, is offered too. */
export function welcome(title: string, intro: Child[], cancel?: () => void): Promise<Me> {
  return new Promise((done) => {
    const choose = (said?: Trouble) => {
      const none = said ?? (supported() ? undefined : new Trouble("unsupported"));
      show(
        title,
        ...intro,
        sayTrouble(none),
        supported() && button("Use my passkey", "primary", () => attempt(withPasskey, choose, done)),
        supported() && button("I am new here", "", () => isNew()),
        button("Use my recovery phrase", "link", () => typePhrase()),
        supported() && button("Add this device to my account", "link", () => enterCode(() => choose(), done)),
        cancel && button("Cancel", "link", cancel),
      );
    };
    const isNew = (said?: Trouble) => {
      const name = h("input", { name: "name", autocomplete: "name", maxlength: "60", required: true });
      const make = () => {
        if (name.reportValidity()) return attempt(() => register(name.value.trim() || "Me"), isNew, (me) => offerPhrase(me, "Not now").then(done));
        return undefined;
      };
      show(
        "Make an account",
        h("p", {}, "Your device makes a passkey: you open it as you open the device, and there is no password. It asks you twice: to make the passkey, and to try it."),
        sayTrouble(said),
        h("label", {}, "Your name, which only you see", name),
        button("Make a passkey", "primary", make),
        button("Back", "link", () => choose()),
      );
    };
    const typePhrase = (said?: Trouble) => {
      const words = h("textarea", { name: "phrase", rows: "3", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
      show(
        "Use your recovery phrase",
        sayTrouble(said),
        h("label", {}, "Your twelve words, in their order", words),
        button("Sign in", "primary", () => attempt(() => withPhrase(words.value), typePhrase, done)),
        button("Back", "link", () => choose()),
      );
    };
    choose();
  });
}

export const sayTrouble = (said?: Error): Child => said && h("p", { class: "trouble", role: "alert" }, said.message);

/** Tries something that may take a while; what goes wrong is said on the view that it was tried from. */
export async function attempt<T>(work: () => Promise<T>, back: (said: Trouble) => void, done: (result: T) => unknown): Promise<void> {
  showBusy("One moment");
  let result: T;
  try {
    result = await work();
  } catch (error) {
    return back(trouble(error));
  }
  await done(result);
}
