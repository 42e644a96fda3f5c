/// Whole numbers from 0 upwards, without a limit.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  /// The type `Nat`, under its name in this module.
  public type Nat = Prim.Types.Nat;

  /// Returns the decimal digits.
  /// Example: `Nat.toText(1234)` is `"1234"`.
  public func toText(self : Nat) : Text { Native.natToText(self) };

  /// Returns the number that decimal digits stand for, or `null` if there is anything else.
  /// Example: `Nat.fromText("12")` is `?12`, `Nat.fromText("-1")` is `null`.
  public func fromText(text : Text) : ?Nat {
    if (text == "") { return null };
    var n = 0;
    var part : Nat32 = 0;
    var scale : Nat32 = 1;
    for (c in text.chars()) {
      let digit = Prim.charToNat32(c) -% 48;
      if (digit > 9) { return null };
      part := part * 10 + digit;
      scale *= 10;
      if (scale == 100_000_000) {
        n := n * 100_000_000 + Prim.nat32ToNat(part);
        part := 0;
        scale := 1;
      };
    };
    ?(n * Prim.nat32ToNat(scale) + Prim.nat32ToNat(part))
  };

  /// Returns the number as Nat; traps if it does not fit.
  public func toNat(self : Text) : ?Nat { fromText(self) };

  /// Returns the number; traps if it is negative.
  public func fromInt(int : Int) : Nat { if (int < 0) { Prim.trap("Nat.fromInt(): negative number") } else { Prim.abs(int) } };

  /// Returns the number as Int; traps if it does not fit.
  public func toInt(self : Nat) : Int { self };

  /// Returns the nearest Float.
  public func toFloat(self : Nat) : Float { Prim.intToFloat(self) };

  /// Returns the number of Nat8 as one of this type; traps if it does not fit.
  public func fromNat8(x : Nat8) : Nat { Prim.nat8ToNat(x) };

  /// Returns the number of Nat16 as one of this type; traps if it does not fit.
  public func fromNat16(x : Nat16) : Nat { Prim.nat16ToNat(x) };

  /// Returns the number of Nat32 as one of this type; traps if it does not fit.
  public func fromNat32(x : Nat32) : Nat { Prim.nat32ToNat(x) };

  /// Returns the number of Nat64 as one of this type; traps if it does not fit.
  public func fromNat64(x : Nat64) : Nat { Prim.nat64ToNat(x) };

  /// Returns the number in fewer bits; traps if it does not fit.
  public func toNat8(self : Nat) : Nat8 { Prim.natToNat8(self) };

  /// Returns the number as Nat16; traps if it does not fit.
  public func toNat16(self : Nat) : Nat16 { Prim.natToNat16(self) };

  /// Returns the number as Nat32; traps if it does not fit.
  public func toNat32(self : Nat) : Nat32 { Prim.natToNat32(self) };

  /// Returns the number as Nat64; traps if it does not fit.
  public func toNat64(self : Nat) : Nat64 { Prim.natToNat64(self) };

  /// Returns whether the two numbers are the same.
  public func equal(x : Nat, y : Nat) : Bool { x == y };

  /// Returns whether the two numbers differ.
  public func notEqual(x : Nat, y : Nat) : Bool { x != y };

  /// Returns whether the first number is below the second.
  public func less(x : Nat, y : Nat) : Bool { x < y };

  /// Returns whether the first number is below or at the second.
  public func lessOrEqual(x : Nat, y : Nat) : Bool { x <= y };

  /// Returns whether the first number is above the second.
  public func greater(x : Nat, y : Nat) : Bool { x > y };

  /// Returns whether the first number is above or at the second.
  public func greaterOrEqual(x : Nat, y : Nat) : Bool { x >= y };

  /// Example: `Nat.compare(1, 2)` is `#less`.
  public func compare(x : Nat, y : Nat) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  /// Returns the lesser of two numbers.
  public func min(x : Nat, y : Nat) : Nat { if (x < y) { x } else { y } };

  /// Returns the greater of two numbers.
  public func max(x : Nat, y : Nat) : Nat { if (x < y) { y } else { x } };

  /// Adds two numbers; traps if the sum does not fit.
  public func add(x : Nat, y : Nat) : Nat { x + y };

  /// Returns the difference; traps if it would be negative.
  public func sub(x : Nat, y : Nat) : Nat { x - y };

  /// Multiplies two numbers.
  public func mul(x : Nat, y : Nat) : Nat { x * y };

  /// Returns the whole part of the quotient; traps for `y = 0`.
  public func div(x : Nat, y : Nat) : Nat { x / y };

  /// Returns what is left over of a division; traps for a divisor of zero.
  public func rem(x : Nat, y : Nat) : Nat { x % y };

  /// Raises the first number to the power of the second; traps if it does not fit or the exponent is below zero.
  public func pow(x : Nat, y : Nat) : Nat { x ** y };

  /// Returns x * 2^y.
  public func bitshiftLeft(x : Nat, y : Nat32) : Nat { Prim.shiftLeft(x, y) };

  /// Returns x / 2^y.
  public func bitshiftRight(x : Nat, y : Nat32) : Nat { Prim.shiftRight(x, y) };

  /// Gives 0, 1, 2 and so on without end.
  public func allValues() : Types.Iter<Nat> {
    var n = 0;
    { next = func() : ?Nat { n += 1; ?(n - 1 : Nat) } }
  };

  /// Gives the numbers from one up to another, not included.
  /// Example: `for (i in Nat.range(0, 3)) { sum += i }` adds 0, 1 and 2.
  public func range(fromInclusive : Nat, toExclusive : Nat) : Types.Iter<Nat> {
    var n = fromInclusive;
    {
      next = func() : ?Nat {
        if (n >= toExclusive) { return null };
        n += 1;
        ?(n - 1 : Nat)
      };
    }
  };

  /// Gives every `step`-th number from one up to (or, with a negative step, down to) another, not included.
  public func rangeBy(fromInclusive : Nat, toExclusive : Nat, step : Int) : Types.Iter<Nat> {
    by(fromInclusive, toExclusive, step)
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Nat, to : Nat) : Types.Iter<Nat> { range(from, to + 1) };

  /// As `rangeBy`, with the last number included if a step leads to it.
  public func rangeByInclusive(from : Nat, to : Nat, step : Int) : Types.Iter<Nat> {
    if (from == to) { return range(from, from + 1) };
    by(from, if (step > 0) { to + 1 } else { to - 1 }, step)
  };

  func by(from : Int, end : Int, step : Int) : Types.Iter<Nat> {
    var n = from;
    {
      next = func() : ?Nat {
        if (step == 0 or (step > 0 and n >= end) or (step < 0 and n <= end) or n < 0) { return null };
        let now = n;
        n += step;
        ?Prim.abs(now)
      };
    }
  };
}
