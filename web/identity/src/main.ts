// The page on which people sign in. Start here: who opened it decides what it shows.
import { h, show } from "./dom.ts";
import type { Asked } from "./messages.ts";
import { listen } from "./opener.ts";
import { manage } from "./views/account.ts";
import { answer, refused } from "./views/answer.ts";
import { joinAccount } from "./views/join.ts";
import { welcome } from "./views/welcome.ts";
import type { Trouble } from "./words.ts";

const code = /^#join=([\w-]+)$/.exec(location.hash)?.[1];

function start(): void {
  if (code) return void joinAccount(code);
  if (window.opener) {
    listen(asked, (trouble: Trouble) => refused(trouble));
    return waiting();
  }
  home();
}

let current: Asked | undefined;

/** One request at a time: whoever asks again means the newer one. */
function asked(request: Asked): void {
  current?.refuse("Another request took its place.");
  current = request;
  void answer(request, () => (current = undefined));
}

function waiting(): void {
  show(
    "Sign in",
    h("p", { class: "quiet busy", role: "status" }, "Waiting for the page that opened this window…"),
    h("p", { class: "quiet" }, "If nothing happens, close this window and try again there."),
    h("button", { type: "button", class: "link", onclick: home }, "Look at my devices instead"),
  );
}

/** Nobody asks: the person wants to see what there is. */
function home(): void {
  void welcome("Your sign-in", [h("p", { class: "quiet" }, "See where you signed in, and which devices open your account.")]).then(manage);
}

start();
