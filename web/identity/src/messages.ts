// What the page that opened this window says and hears: Internet Identity's window protocol, and the messages of signers
// (ICRC-25, 29, 34, 95). Nothing here decides; it turns messages into one kind of request and its answer back.

/** Somebody asks to be told who the person is. */
export interface Asked {
  /** The page that asks, as the browser says. */
  origin: string;
  /** As whom it wants to be answered, if not as itself. */
  derivationOrigin?: string;
  sessionKey: Uint8Array;
  /** Nanoseconds. */
  maxTimeToLive?: bigint;
  targets?: string[];
  grant(granted: Granted): void;
  refuse(why: string): void;
}

/** A delegation to the key that was asked for. */
export interface Granted {
  userKey: Uint8Array;
  expiration: bigint;
  signature: Uint8Array;
}

/** What a message comes to: a request, an answer at once, or nothing. */
export type Heard = { asked: Asked } | { reply: unknown } | undefined;

type Post = (message: unknown) => void;
type Fields = Record<string, unknown>;

const NOT_SUPPORTED = 2000;
const ABORTED = 3001;
const INVALID_PARAMETERS = -32602;
const KEY_BYTES_MAX = 200;
const TARGETS_MAX = 100;
const STANDARDS = [
  ["ICRC-25", "icrc_25_signer_interaction_standard"],
  ["ICRC-29", "icrc_29_window_post_message_transport"],
  ["ICRC-34", "icrc_34_delegation"],
  ["ICRC-95", "icrc_95_derivationorigin"],
];
const STANDARDS_PLACE = "https://github.com/dfinity/wg-identity-authentication/blob/main/topics";
const DELEGATION = "icrc34_delegation";

/** Understands one message of the page at `origin`, to which `post` answers. */
export function hear(message: unknown, origin: string, post: Post): Heard {
  if (typeof message !== "object" || message === null) return undefined;
  const fields = message as Fields;
  if (fields.kind === "authorize-client") return window_(fields, origin, post);
  if (fields.jsonrpc === "2.0" && typeof fields.method === "string") return signer(fields, origin, post);
  return undefined;
}

function window_(fields: Fields, origin: string, post: Post): Heard {
  const sessionKey = bytes(fields.sessionPublicKey);
  const maxTimeToLive = lifetime(fields.maxTimeToLive);
  const derivationOrigin = text(fields.derivationOrigin);
  const refuse = (why: string) => post({ kind: "authorize-client-failure", text: why });
  if (!sessionKey || maxTimeToLive === null || derivationOrigin === null) {
    return { reply: { kind: "authorize-client-failure", text: "The request is not understood." } };
  }
  const grant = ({ userKey, expiration, signature }: Granted) =>
    post({
      kind: "authorize-client-success",
      delegations: [{ delegation: { pubkey: sessionKey, expiration, targets: undefined }, signature }],
      userPublicKey: userKey,
      authnMethod: "passkey",
    });
  return { asked: { origin, derivationOrigin, sessionKey, maxTimeToLive, grant, refuse } };
}

function signer({ id, method, params }: Fields, origin: string, post: Post): Heard {
  // Without an id nobody waits for an answer.
  if (typeof id !== "string" && typeof id !== "number") return undefined;
  const answer = (rest: object) => ({ jsonrpc: "2.0", id, ...rest });
  const result = (value: unknown) => ({ reply: answer({ result: value }) });
  const error = (code: number, text: string) => answer({ error: { code, message: text } });
  const scopes = [{ scope: { method: DELEGATION }, state: "ask_on_use" }];
  switch (method) {
    case "icrc29_status":
      return result("ready");
    case "icrc25_supported_standards":
      return result({ supportedStandards: STANDARDS.map(([name, file]) => ({ name, url: `${STANDARDS_PLACE}/${file}.md` })) });
    case "icrc25_permissions":
    case "icrc25_request_permissions":
      return result({ scopes });
    case DELEGATION: {
      const asked = delegation(params, origin);
      if (!asked) return { reply: error(INVALID_PARAMETERS, "The parameters are not understood.") };
      const grant = ({ userKey, expiration, signature }: Granted) => {
        const signed = { pubkey: toBase64(asked.sessionKey), expiration: String(expiration), targets: asked.targets };
        const signerDelegation = [{ delegation: signed, signature: toBase64(signature) }];
        post(answer({ result: { publicKey: toBase64(userKey), signerDelegation } }));
      };
      return { asked: { ...asked, grant, refuse: (why) => post(error(ABORTED, why)) } };
    }
    default:
      return { reply: error(NOT_SUPPORTED, `${method} is not supported.`) };
  }
}

function delegation(params: unknown, origin: string): Omit<Asked, "grant" | "refuse"> | undefined {
  if (typeof params !== "object" || params === null) return undefined;
  const { publicKey, targets, maxTimeToLive, icrc95DerivationOrigin } = params as Fields;
  const sessionKey = typeof publicKey === "string" ? bytes(fromBase64(publicKey)) : undefined;
  const lasts = lifetime(maxTimeToLive);
  const derivationOrigin = text(icrc95DerivationOrigin);
  if (!sessionKey || lasts === null || derivationOrigin === null || !isTargets(targets)) return undefined;
  return { origin, derivationOrigin, sessionKey, maxTimeToLive: lasts, targets: targets ?? undefined };
}

const isTargets = (value: unknown): value is string[] | null | undefined =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length > 0 && value.length <= TARGETS_MAX && value.every((id) => typeof id === "string" && id.length < 64));

/** The bytes of a key, if they can be one. */
function bytes(value: unknown): Uint8Array | undefined {
  const found = value instanceof Uint8Array ? Uint8Array.from(value) : value instanceof ArrayBuffer ? new Uint8Array(value) : undefined;
  return found && found.length > 0 && found.length <= KEY_BYTES_MAX ? found : undefined;
}

/** A time in nanoseconds; `null` if it is none. What is above all bounds becomes the largest that can be said. */
function lifetime(value: unknown): bigint | undefined | null {
  if (value === undefined || value === null) return undefined;
  let given: bigint;
  if (typeof value === "bigint") given = value;
  else if (typeof value === "number" && Number.isSafeInteger(value)) given = BigInt(value);
  else if (typeof value === "string" && /^\d{1,30}$/.test(value)) given = BigInt(value);
  else return null;
  if (given <= 0n) return null;
  return given < 2n ** 63n ? given : 2n ** 63n;
}

/** Text that may be absent; `null` if it is something else. */
function text(value: unknown): string | undefined | null {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : null;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}
