/// `mo:base/Nat` over `mo:core/Nat`.
import Core "mo:core/Nat";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Nat = Core.Nat;

  /// As `add` of `mo:core/Nat`.
  public func add(x : Nat, y : Nat) : Nat { Core.add(x, y) };

  /// Returns x * 2^y.
  public func bitshiftLeft(x : Nat, y : Nat32) : Nat { Core.bitshiftLeft(x, y) };

  /// Returns x / 2^y.
  public func bitshiftRight(x : Nat, y : Nat32) : Nat { Core.bitshiftRight(x, y) };

  /// Example: `Nat.compare(1, 2)` is `#less`.
  public func compare(x : Nat, y : Nat) : Order.Order { Core.compare(x, y) };

  /// Returns the whole part of the quotient; traps for `y = 0`.
  public func div(x : Nat, y : Nat) : Nat { Core.div(x, y) };

  /// As `equal` of `mo:core/Nat`.
  public func equal(x : Nat, y : Nat) : Bool { Core.equal(x, y) };

  /// Returns the number that decimal digits stand for, or `null` if there is anything else.
  public func fromText(text : Text) : ?Nat { Core.fromText(text) };

  /// As `greater` of `mo:core/Nat`.
  public func greater(x : Nat, y : Nat) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Nat`.
  public func greaterOrEqual(x : Nat, y : Nat) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Nat`.
  public func less(x : Nat, y : Nat) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Nat`.
  public func lessOrEqual(x : Nat, y : Nat) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Nat`.
  public func max(x : Nat, y : Nat) : Nat { Core.max(x, y) };

  /// As `min` of `mo:core/Nat`.
  public func min(x : Nat, y : Nat) : Nat { Core.min(x, y) };

  /// As `mul` of `mo:core/Nat`.
  public func mul(x : Nat, y : Nat) : Nat { Core.mul(x, y) };

  /// As `notEqual` of `mo:core/Nat`.
  public func notEqual(x : Nat, y : Nat) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Nat`.
  public func pow(x : Nat, y : Nat) : Nat { Core.pow(x, y) };

  /// As `rem` of `mo:core/Nat`.
  public func rem(x : Nat, y : Nat) : Nat { Core.rem(x, y) };

  /// Returns the difference; traps if it would be negative.
  public func sub(x : Nat, y : Nat) : Nat { Core.sub(x, y) };

  /// Returns the decimal digits.
  public func toText(x : Nat) : Text { Core.toText(x) };
}
