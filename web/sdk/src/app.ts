// What a page imports from its own origin: `import { app, signIn } from "/_/app.js"`.
//
// `app` stands for the page's app: its methods by name, with plain values. Start reading at `call`; `connection.ts` finds
// the app behind the origin, `interface.ts` its types, `values.ts` turns plain values into Candid and back.
import { type Connection, connect, readInfo } from "./connection.ts";
import { CallError, callError } from "./errors.ts";
import { forgetIdentity, isSignedIn, loadIdentity, signInWith, takeOwnership } from "./identity.ts";
import { type Interface, readInterface } from "./interface.ts";
import { decode, encode } from "./values.ts";

export { CallError };

/** What `/_/app.json` says. */
export interface Info {
  canisterId: string;
  name: string;
  /** Changes with each release. */
  release: string;
  /** The replica's public key: DER in hexadecimal. */
  rootKey?: string;
  /** The origin of the page on which people sign in. */
  identity?: string;
}

let connection: Promise<Connection> | undefined;
let methods: Promise<Interface> | undefined;
const releaseListeners = new Set<(release: string) => void>();

const connected = (): Promise<Connection> => {
  connection ??= connect().catch((error) => {
    connection = undefined; // the next call tries again
    throw error;
  });
  return connection;
};

const interfaceNow = (): Promise<Interface> => {
  methods ??= readInterface().catch((error) => {
    methods = undefined;
    throw error;
  });
  return methods;
};

const methodNamed = async (name: string) => {
  const known = (await interfaceNow()).methods[name];
  if (known) return known;
  methods = undefined; // a release may have brought it
  const found = (await interfaceNow()).methods[name];
  if (!found) throw new CallError(`This app has no method ${name}.`, "unknown-method");
  return found;
};

/** Calls a method with plain values and returns its result: none, one, or several as an array. */
async function call(name: string, ...values: unknown[]): Promise<unknown> {
  try {
    const method = await methodNamed(name);
    const argument = encode(method.args, values, name);
    const reply = await send(name, method.mode, argument);
    try {
      return decode(method.results, reply);
    } catch {
      methods = undefined; // the release has changed under this page: read the reply as the new one means it
      return decode((await methodNamed(name)).results, reply);
    }
  } catch (error) {
    throw callError(error);
  }
}

async function send(methodName: string, mode: string, arg: Uint8Array): Promise<Uint8Array> {
  const { agent, canisterId } = await connected();
  if (mode === "update") {
    const { reply } = await agent.update(canisterId, { methodName, arg });
    return reply;
  }
  const answer = await agent.query(canisterId, { methodName, arg });
  if (answer.status === "replied") return answer.reply.arg;
  throw new CallError(answer.reject_message, "rejected", answer.error_code);
}

const SECONDS_BETWEEN = 4;
const SECONDS_BETWEEN_MAX = 60;
const TICKS_PER_RELEASE_CHECK = 4;

/**
 * Calls `refresh` at once, every few seconds while the page is in sight, and when it comes back into sight; never twice at
 * the same time. When it fails, it is called less often. Returns what ends it.
 */
function watch(refresh: () => unknown, { seconds = SECONDS_BETWEEN } = {}): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let ended = false;
  let wait = seconds;
  let ticks = 0;
  const tick = async () => {
    clearTimeout(timer);
    if (running || ended) return;
    running = true;
    try {
      await refresh();
      if (++ticks % TICKS_PER_RELEASE_CHECK === 0) await noticeRelease();
      wait = seconds;
    } catch {
      wait = Math.min(wait * 2, SECONDS_BETWEEN_MAX);
    }
    running = false;
    if (!ended && document.visibilityState === "visible") timer = setTimeout(tick, wait * 1000);
  };
  const seen = () => void (document.visibilityState === "visible" && tick());
  document.addEventListener("visibilitychange", seen);
  addEventListener("focus", seen);
  addEventListener("online", seen);
  void tick();
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", seen);
    removeEventListener("focus", seen);
    removeEventListener("online", seen);
  };
}

async function noticeRelease(): Promise<void> {
  const now = await readInfo();
  const { info } = await connected();
  if (now.canisterId !== info.canisterId) connection = undefined;
  if (now.release === info.release) return;
  info.release = now.release;
  methods = undefined;
  for (const listener of releaseListeners) listener(now.release);
}

/** Calls `listener` when the app has been released anew while this page is open. Returns what ends it. */
function onRelease(listener: (release: string) => void): () => void {
  releaseListeners.add(listener);
  return () => void releaseListeners.delete(listener);
}

/** Who this browser is to the app: the text of a principal. */
async function me(): Promise<string> {
  return (await loadIdentity()).getPrincipal().toText();
}

/** What is known of the app. */
async function info(): Promise<Info> {
  return { ...(await connected()).info };
}

/**
 * Has the person sign in, in a window of its own: they are the same then on all their devices. Call it in a click. Returns their
 * principal. Where a browser has no passkeys, outside a click, and with `{ with: "browser" }`, nobody is asked, and this browser's
 * own key stays who it is.
 */
export async function signIn({ with: how = "passkey", days = 7 }: { with?: "passkey" | "browser"; days?: number } = {}): Promise<string> {
  const { identity } = how === "passkey" ? await readInfo() : {};
  if (await signInWith(identity, days)) changedIdentity();
  return me();
}

/** Ends the session of who signed in. If nobody did, forgets this browser's identity: what it added is nobody's from then on. */
export async function signOut(): Promise<void> {
  await forgetIdentity();
  changedIdentity();
}

/** The next call is made as somebody else, and what watches the app looks again. */
function changedIdentity(): void {
  connection = undefined;
  dispatchEvent(new Event("focus"));
}

type Call = (...values: unknown[]) => Promise<any>;
const own = { call, watch, onRelease, me, info, isSignedIn };

/** The app: `await app.listMessages()`, or `await app.call("listMessages")`. */
export const app = new Proxy(own as typeof own & Record<string, Call>, {
  get: (target, name) => {
    if (name in target) return target[name as keyof typeof own];
    // A promise would be asked for `then`; the app is none.
    if (typeof name !== "string" || name === "then") return undefined;
    return (...values: unknown[]) => call(name, ...values);
  },
});

void takeOwnership();
