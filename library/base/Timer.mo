/// `mo:base/Timer` over `mo:core/Timer`.
import Core "mo:core/Timer";

module {
  /// How long.
  public type Duration = { #seconds : Nat; #nanoseconds : Nat };

  /// By which a job can be cancelled.
  public type TimerId = Nat;

  /// Runs a job once, when a duration is over.
  public func setTimer<system>(duration : Duration, job : () -> async ()) : TimerId { Core.setTimer<system>(duration, job) };

  /// Runs a job again and again.
  public func recurringTimer<system>(duration : Duration, job : () -> async ()) : TimerId { Core.recurringTimer<system>(duration, job) };

  /// Cancels a job that has not run.
  public func cancelTimer(id : TimerId) { Core.cancelTimer(id) };
}
