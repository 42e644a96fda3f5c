/// Whole numbers from 0 to 2^32 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  public type Nat32 = Prim.Types.Nat32;
  public let maxValue : Nat32 = 4294967295;

  public func toNat(self : Nat32) : Nat { Prim.nat32ToNat(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat32 { Prim.natToNat32(x) };
  public func toText(self : Nat32) : Text { Native.natToText(Prim.nat32ToNat(self)) };
  /// Returns the number modulo 2^32.
  public func fromIntWrap(x : Int) : Nat32 { Prim.intToNat32Wrap(x) };
  public func fromNat8(x : Nat8) : Nat32 { Prim.nat16ToNat32(Prim.nat8ToNat16(x)) };
  public func fromNat16(x : Nat16) : Nat32 { Prim.nat16ToNat32(x) };
  public func fromNat64(x : Nat64) : Nat32 { Prim.nat64ToNat32(x) };
  public func toNat8(self : Nat32) : Nat8 { Prim.nat16ToNat8(Prim.nat32ToNat16(self)) };
  public func toNat16(self : Nat32) : Nat16 { Prim.nat32ToNat16(self) };
  public func toNat64(self : Nat32) : Nat64 { Prim.nat32ToNat64(self) };
  /// Returns the character with this number; traps if there is none.
  public func toChar(self : Nat32) : Char { Prim.nat32ToChar(self) };
  /// Returns the bytes, highest first.
  public func explode(x : Nat32) : (msb : Nat8, Nat8, Nat8, lsb : Nat8) { Prim.explodeNat32(x) };

  public func equal(x : Nat32, y : Nat32) : Bool { x == y };
  public func notEqual(x : Nat32, y : Nat32) : Bool { x != y };
  public func less(x : Nat32, y : Nat32) : Bool { x < y };
  public func lessOrEqual(x : Nat32, y : Nat32) : Bool { x <= y };
  public func greater(x : Nat32, y : Nat32) : Bool { x > y };
  public func greaterOrEqual(x : Nat32, y : Nat32) : Bool { x >= y };

  /// Example: `Nat32.compare(1, 2)` is `#less`.
  public func compare(x : Nat32, y : Nat32) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  public func min(x : Nat32, y : Nat32) : Nat32 { if (x < y) { x } else { y } };
  public func max(x : Nat32, y : Nat32) : Nat32 { if (x < y) { y } else { x } };

  public func add(x : Nat32, y : Nat32) : Nat32 { x + y };
  public func sub(x : Nat32, y : Nat32) : Nat32 { x - y };
  public func mul(x : Nat32, y : Nat32) : Nat32 { x * y };
  public func div(x : Nat32, y : Nat32) : Nat32 { x / y };
  public func rem(x : Nat32, y : Nat32) : Nat32 { x % y };
  public func pow(x : Nat32, y : Nat32) : Nat32 { x ** y };
  public func addWrap(x : Nat32, y : Nat32) : Nat32 { x +% y };
  public func subWrap(x : Nat32, y : Nat32) : Nat32 { x -% y };
  public func mulWrap(x : Nat32, y : Nat32) : Nat32 { x *% y };
  public func powWrap(x : Nat32, y : Nat32) : Nat32 { x **% y };

  public func bitnot(x : Nat32) : Nat32 { ^x };
  public func bitand(x : Nat32, y : Nat32) : Nat32 { x & y };
  public func bitor(x : Nat32, y : Nat32) : Nat32 { x | y };
  public func bitxor(x : Nat32, y : Nat32) : Nat32 { x ^ y };
  public func bitshiftLeft(x : Nat32, y : Nat32) : Nat32 { x << y };
  public func bitshiftRight(x : Nat32, y : Nat32) : Nat32 { x >> y };
  public func bitrotLeft(x : Nat32, y : Nat32) : Nat32 { x <<> y };
  public func bitrotRight(x : Nat32, y : Nat32) : Nat32 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Nat32, p : Nat) : Bool { (x >> Prim.natToNat32(p)) & 1 == 1 };
  public func bitset(x : Nat32, p : Nat) : Nat32 { x | (1 << Prim.natToNat32(p)) };
  public func bitclear(x : Nat32, p : Nat) : Nat32 { x & ^(1 << Prim.natToNat32(p)) };
  public func bitflip(x : Nat32, p : Nat) : Nat32 { x ^ (1 << Prim.natToNat32(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat32) : Nat32 { Prim.popcntNat32(x) };
  public func bitcountLeadingZero(x : Nat32) : Nat32 { Prim.clzNat32(x) };
  public func bitcountTrailingZero(x : Nat32) : Nat32 { Prim.ctzNat32(x) };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Nat32, toExclusive : Nat32) : Types.Iter<Nat32> {
    var n = fromInclusive;
    {
      next = func() : ?Nat32 {
        if (n >= toExclusive) { return null };
        let now = n;
        n += 1;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Nat32, to : Nat32) : Types.Iter<Nat32> {
    var n = from;
    var done = from > to;
    {
      next = func() : ?Nat32 {
        if done { return null };
        let now = n;
        if (n == to) { done := true } else { n += 1 };
        ?now
      };
    }
  };

  /// Gives all numbers of this type.
  public func allValues() : Types.Iter<Nat32> { rangeInclusive(0, maxValue) };
}
