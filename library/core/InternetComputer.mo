/// What an app can ask about the machine it runs on.
import Prim "mo:⛔";

module {
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
