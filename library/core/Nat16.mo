/// Whole numbers from 0 to 2^16 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  public type Nat16 = Prim.Types.Nat16;
  public let maxValue : Nat16 = 65535;

  public func toNat(self : Nat16) : Nat { Prim.nat16ToNat(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat16 { Prim.natToNat16(x) };
  public func toText(self : Nat16) : Text { Native.natToText(Prim.nat16ToNat(self)) };
  /// Returns the number modulo 2^16.
  public func fromIntWrap(x : Int) : Nat16 { Prim.intToNat16Wrap(x) };
  public func fromNat8(x : Nat8) : Nat16 { Prim.nat8ToNat16(x) };
  public func fromNat32(x : Nat32) : Nat16 { Prim.nat32ToNat16(x) };
  public func fromNat64(x : Nat64) : Nat16 { Prim.nat32ToNat16(Prim.nat64ToNat32(x)) };
  public func toNat8(self : Nat16) : Nat8 { Prim.nat16ToNat8(self) };
  public func toNat32(self : Nat16) : Nat32 { Prim.nat16ToNat32(self) };
  public func toNat64(self : Nat16) : Nat64 { Prim.nat32ToNat64(Prim.nat16ToNat32(self)) };
  /// Returns the bytes, highest first.
  public func explode(x : Nat16) : (msb : Nat8, lsb : Nat8) { Prim.explodeNat16(x) };

  public func equal(x : Nat16, y : Nat16) : Bool { x == y };
  public func notEqual(x : Nat16, y : Nat16) : Bool { x != y };
  public func less(x : Nat16, y : Nat16) : Bool { x < y };
  public func lessOrEqual(x : Nat16, y : Nat16) : Bool { x <= y };
  public func greater(x : Nat16, y : Nat16) : Bool { x > y };
  public func greaterOrEqual(x : Nat16, y : Nat16) : Bool { x >= y };

  /// Example: `Nat16.compare(1, 2)` is `#less`.
  public func compare(x : Nat16, y : Nat16) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  public func min(x : Nat16, y : Nat16) : Nat16 { if (x < y) { x } else { y } };
  public func max(x : Nat16, y : Nat16) : Nat16 { if (x < y) { y } else { x } };

  public func add(x : Nat16, y : Nat16) : Nat16 { x + y };
  public func sub(x : Nat16, y : Nat16) : Nat16 { x - y };
  public func mul(x : Nat16, y : Nat16) : Nat16 { x * y };
  public func div(x : Nat16, y : Nat16) : Nat16 { x / y };
  public func rem(x : Nat16, y : Nat16) : Nat16 { x % y };
  public func pow(x : Nat16, y : Nat16) : Nat16 { x ** y };
  public func addWrap(x : Nat16, y : Nat16) : Nat16 { x +% y };
  public func subWrap(x : Nat16, y : Nat16) : Nat16 { x -% y };
  public func mulWrap(x : Nat16, y : Nat16) : Nat16 { x *% y };
  public func powWrap(x : Nat16, y : Nat16) : Nat16 { x **% y };

  public func bitnot(x : Nat16) : Nat16 { ^x };
  public func bitand(x : Nat16, y : Nat16) : Nat16 { x & y };
  public func bitor(x : Nat16, y : Nat16) : Nat16 { x | y };
  public func bitxor(x : Nat16, y : Nat16) : Nat16 { x ^ y };
  public func bitshiftLeft(x : Nat16, y : Nat16) : Nat16 { x << y };
  public func bitshiftRight(x : Nat16, y : Nat16) : Nat16 { x >> y };
  public func bitrotLeft(x : Nat16, y : Nat16) : Nat16 { x <<> y };
  public func bitrotRight(x : Nat16, y : Nat16) : Nat16 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Nat16, p : Nat) : Bool { (x >> Prim.natToNat16(p)) & 1 == 1 };
  public func bitset(x : Nat16, p : Nat) : Nat16 { x | (1 << Prim.natToNat16(p)) };
  public func bitclear(x : Nat16, p : Nat) : Nat16 { x & ^(1 << Prim.natToNat16(p)) };
  public func bitflip(x : Nat16, p : Nat) : Nat16 { x ^ (1 << Prim.natToNat16(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat16) : Nat16 { Prim.popcntNat16(x) };
  public func bitcountLeadingZero(x : Nat16) : Nat16 { Prim.clzNat16(x) };
  public func bitcountTrailingZero(x : Nat16) : Nat16 { Prim.ctzNat16(x) };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Nat16, toExclusive : Nat16) : Types.Iter<Nat16> {
    var n = fromInclusive;
    {
      next = func() : ?Nat16 {
        if (n >= toExclusive) { return null };
        let now = n;
        n += 1;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Nat16, to : Nat16) : Types.Iter<Nat16> {
    var n = from;
    var done = from > to;
    {
      next = func() : ?Nat16 {
        if done { return null };
        let now = n;
        if (n == to) { done := true } else { n += 1 };
        ?now
      };
    }
  };

  /// Gives all numbers of this type.
  public func allValues() : Types.Iter<Nat16> { rangeInclusive(0, maxValue) };
}
