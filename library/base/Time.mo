/// `mo:base/Time` over `mo:core/Time`.
import Core "mo:core/Time";

module {
  /// Nanoseconds since 1970.
  public type Time = Core.Time;

  /// Returns nanoseconds since 1970. It does not change during a message.
  public func now() : Time { Core.now() };
}
