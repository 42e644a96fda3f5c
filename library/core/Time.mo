/// The time of the block in which a message runs.
import Prim "mo:⛔";
import Types "Types";

module {
  /// Nanoseconds since 1970.
  public type Time = Types.Time;

  /// How long.
  public type Duration = Types.Duration;

  /// By which a job can be cancelled.
  public type TimerId = Types.TimerId;

  /// Returns nanoseconds since 1970. It does not change during a message.
  public func now() : Time { Prim.nat64ToNat(Prim.time()) };

  /// Returns how many nanoseconds a duration has.
  /// Example: `Time.toNanoseconds(#minutes 2)` is `120_000_000_000`.
  public func toNanoseconds(duration : Duration) : Nat {
    switch duration {
      case (#days n) n * 86_400_000_000_000;
      case (#hours n) n * 3_600_000_000_000;
      case (#minutes n) n * 60_000_000_000;
      case (#seconds n) n * 1_000_000_000;
      case (#milliseconds n) n * 1_000_000;
      case (#nanoseconds n) n;
    };
  };
}
