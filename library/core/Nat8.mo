/// Whole numbers from 0 to 2^8 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  public type Nat8 = Prim.Types.Nat8;
  public let maxValue : Nat8 = 255;

  public func toNat(self : Nat8) : Nat { Prim.nat8ToNat(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat8 { Prim.natToNat8(x) };
  public func toText(self : Nat8) : Text { Native.natToText(Prim.nat8ToNat(self)) };
  /// Returns the number modulo 2^8.
  public func fromIntWrap(x : Int) : Nat8 { Prim.intToNat8Wrap(x) };
  public func fromNat16(x : Nat16) : Nat8 { Prim.nat16ToNat8(x) };
  public func fromNat32(x : Nat32) : Nat8 { Prim.nat16ToNat8(Prim.nat32ToNat16(x)) };
  public func fromNat64(x : Nat64) : Nat8 { Prim.nat16ToNat8(Prim.nat32ToNat16(Prim.nat64ToNat32(x))) };
  public func toNat16(self : Nat8) : Nat16 { Prim.nat8ToNat16(self) };
  public func toNat32(self : Nat8) : Nat32 { Prim.nat16ToNat32(Prim.nat8ToNat16(self)) };
  public func toNat64(self : Nat8) : Nat64 { Prim.nat32ToNat64(Prim.nat16ToNat32(Prim.nat8ToNat16(self))) };

  public func equal(x : Nat8, y : Nat8) : Bool { x == y };
  public func notEqual(x : Nat8, y : Nat8) : Bool { x != y };
  public func less(x : Nat8, y : Nat8) : Bool { x < y };
  public func lessOrEqual(x : Nat8, y : Nat8) : Bool { x <= y };
  public func greater(x : Nat8, y : Nat8) : Bool { x > y };
  public func greaterOrEqual(x : Nat8, y : Nat8) : Bool { x >= y };

  /// Example: `Nat8.compare(1, 2)` is `#less`.
  public func compare(x : Nat8, y : Nat8) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  public func min(x : Nat8, y : Nat8) : Nat8 { if (x < y) { x } else { y } };
  public func max(x : Nat8, y : Nat8) : Nat8 { if (x < y) { y } else { x } };

  public func add(x : Nat8, y : Nat8) : Nat8 { x + y };
  public func sub(x : Nat8, y : Nat8) : Nat8 { x - y };
  public func mul(x : Nat8, y : Nat8) : Nat8 { x * y };
  public func div(x : Nat8, y : Nat8) : Nat8 { x / y };
  public func rem(x : Nat8, y : Nat8) : Nat8 { x % y };
  public func pow(x : Nat8, y : Nat8) : Nat8 { x ** y };
  public func addWrap(x : Nat8, y : Nat8) : Nat8 { x +% y };
  public func subWrap(x : Nat8, y : Nat8) : Nat8 { x -% y };
  public func mulWrap(x : Nat8, y : Nat8) : Nat8 { x *% y };
  public func powWrap(x : Nat8, y : Nat8) : Nat8 { x **% y };

  public func bitnot(x : Nat8) : Nat8 { ^x };
  public func bitand(x : Nat8, y : Nat8) : Nat8 { x & y };
  public func bitor(x : Nat8, y : Nat8) : Nat8 { x | y };
  public func bitxor(x : Nat8, y : Nat8) : Nat8 { x ^ y };
  public func bitshiftLeft(x : Nat8, y : Nat8) : Nat8 { x << y };
  public func bitshiftRight(x : Nat8, y : Nat8) : Nat8 { x >> y };
  public func bitrotLeft(x : Nat8, y : Nat8) : Nat8 { x <<> y };
  public func bitrotRight(x : Nat8, y : Nat8) : Nat8 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Nat8, p : Nat) : Bool { (x >> Prim.natToNat8(p)) & 1 == 1 };
  public func bitset(x : Nat8, p : Nat) : Nat8 { x | (1 << Prim.natToNat8(p)) };
  public func bitclear(x : Nat8, p : Nat) : Nat8 { x & ^(1 << Prim.natToNat8(p)) };
  public func bitflip(x : Nat8, p : Nat) : Nat8 { x ^ (1 << Prim.natToNat8(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat8) : Nat8 { Prim.popcntNat8(x) };
  public func bitcountLeadingZero(x : Nat8) : Nat8 { Prim.clzNat8(x) };
  public func bitcountTrailingZero(x : Nat8) : Nat8 { Prim.ctzNat8(x) };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Nat8, toExclusive : Nat8) : Types.Iter<Nat8> {
    var n = fromInclusive;
    {
      next = func() : ?Nat8 {
        if (n >= toExclusive) { return null };
        let now = n;
        n += 1;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Nat8, to : Nat8) : Types.Iter<Nat8> {
    var n = from;
    var done = from > to;
    {
      next = func() : ?Nat8 {
        if done { return null };
        let now = n;
        if (n == to) { done := true } else { n += 1 };
        ?now
      };
    }
  };

  /// Gives all numbers of this type.
  public func allValues() : Types.Iter<Nat8> { rangeInclusive(0, maxValue) };
}
