// The window that opened this one. Only it is heard, and only at the origin that spoke first.
import { about } from "./connection.ts";
import { type Asked, hear } from "./messages.ts";
import { Trouble } from "./words.ts";

/** Listens, and says that this window is ready. */
export function listen(onAsked: (asked: Asked) => void, onTrouble: (trouble: Trouble) => void): void {
  const opener: Window = window.opener;
  let pinned: string | undefined;
  addEventListener("message", async (event) => {
    if (event.source !== opener || !isMessage(event.data)) return;
    if (event.origin === "null") return onTrouble(new Trouble("noOrigin"));
    pinned ??= event.origin;
    if (event.origin !== pinned) return;
    const post = (message: unknown) => opener.postMessage(message, event.origin);
    const heard = hear(event.data, (await relayed(event)) ?? event.origin, post);
    if (heard && "reply" in heard) post(heard.reply);
    if (heard && "asked" in heard) onAsked(heard.asked);
  });
  // Whoever it is: this says nothing but that a window is open, which its opener knows.
  opener.postMessage({ kind: "authorize-ready" }, "*");
}

const isMessage = (data: unknown): data is object =>
  typeof data === "object" && data !== null && ("jsonrpc" in data || (data as { kind?: unknown }).kind === "authorize-client");

/** For whom our page at another address of ours asks: `relay.ts` stands between pages that expect us there and this window. */
async function relayed(event: MessageEvent): Promise<string | undefined> {
  const { relayedFor } = event.data as { relayedFor?: unknown };
  if (typeof relayedFor !== "string") return undefined;
  return (await otherAddresses()).includes(event.origin) ? relayedFor : undefined;
}

async function otherAddresses(): Promise<string[]> {
  const { origin, canisterId } = await about();
  return ["id.ai", canisterId].map((name) => origin.replace("//id.", `//${name}.`));
}
