/// Cycles, which pay for calls and storage on networks that charge.
import Prim "mo:⛔";

module {
  /// Returns how many cycles the app has.
  public func balance() : Nat { Prim.cyclesBalance() };

  /// Returns how many cycles came with the call.
  public func available() : Nat { Prim.cyclesAvailable() };

  /// Takes up to `amount` of the cycles that came with the call; returns how many it took.
  public func accept<system>(amount : Nat) : Nat { Prim.cyclesAccept<system>(amount) };

  /// Returns how many cycles came back from the last call.
  public func refunded() : Nat { Prim.cyclesRefunded() };

  /// Destroys up to `amount` cycles; returns how many.
  public func burn<system>(amount : Nat) : Nat { Prim.cyclesBurn<system>(amount) };
}
