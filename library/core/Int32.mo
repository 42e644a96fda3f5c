/// Whole numbers from -2^31 to 2^31 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  /// The type `Int32`, under its name in this module.
  public type Int32 = Prim.Types.Int32;

  /// The least number of the type.
  public let minValue : Int32 = -2147483648;

  /// The greatest number of the type.
  public let maxValue : Int32 = 2147483647;

  /// Returns the number as Int; traps if it does not fit.
  public func toInt(self : Int32) : Int { Prim.int32ToInt(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromInt(x : Int) : Int32 { Prim.intToInt32(x) };

  /// Returns the number as text.
  public func toText(self : Int32) : Text { let n = Prim.int32ToInt(self); if (n < 0) { "-" # Native.natToText(Prim.abs(n)) } else { Native.natToText(Prim.abs(n)) } };
  /// Returns the number modulo 2^32, as a signed number.
  public func fromIntWrap(x : Int) : Int32 { Prim.intToInt32Wrap(x) };
  /// Takes the same bits.
  public func fromNat32(x : Nat32) : Int32 { Prim.nat32ToInt32(x) };
  /// Takes the same bits.
  public func toNat32(self : Int32) : Nat32 { Prim.int32ToNat32(self) };
  /// Returns the number without its sign; traps for `minValue`.
  public func abs(x : Int32) : Int32 { if (x < 0) { -x } else { x } };

  /// Returns the number with the other sign.
  public func neg(x : Int32) : Int32 { -x };

  /// Returns the number of Int8 as one of this type; traps if it does not fit.
  public func fromInt8(x : Int8) : Int32 { Prim.int16ToInt32(Prim.int8ToInt16(x)) };

  /// Returns the number of Int16 as one of this type; traps if it does not fit.
  public func fromInt16(x : Int16) : Int32 { Prim.int16ToInt32(x) };

  /// Returns the number of Int64 as one of this type; traps if it does not fit.
  public func fromInt64(x : Int64) : Int32 { Prim.int64ToInt32(x) };

  /// Returns the number as Int8; traps if it does not fit.
  public func toInt8(self : Int32) : Int8 { Prim.int16ToInt8(Prim.int32ToInt16(self)) };

  /// Returns the number as Int16; traps if it does not fit.
  public func toInt16(self : Int32) : Int16 { Prim.int32ToInt16(self) };

  /// Returns the number as Int64; traps if it does not fit.
  public func toInt64(self : Int32) : Int64 { Prim.int32ToInt64(self) };
  /// Returns the bytes, highest first.
  public func explode(x : Int32) : (msb : Nat8, Nat8, Nat8, lsb : Nat8) { Prim.explodeInt32(x) };

  /// Returns whether the two numbers are the same.
  public func equal(x : Int32, y : Int32) : Bool { x == y };

  /// Returns whether the two numbers differ.
  public func notEqual(x : Int32, y : Int32) : Bool { x != y };

  /// Returns whether the first number is below the second.
  public func less(x : Int32, y : Int32) : Bool { x < y };

  /// Returns whether the first number is below or at the second.
  public func lessOrEqual(x : Int32, y : Int32) : Bool { x <= y };

  /// Returns whether the first number is above the second.
  public func greater(x : Int32, y : Int32) : Bool { x > y };

  /// Returns whether the first number is above or at the second.
  public func greaterOrEqual(x : Int32, y : Int32) : Bool { x >= y };

  /// Example: `Int32.compare(1, 2)` is `#less`.
  public func compare(x : Int32, y : Int32) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  /// Returns the lesser of two numbers.
  public func min(x : Int32, y : Int32) : Int32 { if (x < y) { x } else { y } };

  /// Returns the greater of two numbers.
  public func max(x : Int32, y : Int32) : Int32 { if (x < y) { y } else { x } };

  /// Adds two numbers; traps if the sum does not fit.
  public func add(x : Int32, y : Int32) : Int32 { x + y };

  /// Subtracts the second number from the first; traps if the difference does not fit.
  public func sub(x : Int32, y : Int32) : Int32 { x - y };

  /// Multiplies two numbers; traps if the product does not fit.
  public func mul(x : Int32, y : Int32) : Int32 { x * y };

  /// Divides, dropping what is left over; traps for a divisor of zero.
  public func div(x : Int32, y : Int32) : Int32 { x / y };

  /// Returns what is left over of a division; traps for a divisor of zero.
  public func rem(x : Int32, y : Int32) : Int32 { x % y };

  /// Raises the first number to the power of the second; traps if it does not fit or the exponent is below zero.
  public func pow(x : Int32, y : Int32) : Int32 { x ** y };

  /// Adds two numbers, dropping what does not fit.
  public func addWrap(x : Int32, y : Int32) : Int32 { x +% y };

  /// Subtracts, dropping what does not fit.
  public func subWrap(x : Int32, y : Int32) : Int32 { x -% y };

  /// Multiplies, dropping what does not fit.
  public func mulWrap(x : Int32, y : Int32) : Int32 { x *% y };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Int32, y : Int32) : Int32 { x **% y };

  /// Returns the number with all bits the other way.
  public func bitnot(x : Int32) : Int32 { ^x };

  /// Returns the bits that both numbers have.
  public func bitand(x : Int32, y : Int32) : Int32 { x & y };

  /// Returns the bits that either number has.
  public func bitor(x : Int32, y : Int32) : Int32 { x | y };

  /// Returns the bits that one of the numbers has.
  public func bitxor(x : Int32, y : Int32) : Int32 { x ^ y };

  /// Moves the bits up.
  public func bitshiftLeft(x : Int32, y : Int32) : Int32 { x << y };

  /// Moves the bits down.
  public func bitshiftRight(x : Int32, y : Int32) : Int32 { x >> y };

  /// Moves the bits up; those that fall out come back below.
  public func bitrotLeft(x : Int32, y : Int32) : Int32 { x <<> y };

  /// Moves the bits down; those that fall out come back above.
  public func bitrotRight(x : Int32, y : Int32) : Int32 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Int32, p : Nat) : Bool { (x >> Prim.intToInt32(p)) & 1 == 1 };

  /// Returns the number with one more bit set.
  public func bitset(x : Int32, p : Nat) : Int32 { x | (1 << Prim.intToInt32(p)) };

  /// Returns the number with a bit cleared.
  public func bitclear(x : Int32, p : Nat) : Int32 { x & ^(1 << Prim.intToInt32(p)) };

  /// Returns the number with a bit the other way.
  public func bitflip(x : Int32, p : Nat) : Int32 { x ^ (1 << Prim.intToInt32(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Int32) : Int32 { Prim.popcntInt32(x) };

  /// Returns how many bits above the highest one set are zero.
  public func bitcountLeadingZero(x : Int32) : Int32 { Prim.clzInt32(x) };

  /// Returns how many bits below the lowest one set are zero.
  public func bitcountTrailingZero(x : Int32) : Int32 { Prim.ctzInt32(x) };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Int32, toExclusive : Int32) : Types.Iter<Int32> {
    var n = fromInclusive;
    {
      next = func() : ?Int32 {
        if (n >= toExclusive) { return null };
        let now = n;
        n += 1;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Int32, to : Int32) : Types.Iter<Int32> {
    var n = from;
    var done = from > to;
    {
      next = func() : ?Int32 {
        if done { return null };
        let now = n;
        if (n == to) { done := true } else { n += 1 };
        ?now
      };
    }
  };

  /// Gives all numbers of this type.
  public func allValues() : Types.Iter<Int32> { rangeInclusive(minValue, maxValue) };
}
