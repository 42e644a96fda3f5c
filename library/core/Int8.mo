/// Whole numbers from -2^7 to 2^7 - 1. Operations trap if the result does not fit, unless their name ends in `Wrap`.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";

module {
  /// The type `Int8`, under its name in this module.
  public type Int8 = Prim.Types.Int8;

  /// The least number of the type.
  public let minValue : Int8 = -128;

  /// The greatest number of the type.
  public let maxValue : Int8 = 127;

  /// Returns the number as Int; traps if it does not fit.
  public func toInt(self : Int8) : Int { Prim.int8ToInt(self) };
  /// Returns the number in these bits; traps if it does not fit.
  public func fromInt(x : Int) : Int8 { Prim.intToInt8(x) };

  /// Returns the number as text.
  public func toText(self : Int8) : Text { let n = Prim.int8ToInt(self); if (n < 0) { "-" # Native.natToText(Prim.abs(n)) } else { Native.natToText(Prim.abs(n)) } };
  /// Returns the number modulo 2^8, as a signed number.
  public func fromIntWrap(x : Int) : Int8 { Prim.intToInt8Wrap(x) };
  /// Takes the same bits.
  public func fromNat8(x : Nat8) : Int8 { Prim.nat8ToInt8(x) };
  /// Takes the same bits.
  public func toNat8(self : Int8) : Nat8 { Prim.int8ToNat8(self) };
  /// Returns the number without its sign; traps for `minValue`.
  public func abs(x : Int8) : Int8 { if (x < 0) { -x } else { x } };

  /// Returns the number with the other sign.
  public func neg(x : Int8) : Int8 { -x };

  /// Returns the number of Int16 as one of this type; traps if it does not fit.
  public func fromInt16(x : Int16) : Int8 { Prim.int16ToInt8(x) };

  /// Returns the number of Int32 as one of this type; traps if it does not fit.
  public func fromInt32(x : Int32) : Int8 { Prim.int16ToInt8(Prim.int32ToInt16(x)) };

  /// Returns the number of Int64 as one of this type; traps if it does not fit.
  public func fromInt64(x : Int64) : Int8 { Prim.int16ToInt8(Prim.int32ToInt16(Prim.int64ToInt32(x))) };

  /// Returns the number as Int16; traps if it does not fit.
  public func toInt16(self : Int8) : Int16 { Prim.int8ToInt16(self) };

  /// Returns the number as Int32; traps if it does not fit.
  public func toInt32(self : Int8) : Int32 { Prim.int16ToInt32(Prim.int8ToInt16(self)) };

  /// Returns the number as Int64; traps if it does not fit.
  public func toInt64(self : Int8) : Int64 { Prim.int32ToInt64(Prim.int16ToInt32(Prim.int8ToInt16(self))) };

  /// Returns whether the two numbers are the same.
  public func equal(x : Int8, y : Int8) : Bool { x == y };

  /// Returns whether the two numbers differ.
  public func notEqual(x : Int8, y : Int8) : Bool { x != y };

  /// Returns whether the first number is below the second.
  public func less(x : Int8, y : Int8) : Bool { x < y };

  /// Returns whether the first number is below or at the second.
  public func lessOrEqual(x : Int8, y : Int8) : Bool { x <= y };

  /// Returns whether the first number is above the second.
  public func greater(x : Int8, y : Int8) : Bool { x > y };

  /// Returns whether the first number is above or at the second.
  public func greaterOrEqual(x : Int8, y : Int8) : Bool { x >= y };

  /// Example: `Int8.compare(1, 2)` is `#less`.
  public func compare(x : Int8, y : Int8) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  /// Returns the lesser of two numbers.
  public func min(x : Int8, y : Int8) : Int8 { if (x < y) { x } else { y } };

  /// Returns the greater of two numbers.
  public func max(x : Int8, y : Int8) : Int8 { if (x < y) { y } else { x } };

  /// Adds two numbers; traps if the sum does not fit.
  public func add(x : Int8, y : Int8) : Int8 { x + y };

  /// Subtracts the second number from the first; traps if the difference does not fit.
  public func sub(x : Int8, y : Int8) : Int8 { x - y };

  /// Multiplies two numbers; traps if the product does not fit.
  public func mul(x : Int8, y : Int8) : Int8 { x * y };

  /// Divides, dropping what is left over; traps for a divisor of zero.
  public func div(x : Int8, y : Int8) : Int8 { x / y };

  /// Returns what is left over of a division; traps for a divisor of zero.
  public func rem(x : Int8, y : Int8) : Int8 { x % y };

  /// Raises the first number to the power of the second; traps if it does not fit or the exponent is below zero.
  public func pow(x : Int8, y : Int8) : Int8 { x ** y };

  /// Adds two numbers, dropping what does not fit.
  public func addWrap(x : Int8, y : Int8) : Int8 { x +% y };

  /// Subtracts, dropping what does not fit.
  public func subWrap(x : Int8, y : Int8) : Int8 { x -% y };

  /// Multiplies, dropping what does not fit.
  public func mulWrap(x : Int8, y : Int8) : Int8 { x *% y };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Int8, y : Int8) : Int8 { x **% y };

  /// Returns the number with all bits the other way.
  public func bitnot(x : Int8) : Int8 { ^x };

  /// Returns the bits that both numbers have.
  public func bitand(x : Int8, y : Int8) : Int8 { x & y };

  /// Returns the bits that either number has.
  public func bitor(x : Int8, y : Int8) : Int8 { x | y };

  /// Returns the bits that one of the numbers has.
  public func bitxor(x : Int8, y : Int8) : Int8 { x ^ y };

  /// Moves the bits up.
  public func bitshiftLeft(x : Int8, y : Int8) : Int8 { x << y };

  /// Moves the bits down.
  public func bitshiftRight(x : Int8, y : Int8) : Int8 { x >> y };

  /// Moves the bits up; those that fall out come back below.
  public func bitrotLeft(x : Int8, y : Int8) : Int8 { x <<> y };

  /// Moves the bits down; those that fall out come back above.
  public func bitrotRight(x : Int8, y : Int8) : Int8 { x <>> y };
  /// Returns whether bit `p` is set.
  public func bittest(x : Int8, p : Nat) : Bool { (x >> Prim.intToInt8(p)) & 1 == 1 };

  /// Returns the number with one more bit set.
  public func bitset(x : Int8, p : Nat) : Int8 { x | (1 << Prim.intToInt8(p)) };

  /// Returns the number with a bit cleared.
  public func bitclear(x : Int8, p : Nat) : Int8 { x & ^(1 << Prim.intToInt8(p)) };

  /// Returns the number with a bit the other way.
  public func bitflip(x : Int8, p : Nat) : Int8 { x ^ (1 << Prim.intToInt8(p)) };
  /// Returns how many bits are set.
  public func bitcountNonZero(x : Int8) : Int8 { Prim.popcntInt8(x) };

  /// Returns how many bits above the highest one set are zero.
  public func bitcountLeadingZero(x : Int8) : Int8 { Prim.clzInt8(x) };

  /// Returns how many bits below the lowest one set are zero.
  public func bitcountTrailingZero(x : Int8) : Int8 { Prim.ctzInt8(x) };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Int8, toExclusive : Int8) : Types.Iter<Int8> {
    var n = fromInclusive;
    {
      next = func() : ?Int8 {
        if (n >= toExclusive) { return null };
        let now = n;
        n += 1;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Int8, to : Int8) : Types.Iter<Int8> {
    var n = from;
    var done = from > to;
    {
      next = func() : ?Int8 {
        if done { return null };
        let now = n;
        if (n == to) { done := true } else { n += 1 };
        ?now
      };
    }
  };

  /// Gives all numbers of this type.
  public func allValues() : Types.Iter<Int8> { rangeInclusive(minValue, maxValue) };
}
