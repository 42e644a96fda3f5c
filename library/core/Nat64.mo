/// Whole numbers from 0 to 2^64 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  public type Nat64 = Prim.Types.Nat64;
  public let maxValue : Nat64 = 18446744073709551615;

  public func toNat(self : Nat64) : Nat { Prim.nat64ToNat(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat64 { Prim.natToNat64(x) };
  public func toText(self : Nat64) : Text { Native.natToText(Prim.nat64ToNat(self)) };
  /// Returns the number modulo 2^64.
  public func fromIntWrap(x : Int) : Nat64 { Prim.intToNat64Wrap(x) };
  public func fromNat8(x : Nat8) : Nat64 { Prim.nat32ToNat64(Prim.nat16ToNat32(Prim.nat8ToNat16(x))) };
  public func fromNat16(x : Nat16) : Nat64 { Prim.nat32ToNat64(Prim.nat16ToNat32(x)) };
  public func fromNat32(x : Nat32) : Nat64 { Prim.nat32ToNat64(x) };
  public func toNat8(self : Nat64) : Nat8 { Prim.nat16ToNat8(Prim.nat32ToNat16(Prim.nat64ToNat32(self))) };
  public func toNat16(self : Nat64) : Nat16 { Prim.nat32ToNat16(Prim.nat64ToNat32(self)) };
  public func toNat32(self : Nat64) : Nat32 { Prim.nat64ToNat32(self) };
  /// Returns the bytes, highest first.
  public func explode(x : Nat64) : (msb : Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, lsb : Nat8) { Prim.explodeNat64(x) };

  public func equal(x : Nat64, y : Nat64) : Bool { x == y };
  public func notEqual(x : Nat64, y : Nat64) : Bool { x != y };
  public func less(x : Nat64, y : Nat64) : Bool { x < y };
  public func lessOrEqual(x : Nat64, y : Nat64) : Bool { x <= y };
  public func greater(x : Nat64, y : Nat64) : Bool { x > y };
  public func greaterOrEqual(x : Nat64, y : Nat64) : Bool { x >= y };

  /// Example: `Nat64.compare(1, 2)` is `#less`.
  public func compare(x : Nat64, y : Nat64) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  public func min(x : Nat64, y : Nat64) : Nat64 { if (x < y) { x } else { y } };
  public func max(x : Nat64, y : Nat64) : Nat64 { if (x < y) { y } else { x } };

  public func add(x : Nat64, y : Nat64) : Nat64 { x + y };
  public func sub(x : Nat64, y : Nat64) : Nat64 { x - y };
  public func mul(x : Nat64, y : Nat64) : Nat64 { x * y };
  public func div(x : Nat64, y : Nat64) : Nat64 { x / y };
  public func rem(x : Nat64, y : Nat64) : Nat64 { x % y };
  public func pow(x : Nat64, y : Nat64) : Nat64 { x ** y };
  public func addWrap(x : Nat64, y : Nat64) : Nat64 { x +% y };
  public func subWrap(x : Nat64, y : Nat64) : Nat64 { x -% y };
  public func mulWrap(x : Nat64, y : Nat64) : Nat64 { x *% y };
  public func powWrap(x : Nat64, y : Nat64) : Nat64 { x **% y };

  public func bitnot(x : Nat64) : Nat64 { ^x };
  public func bitand(x : Nat64, y : Nat64) : Nat64 { x & y };
  public func bitor(x : Nat64, y : Nat64) : Nat64 { x | y };
  public func bitxor(x : Nat64, y : Nat64) : Nat64 { x ^ y };
  public func bitshiftLeft(x : Nat64, y : Nat64) : Nat64 { x << y };
  public func bitshiftRight(x : Nat64, y : Nat64) : Nat64 { x >> y };
  public func bitrotLeft(x : Nat64, y : Nat64) : Nat64 { x <<> y };
  public func bitrotRight(x : Nat64, y : Nat64) : Nat64 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Nat64, p : Nat) : Bool { (x >> Prim.natToNat64(p)) & 1 == 1 };
  public func bitset(x : Nat64, p : Nat) : Nat64 { x | (1 << Prim.natToNat64(p)) };
  public func bitclear(x : Nat64, p : Nat) : Nat64 { x & ^(1 << Prim.natToNat64(p)) };
  public func bitflip(x : Nat64, p : Nat) : Nat64 { x ^ (1 << Prim.natToNat64(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat64) : Nat64 { Prim.popcntNat64(x) };
  public func bitcountLeadingZero(x : Nat64) : Nat64 { Prim.clzNat64(x) };
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
