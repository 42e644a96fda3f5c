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
  if (code) return joinAccount(code, home, manage);
  if (window.opener) {
    listen(asked, (trouble: Trouble) => refused(trouble));
    return waiting();
  }
  home();
}

let busy = false;

/** One request at a time: a person reads one, and means it when they say yes. */
function asked(request: Asked): void {
  if (busy) return request.refuse("Another request is being answered.");
  busy = true;
  void answer(request, () => (busy = false));
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
