// What went wrong, as a sentence that a page can show.

export type Reason = "rejected" | "unreachable" | "unknown-method" | "bad-argument" | "untrusted" | "cancelled" | "blocked" | "signed-out" | "other";

/** A call that did not succeed. `message` can be shown as it is. */
export class CallError extends Error {
  override name = "CallError";
  constructor(
    message: string,
    readonly reason: Reason,
    /** The replica's error code, such as `IC0503`. */
    readonly code?: string,
  ) {
    super(sentence(message));
  }
}

/** Returns whatever was thrown as a `CallError`. */
export function callError(error: unknown): CallError {
  if (error instanceof CallError) return error;
  const { code, kind } = (error as { cause?: { code?: Rejected; kind?: string } })?.cause ?? {};
  if (typeof code?.rejectMessage === "string") return new CallError(code.rejectMessage, "rejected", code.rejectErrorCode);
  if (kind === "Trust") {
    return new CallError("The reply could not be verified, so it is not shown. Load the page again.", "untrusted");
  }
  if (/Invalid delegation: it expired/.test(String((error as Error)?.message))) {
    return new CallError("Your sign-in has ended. Sign in again.", "signed-out");
  }
  const isDown = code?.status !== undefined && code.status >= 500;
  if (isDown || kind === "Transport" || error instanceof TypeError) {
    return new CallError("The app cannot be reached. Check the connection; this page tries again by itself.", "unreachable");
  }
  return new CallError(error instanceof Error ? error.message : String(error), "other");
}

interface Rejected {
  rejectMessage?: string;
  rejectErrorCode?: string;
  /** The status of an HTTP answer that was no reply. */
  status?: number;
}

/** Returns what the app said, without what replicas put around it. */
function sentence(message: string): string {
  const trapped = /trapped explicitly: ([\s\S]*)/.exec(message) ?? /(?:Canister|canister) trapped: ([\s\S]*)/.exec(message);
  const said = (trapped?.[1] ?? message).replace(/\n?Canister Backtrace:[\s\S]*/, "").replace(/\.?\nConsider [\s\S]*/, "");
  return said.trim() || "The app refused, without a reason.";
}
