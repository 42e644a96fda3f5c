/// Whole numbers from -2^15 to 2^15 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  public type Int16 = Prim.Types.Int16;
  public let minValue : Int16 = -32768;
  public let maxValue : Int16 = 32767;

  public func toInt(self : Int16) : Int { Prim.int16ToInt(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromInt(x : Int) : Int16 { Prim.intToInt16(x) };
  public func toText(self : Int16) : Text { let n = Prim.int16ToInt(self); if (n < 0) { "-" # Native.natToText(Prim.abs(n)) } else { Native.natToText(Prim.abs(n)) } };
  /// Returns the number modulo 2^16, as a signed number.
  public func fromIntWrap(x : Int) : Int16 { Prim.intToInt16Wrap(x) };
  /// Takes the same bits.
  public func fromNat16(x : Nat16) : Int16 { Prim.nat16ToInt16(x) };
  /// Takes the same bits.
  public func toNat16(self : Int16) : Nat16 { Prim.int16ToNat16(self) };
  /// Returns the number without its sign; traps for `minValue`.
  public func abs(x : Int16) : Int16 { if (x < 0) { -x } else { x } };
  public func neg(x : Int16) : Int16 { -x };
  public func fromInt8(x : Int8) : Int16 { Prim.int8ToInt16(x) };
  public func fromInt32(x : Int32) : Int16 { Prim.int32ToInt16(x) };
  public func fromInt64(x : Int64) : Int16 { Prim.int32ToInt16(Prim.int64ToInt32(x)) };
  public func toInt8(self : Int16) : Int8 { Prim.int16ToInt8(self) };
  public func toInt32(self : Int16) : Int32 { Prim.int16ToInt32(self) };
  public func toInt64(self : Int16) : Int64 { Prim.int32ToInt64(Prim.int16ToInt32(self)) };
  /// Returns the bytes, highest first.
  public func explode(x : Int16) : (msb : Nat8, lsb : Nat8) { Prim.explodeInt16(x) };

  public func equal(x : Int16, y : Int16) : Bool { x == y };
  public func notEqual(x : Int16, y : Int16) : Bool { x != y };
  public func less(x : Int16, y : Int16) : Bool { x < y };
  public func lessOrEqual(x : Int16, y : Int16) : Bool { x <= y };
  public func greater(x : Int16, y : Int16) : Bool { x > y };
  public func greaterOrEqual(x : Int16, y : Int16) : Bool { x >= y };

  /// Example: `Int16.compare(1, 2)` is `#less`.
  public func compare(x : Int16, y : Int16) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  public func min(x : Int16, y : Int16) : Int16 { if (x < y) { x } else { y } };
  public func max(x : Int16, y : Int16) : Int16 { if (x < y) { y } else { x } };

  public func add(x : Int16, y : Int16) : Int16 { x + y };
  public func sub(x : Int16, y : Int16) : Int16 { x - y };
  public func mul(x : Int16, y : Int16) : Int16 { x * y };
  public func div(x : Int16, y : Int16) : Int16 { x / y };
  public func rem(x : Int16, y : Int16) : Int16 { x % y };
  public func pow(x : Int16, y : Int16) : Int16 { x ** y };
  public func addWrap(x : Int16, y : Int16) : Int16 { x +% y };
  public func subWrap(x : Int16, y : Int16) : Int16 { x -% y };
  public func mulWrap(x : Int16, y : Int16) : Int16 { x *% y };
  public func powWrap(x : Int16, y : Int16) : Int16 { x **% y };

  public func bitnot(x : Int16) : Int16 { ^x };
  public func bitand(x : Int16, y : Int16) : Int16 { x & y };
  public func bitor(x : Int16, y : Int16) : Int16 { x | y };
  public func bitxor(x : Int16, y : Int16) : Int16 { x ^ y };
  public func bitshiftLeft(x : Int16, y : Int16) : Int16 { x << y };
  public func bitshiftRight(x : Int16, y : Int16) : Int16 { x >> y };
  public func bitrotLeft(x : Int16, y : Int16) : Int16 { x <<> y };
  public func bitrotRight(x : Int16, y : Int16) : Int16 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Int16, p : Nat) : Bool { (x >> Prim.intToInt16(p)) & 1 == 1 };
  public func bitset(x : Int16, p : Nat) : Int16 { x | (1 << Prim.intToInt16(p)) };
  public func bitclear(x : Int16, p : Nat) : Int16 { x & ^(1 << Prim.intToInt16(p)) };
  public func bitflip(x : Int16, p : Nat) : Int16 { x ^ (1 << Prim.intToInt16(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Int16) : Int16 { Prim.popcntInt16(x) };
  public func bitcountLeadingZero(x : Int16) : Int16 { Prim.clzInt16(x) };
  public func bitcountTrailingZero(x : Int16) : Int16 { Prim.ctzInt16(x) };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Int16, toExclusive : Int16) : Types.Iter<Int16> {
    var n = fromInclusive;
    {
      next = func() : ?Int16 {
        if (n >= toExclusive) { return null };
        let now = n;
        n += 1;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Int16, to : Int16) : Types.Iter<Int16> {
    var n = from;
    var done = from > to;
    {
      next = func() : ?Int16 {
        if done { return null };
        let now = n;
        if (n == to) { done := true } else { n += 1 };
        ?now
      };
    }
  };

  /// Gives all numbers of this type.
  public func allValues() : Types.Iter<Int16> { rangeInclusive(minValue, maxValue) };
}
