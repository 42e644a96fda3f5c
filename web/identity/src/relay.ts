// Our page at the other addresses under which an identity provider is looked for. Passkeys belong to one address, so whoever comes
// here is sent on. Pages that speak the window protocol listen to this window only: for them it stands in between.
import { about } from "./connection.ts";
import { h, show } from "./dom.ts";

const MESSAGES = ["authorize-client-success", "authorize-client-failure"];

async function start(): Promise<void> {
  const { origin } = await about();
  const place = `${origin}${location.pathname}${location.search}${location.hash}`;
  // Signers are heard wherever they answer from.
  if (!window.opener || location.hash !== "#authorize") return location.replace(place);
  stand(window.opener, origin);
}

function stand(opener: Window, origin: string): void {
  let page: Window | null = null;
  let asker: string | undefined;
  addEventListener("message", ({ source, origin: from, data }) => {
    if (source === opener && data?.kind === "authorize-client") {
      if (from === "null" || (asker ??= from) !== from) return;
      page?.postMessage({ ...data, relayedFor: from }, origin);
    }
    if (source !== page || from !== origin) return;
    if (data?.kind === "authorize-ready") opener.postMessage(data, asker ?? "*");
    if (MESSAGES.includes(data?.kind) && asker) {
      opener.postMessage(data, asker);
      page?.close();
    }
  });
  const go = () => {
    page = window.open(`${origin}/#authorize`, "selfwright-identity");
  };
  show(
    "Sign in",
    h("p", {}, "Signing in goes on in a window of its own."),
    h("button", { type: "button", class: "primary", onclick: go }, "Go on"),
  );
}

void start();
