// What went wrong, in words for people.
import type { Problem } from "./interface.ts";

export type TroubleKind =
  | "unsupported" | "cancelled" | "insecure" | "exists" | "unknownPasskey" | "unknownPhrase" | "noPhrase" | "noOrigin" | "wrongOrigin"
  | "malformed" | "tooMany" | "full" | "expired" | "last" | "signedOut" | "unreachable" | "joinRefused";

const WORDS: Record<TroubleKind, string> = {
  unsupported: "This browser cannot use passkeys. Try another browser on this device, or sign in with your recovery phrase.",
  cancelled: "You stopped, or it took too long. Nothing has happened; you can try again.",
  insecure: "Passkeys do not work at this address.",
  exists: "This device already has a passkey for your account.",
  unknownPasskey: "This passkey opens no account here. It may have been taken off the account, or belong to another server.",
  unknownPhrase: "No account opens with this phrase. It may have been replaced by a newer one.",
  noPhrase: "These are not the words of a recovery phrase: twelve words, as they were shown, in the same order.",
  noOrigin: "The page that asks has no address of its own (it is a file, or shut in by its browser), so nobody can sign in to it.",
  wrongOrigin: "This page asks to sign you in as another one, which does not allow it. Nothing has been told to it.",
  malformed: "The page asked for something that is not understood here.",
  tooMany: "There are too many attempts just now. Try again in a minute.",
  full: "There is no room for more. Take something off the list first.",
  expired: "This code is not right, or a quarter of an hour has passed. Make a new one on the device you already use.",
  last: "This is the only way into your account. Add another one first.",
  signedOut: "Too much time has passed. Sign in again.",
  unreachable: "The server cannot be reached. Check the connection and try again.",
  joinRefused: "The other device said no, or the time is up.",
};

/** Something that can be shown as it is. */
export class Trouble extends Error {
  constructor(readonly kind: TroubleKind, detail = "") {
    super(detail ? `${WORDS[kind]} (${detail})` : WORDS[kind]);
  }
}

/** Finds words for whatever was thrown. */
export function trouble(error: unknown): Trouble {
  if (error instanceof Trouble) return error;
  const name = (error as Error)?.name;
  if (name === "NotAllowedError" || name === "AbortError") return new Trouble("cancelled");
  if (name === "SecurityError") return new Trouble("insecure");
  if (name === "InvalidStateError") return new Trouble("exists");
  if (name === "NotSupportedError") return new Trouble("unsupported");
  if (/delegation.*expired|expired.*delegation/i.test(String(error))) return new Trouble("signedOut");
  console.error(error);
  return new Trouble("unreachable");
}

/** The canister's refusals. */
export function problem(found: Problem): Trouble {
  if ("tooMany" in found) return new Trouble("tooMany");
  if ("full" in found) return new Trouble("full");
  if ("expired" in found) return new Trouble("expired");
  if ("known" in found) return new Trouble("exists");
  if ("last" in found) return new Trouble("last");
  if ("malformed" in found) return new Trouble("malformed", found.malformed);
  return new Trouble("signedOut");
}

/** A time as people say it. */
export function when(nanoseconds: bigint): string {
  return new Date(Number(nanoseconds / 1_000_000n)).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
