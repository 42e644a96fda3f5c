/// `mo:base/ExperimentalCycles` over `mo:core/Cycles`.
import Core "mo:core/Cycles";

module {
  /// Takes up to `amount` of the cycles that came with the call; returns how many it took.
  public func accept<system>(amount : Nat) : (accepted : Nat) { Core.accept<system>(amount) };

  /// Returns how many cycles came with the call.
  public func available() : (amount : Nat) { Core.available() };

  /// Returns how many cycles the app has.
  public func balance() : (amount : Nat) { Core.balance() };

  /// Destroys up to `amount` cycles; returns how many.
  public func burn<system>(amount : Nat) : (burned : Nat) { Core.burn<system>(amount) };

  /// Returns how many cycles came back from the last call.
  public func refunded() : (amount : Nat) { Core.refunded() };
}
