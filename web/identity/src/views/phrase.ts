// The recovery phrase: shown once, to be written down.
import { button, h, show } from "../dom.ts";
import { type Me, expect, refresh } from "../me.ts";
import { identityOf, make } from "../phrase.ts";
import type { Trouble } from "../words.ts";
import { attempt, sayTrouble } from "./welcome.ts";

/** Offers a phrase; ends when it has been written down, or not. */
export function offerPhrase(me: Me, otherwise: string): Promise<Me> {
  return new Promise((done) => {
    const offer = (said?: Trouble) =>
      show(
        "If you lose your device",
        h("p", {}, "Twelve words open your account when no passkey does. Write them on paper and keep it where nobody else looks: whoever has the words is you."),
        has(me) && h("p", {}, "The phrase you have now will open nothing any more."),
        sayTrouble(said),
        button("Make a recovery phrase", "primary", () => attempt(set, offer, shown)),
        button(otherwise, "link", () => done(me)),
      );
    const set = async () => {
      const words = make();
      const key = (await identityOf(words)).getPublicKey().toDer();
      expect(await me.provider.setPhrase(new Uint8Array(key)));
      return { words, me: await refresh(me) };
    };
    const shown = ({ words, me }: { words: string; me: Me }) =>
      show(
        "Write these words down",
        h("ol", { class: "words" }, ...words.split(" ").map((word) => h("li", {}, word))),
        h("p", {}, "They are not shown again."),
        button("I have written them down", "primary", () => done(me)),
      );
    offer();
  });
}

export const has = (me: Me) => me.account.devices.some((device) => "phrase" in device.kind);
