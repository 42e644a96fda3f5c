import Timer "mo:core/Timer";
import Debug "mo:core/Debug";

persistent actor {
  var beats = 0;
  var ticks = 0;
  transient let every = Timer.recurringTimer<system>(#seconds 10, func() : async () { ticks += 1; await note("tick") });

  func note(text : Text) : async () { Debug.print(text) };

  public func in_seconds(n : Nat) : async Nat {
    Timer.setTimer<system>(#seconds n, func() : async () { Debug.print("after " # debug_show n) })
  };
  public func stop(id : Nat) : async () { Timer.cancelTimer(id) };
  public func stop_all() : async () { Timer.cancelTimer(every) };
  public query func seen() : async Nat { ticks };
};
