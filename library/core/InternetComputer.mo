/// What an app can ask about the machine it runs on.
import Prim "mo:⛔";

module {
  /// Calls a function of any canister with an encoded argument; returns the encoded answer.
  /// Example: `await InternetComputer.call(canister, "add", to_candid (1, 2))`.
  public func call(canister : Principal, name : Text, data : Blob) : async (reply : Blob) = Prim.call_raw(canister, name, data);

  /// Returns how many instructions a function takes.
  public func countInstructions(comp : () -> ()) : Nat64 {
    let before = Prim.performanceCounter(0);
    let empty = Prim.performanceCounter(0);
    comp();
    let after = Prim.performanceCounter(0);
    after - empty - (empty - before)
  };

  /// Returns the instructions so far: counter 0 of this message, 1 with those before its awaits.
  public func performanceCounter(counter : Nat32) : Nat64 { Prim.performanceCounter(counter) };

  /// Returns whether the message changes state on all machines, unlike a query.
  public func isReplicated() : Bool { Prim.isReplicatedExecution() };

  /// Returns when a reply is due, in nanoseconds since 1970, if it is.
  public func replyDeadline() : ?Nat {
    let deadline = Prim.replyDeadline();
    if (deadline == 0) { null } else { ?Prim.nat64ToNat(deadline) };
  };
}
