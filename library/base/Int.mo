/// `mo:base/Int` over `mo:core/Int`.
import Core "mo:core/Int";
import Order "mo:core/Order";
import Prim "mo:⛔";

module {
  /// The type itself.
  public type Int = Core.Int;

  /// Returns the number without its sign.
  public func abs(x : Int) : Nat { Core.abs(x) };

  /// As `add` of `mo:core/Int`.
  public func add(x : Int, y : Int) : Int { Core.add(x, y) };

  /// Example: `Int.compare(1, 2)` is `#less`.
  public func compare(x : Int, y : Int) : Order.Order { Core.compare(x, y) };

  /// Returns the quotient rounded towards zero; traps for `y = 0`.
  public func div(x : Int, y : Int) : Int { Core.div(x, y) };

  /// As `equal` of `mo:core/Int`.
  public func equal(x : Int, y : Int) : Bool { Core.equal(x, y) };

  /// Returns the number that a text stands for: decimal digits, perhaps with a sign in front.
  public func fromText(text : Text) : ?Int { Core.fromText(text) };

  /// As `greater` of `mo:core/Int`.
  public func greater(x : Int, y : Int) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Int`.
  public func greaterOrEqual(x : Int, y : Int) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Int`.
  public func less(x : Int, y : Int) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Int`.
  public func lessOrEqual(x : Int, y : Int) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Int`.
  public func max(x : Int, y : Int) : Int { Core.max(x, y) };

  /// As `min` of `mo:core/Int`.
  public func min(x : Int, y : Int) : Int { Core.min(x, y) };

  /// As `mul` of `mo:core/Int`.
  public func mul(x : Int, y : Int) : Int { Core.mul(x, y) };

  /// As `neg` of `mo:core/Int`.
  public func neg(x : Int) : Int { Core.neg(x) };

  /// As `notEqual` of `mo:core/Int`.
  public func notEqual(x : Int, y : Int) : Bool { Core.notEqual(x, y) };

  /// Returns the power; traps for a negative exponent.
  public func pow(x : Int, y : Int) : Int { Core.pow(x, y) };

  /// Returns the remainder, which has the sign of `x`.
  public func rem(x : Int, y : Int) : Int { Core.rem(x, y) };

  /// As `sub` of `mo:core/Int`.
  public func sub(x : Int, y : Int) : Int { Core.sub(x, y) };

  /// Returns the decimal digits, after `-` if the number is negative.
  public func toText(x : Int) : Text { Core.toText(x) };

  /// Returns the number as a Nat; traps below zero.
  public func toNat(i : Int) : Nat { Core.toNat(i) };

  /// Returns a hash of the number.
  public func hash(i : Int) : Nat32 { Prim.intToNat32Wrap(i) ^ Prim.intToNat32Wrap(i / 0x1_0000_0000) };
}
