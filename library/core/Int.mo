/// Whole numbers, positive and negative, without a limit.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";
import Nat "Nat";

module {
  /// The type `Int`, under its name in this module.
  public type Int = Prim.Types.Int;

  /// Returns the number without its sign.
  public func abs(x : Int) : Nat { Prim.abs(x) };

  /// Returns the decimal digits, after `-` if the number is negative.
  public func toText(self : Int) : Text { if (self < 0) { "-" # Native.natToText(Prim.abs(self)) } else { Native.natToText(Prim.abs(self)) } };

  /// Returns the number that a text stands for: decimal digits, perhaps with a sign in front.
  /// Example: `Int.fromText("-12")` is `?-12`.
  public func fromText(text : Text) : ?Int {
    var negative = false;
    var digits = text;
    switch (text.chars().next()) {
      case (?'-') { negative := true; digits := rest(text) };
      case (?'+') { digits := rest(text) };
      case _ {};
    };
    switch (Nat.fromText(digits)) {
      case null null;
      case (?n) { if negative { ?-n } else { ?n } };
    };
  };

  func rest(text : Text) : Text {
    var result = "";
    var first = true;
    for (c in text.chars()) {
      if first { first := false } else { result #= Prim.charToText(c) };
    };
    result
  };

  /// Returns the number as Int; traps if it does not fit.
  public func toInt(self : Text) : ?Int { fromText(self) };

  /// Returns the number; traps if it is negative.
  public func toNat(self : Int) : Nat { if (self < 0) { Prim.trap("Int.toNat(): negative number") } else { Prim.abs(self) } };

  /// Returns the number of Nat as one of this type; traps if it does not fit.
  public func fromNat(nat : Nat) : Int { nat };

  /// Returns the nearest Float.
  public func toFloat(self : Int) : Float { Prim.intToFloat(self) };

  /// Returns the number of Int8 as one of this type; traps if it does not fit.
  public func fromInt8(x : Int8) : Int { Prim.int8ToInt(x) };

  /// Returns the number of Int16 as one of this type; traps if it does not fit.
  public func fromInt16(x : Int16) : Int { Prim.int16ToInt(x) };

  /// Returns the number of Int32 as one of this type; traps if it does not fit.
  public func fromInt32(x : Int32) : Int { Prim.int32ToInt(x) };

  /// Returns the number of Int64 as one of this type; traps if it does not fit.
  public func fromInt64(x : Int64) : Int { Prim.int64ToInt(x) };

  /// Returns the number in fewer bits; traps if it does not fit.
  public func toInt8(self : Int) : Int8 { Prim.intToInt8(self) };

  /// Returns the number as Int16; traps if it does not fit.
  public func toInt16(self : Int) : Int16 { Prim.intToInt16(self) };

  /// Returns the number as Int32; traps if it does not fit.
  public func toInt32(self : Int) : Int32 { Prim.intToInt32(self) };

  /// Returns the number as Int64; traps if it does not fit.
  public func toInt64(self : Int) : Int64 { Prim.intToInt64(self) };

  /// Returns whether the two numbers are the same.
  public func equal(x : Int, y : Int) : Bool { x == y };

  /// Returns whether the two numbers differ.
  public func notEqual(x : Int, y : Int) : Bool { x != y };

  /// Returns whether the first number is below the second.
  public func less(x : Int, y : Int) : Bool { x < y };

  /// Returns whether the first number is below or at the second.
  public func lessOrEqual(x : Int, y : Int) : Bool { x <= y };

  /// Returns whether the first number is above the second.
  public func greater(x : Int, y : Int) : Bool { x > y };

  /// Returns whether the first number is above or at the second.
  public func greaterOrEqual(x : Int, y : Int) : Bool { x >= y };

  /// Example: `Int.compare(1, 2)` is `#less`.
  public func compare(x : Int, y : Int) : Types.Order { if (x < y) { #less } else if (x == y) { #equal } else { #greater } };

  /// Returns the lesser of two numbers.
  public func min(x : Int, y : Int) : Int { if (x < y) { x } else { y } };

  /// Returns the greater of two numbers.
  public func max(x : Int, y : Int) : Int { if (x < y) { y } else { x } };

  /// Returns the number with the other sign.
  public func neg(x : Int) : Int { -x };

  /// Adds two numbers; traps if the sum does not fit.
  public func add(x : Int, y : Int) : Int { x + y };

  /// Subtracts the second number from the first.
  public func sub(x : Int, y : Int) : Int { x - y };

  /// Multiplies two numbers.
  public func mul(x : Int, y : Int) : Int { x * y };

  /// Returns the quotient rounded towards zero; traps for `y = 0`.
  public func div(x : Int, y : Int) : Int { x / y };

  /// Returns the remainder, which has the sign of `x`.
  public func rem(x : Int, y : Int) : Int { x % y };

  /// Returns the power; traps for a negative exponent.
  public func pow(x : Int, y : Int) : Int { x ** y };

  /// Gives the numbers from one up to another, not included.
  public func range(fromInclusive : Int, toExclusive : Int) : Types.Iter<Int> { rangeBy(fromInclusive, toExclusive, 1) };

  /// Gives every `step`-th number from one up to (or, with a negative step, down to) another, not included.
  public func rangeBy(fromInclusive : Int, toExclusive : Int, step : Int) : Types.Iter<Int> {
    var n = fromInclusive;
    {
      next = func() : ?Int {
        if (step == 0 or (step > 0 and n >= toExclusive) or (step < 0 and n <= toExclusive)) { return null };
        let now = n;
        n += step;
        ?now
      };
    }
  };

  /// Gives the numbers from one up to another.
  public func rangeInclusive(from : Int, to : Int) : Types.Iter<Int> { rangeBy(from, to + 1, 1) };

  /// As `rangeBy`, with the last number included if a step leads to it.
  public func rangeByInclusive(from : Int, to : Int, step : Int) : Types.Iter<Int> {
    if (from == to) { return rangeBy(from, from + 1, 1) };
    rangeBy(from, if (step > 0) { to + 1 } else { to - 1 }, step)
  };
}
