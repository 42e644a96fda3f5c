/// Jobs that run later by themselves.
import Prim "mo:⛔";
import Types "Types";
import Time "Time";

module {
  /// By which a job can be cancelled.
  public type TimerId = Types.TimerId;

  /// Runs a job once, when a duration is over. Returns a number by which it can be cancelled.
  /// Example: `ignore Timer.setTimer<system>(#seconds 30, func() : async () { ... })`.
  public func setTimer<system>(duration : Types.Duration, job : () -> async ()) : TimerId {
    Prim.setTimer<system>(Prim.natToNat64(Time.toNanoseconds(duration)), false, job)
  };

  /// Runs a job again and again, each time when a duration is over.
  public func recurringTimer<system>(duration : Types.Duration, job : () -> async ()) : TimerId {
    Prim.setTimer<system>(Prim.natToNat64(Time.toNanoseconds(duration)), true, job)
  };

  /// Cancels a job that has not run; does nothing if there is none.
  public func cancelTimer(id : TimerId) { Prim.cancelTimer(id) };
}
