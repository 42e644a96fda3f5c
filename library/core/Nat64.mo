/// Whole numbers from 0 to 2^64 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  /// The type `Nat64`, under its name in this module.
  public type Nat64 = Prim.Types.Nat64;

  /// The greatest number of the type.
  public let maxValue : Nat64 = 18446744073709551615;

  /// Returns the number as Nat; traps if it does not fit.
  public func toNat(self : Nat64) : Nat { Prim.nat64ToNat(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat64 { Prim.natToNat64(x) };

  /// Returns the number as text.
  public func toText(self : Nat64) : Text { Native.natToText(Prim.nat64ToNat(self)) };
  /// Returns the number modulo 2^64.
  public func fromIntWrap(x : Int) : Nat64 { Prim.intToNat64Wrap(x) };

  /// Returns the number of Nat8 as one of this type; traps if it does not fit.
  public func fromNat8(x : Nat8) : Nat64 { Prim.nat32ToNat64(Prim.nat16ToNat32(Prim.nat8ToNat16(x))) };

  /// Returns the number of Nat16 as one of this type; traps if it does not fit.
  public func fromNat16(x : Nat16) : Nat64 { Prim.nat32ToNat64(Prim.nat16ToNat32(x)) };

  /// Returns the number of Nat32 as one of this type; traps if it does not fit.
  public func fromNat32(x : Nat32) : Nat64 { Prim.nat32ToNat64(x) };

  /// Returns the number as Nat8; traps if it does not fit.
  public func toNat8(self : Nat64) : Nat8 { Prim.nat16ToNat8(Prim.nat32ToNat16(Prim.nat64ToNat32(self))) };

  /// Returns the number as Nat16; traps if it does not fit.
  public func toNat16(self : Nat64) : Nat16 { Prim.nat32ToNat16(Prim.nat64ToNat32(self)) };

  /// Returns the number as Nat32; traps if it does not fit.
  public func toNat32(self : Nat64) : Nat32 { Prim.nat64ToNat32(self) };
  /// Returns the bytes, highest first.
  public func explode(x : Nat64) : (msb : Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, lsb : Nat8) { Prim.explodeNat64(x) };

  /// Returns whether the two numbers are the same.
  public func equal(x : Nat64, y : Nat64) : Bool { x == y };

  /// Returns whether the two numbers differ.
  public func notEqual(x : Nat64, y : Nat64) : Bool { x != y };

  /// Returns whether the first number is below the second.
  public func less(x : Nat64, y : Nat64) : Bool { x < y };

  /// Returns whether the first number is below or at the second.
  public func lessOrEqual(x : Nat64, y : Nat64) : Bool { x <= y };

  /// Returns whether the first number is above the second.
  public func greater(x : Nat64, y : Nat64) : Bool { x > y };

  /// Returns whether the first number is above or at the second.
  public func greaterOrEqual(x : Nat64, y : Nat64) : Bool { x >= y };

  /// Example: `Nat64.compare(1, 2)` is `#less`.
  public func compare(x : Nat64, y : Nat64) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  /// Returns the lesser of two numbers.
  public func min(x : Nat64, y : Nat64) : Nat64 { if (x < y) { x } else { y } };

  /// Returns the greater of two numbers.
  public func max(x : Nat64, y : Nat64) : Nat64 { if (x < y) { y } else { x } };

  /// Adds two numbers; traps if the sum does not fit.
  public func add(x : Nat64, y : Nat64) : Nat64 { x + y };

  /// Subtracts the second number from the first; traps if the difference does not fit.
  public func sub(x : Nat64, y : Nat64) : Nat64 { x - y };

  /// Multiplies two numbers; traps if the product does not fit.
  public func mul(x : Nat64, y : Nat64) : Nat64 { x * y };

  /// Divides, dropping what is left over; traps for a divisor of zero.
  public func div(x : Nat64, y : Nat64) : Nat64 { x / y };

  /// Returns what is left over of a division; traps for a divisor of zero.
  public func rem(x : Nat64, y : Nat64) : Nat64 { x % y };

  /// Raises the first number to the power of the second; traps if it does not fit or the exponent is below zero.
  public func pow(x : Nat64, y : Nat64) : Nat64 { x ** y };

  /// Adds two numbers, dropping what does not fit.
  public func addWrap(x : Nat64, y : Nat64) : Nat64 { x +% y };

  /// Subtracts, dropping what does not fit.
  public func subWrap(x : Nat64, y : Nat64) : Nat64 { x -% y };

  /// Multiplies, dropping what does not fit.
  public func mulWrap(x : Nat64, y : Nat64) : Nat64 { x *% y };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Nat64, y : Nat64) : Nat64 { x **% y };

  /// Returns the number with all bits the other way.
  public func bitnot(x : Nat64) : Nat64 { ^x };

  /// Returns the bits that both numbers have.
  public func bitand(x : Nat64, y : Nat64) : Nat64 { x & y };

  /// Returns the bits that either number has.
  public func bitor(x : Nat64, y : Nat64) : Nat64 { x | y };

  /// Returns the bits that one of the numbers has.
  public func bitxor(x : Nat64, y : Nat64) : Nat64 { x ^ y };

  /// Moves the bits up.
  public func bitshiftLeft(x : Nat64, y : Nat64) : Nat64 { x << y };

  /// Moves the bits down.
  public func bitshiftRight(x : Nat64, y : Nat64) : Nat64 { x >> y };

  /// Moves the bits up; those that fall out come back below.
  public func bitrotLeft(x : Nat64, y : Nat64) : Nat64 { x <<> y };

  /// Moves the bits down; those that fall out come back above.
  public func bitrotRight(x : Nat64, y : Nat64) : Nat64 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Nat64, p : Nat) : Bool { (x >> Prim.natToNat64(p)) & 1 == 1 };

  /// Returns the number with one more bit set.
  public func bitset(x : Nat64, p : Nat) : Nat64 { x | (1 << Prim.natToNat64(p)) };

  /// Returns the number with a bit cleared.
  public func bitclear(x : Nat64, p : Nat) : Nat64 { x & ^(1 << Prim.natToNat64(p)) };

  /// Returns the number with a bit the other way.
  public func bitflip(x : Nat64, p : Nat) : Nat64 { x ^ (1 << Prim.natToNat64(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat64) : Nat64 { Prim.popcntNat64(x) };

  /// Returns how many bits above the highest one set are zero.
  public func bitcountLeadingZero(x : Nat64) : Nat64 { Prim.clzNat64(x) };

  /// Returns how many bits below the lowest one set are zero.
  public func bitcountTrailingZero(x : Nat64) : Nat64 { Prim.ctzNat64(x) };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Nat64, toExclusive : Nat64) : Types.Iter<Nat64> {
    var n = fromInclusive;
    {
      next = func() : ?Nat64 {
        if (n >= toExclusive) { return null };
        let now = n;
        n += 1;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Nat64, to : Nat64) : Types.Iter<Nat64> {
    var n = from;
    var done = from > to;
    {
      next = func() : ?Nat64 {
        if done { return null };
        let now = n;
        if (n == to) { done := true } else { n += 1 };
        ?now
      };
    }
  };

  /// Gives all numbers of this type.
  public func allValues() : Types.Iter<Nat64> { rangeInclusive(0, maxValue) };
}
