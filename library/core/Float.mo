/// Numbers with a fraction, of 64 bits. They are approximate: compare them with a tolerance, and keep money in `Nat` or `Int`.
import Prim "mo:⛔";
import Types "Types";

module {
  /// The type `Float`, under its name in this module.
  public type Float = Prim.Types.Float;

  /// Half a turn, in radians.
  public let pi : Float = 3.141592653589793;

  /// The base of natural logarithms.
  public let e : Float = 2.718281828459045;

  /// Returns whether this is no number.
  public func isNaN(self : Float) : Bool { self != self };

  /// Returns the number without its sign.
  public func abs(x : Float) : Float { Prim.floatAbs(x) };

  /// Returns the square root.
  public func sqrt(x : Float) : Float { Prim.floatSqrt(x) };

  /// Returns the next whole number above, below, towards zero, or nearest (ties to the even one).
  public func ceil(x : Float) : Float { Prim.floatCeil(x) };

  /// Returns the next whole number below.
  public func floor(x : Float) : Float { Prim.floatFloor(x) };

  /// Returns the whole part.
  public func trunc(x : Float) : Float { Prim.floatTrunc(x) };

  /// Returns the nearest whole number, of two the even one.
  public func nearest(x : Float) : Float { Prim.floatNearest(x) };

  /// Returns `x` with the sign of `y`.
  public func copySign(x : Float, y : Float) : Float { Prim.floatCopySign(x, y) };

  /// Returns the lesser of two numbers.
  public func min(x : Float, y : Float) : Float { Prim.floatMin(x, y) };

  /// Returns the greater of two numbers.
  public func max(x : Float, y : Float) : Float { Prim.floatMax(x, y) };

  /// Angles are in radians.
  public func sin(x : Float) : Float { Prim.sin(x) };

  /// Returns the cosine of an angle in radians.
  public func cos(x : Float) : Float { Prim.cos(x) };

  /// Returns the tangent of an angle in radians.
  public func tan(x : Float) : Float { Prim.tan(x) };

  /// Returns the angle with this sine.
  public func arcsin(x : Float) : Float { Prim.arcsin(x) };

  /// Returns the angle with this cosine.
  public func arccos(x : Float) : Float { Prim.arccos(x) };

  /// Returns the angle with this tangent.
  public func arctan(x : Float) : Float { Prim.arctan(x) };

  /// Returns the angle of the point (x, y).
  public func arctan2(y : Float, x : Float) : Float { Prim.arctan2(y, x) };

  /// Returns e^x.
  public func exp(x : Float) : Float { Prim.exp(x) };

  /// Returns the natural logarithm.
  public func log(x : Float) : Float { Prim.log(x) };

  /// Returns text with so many digits: `#fix` after the point, `#exp` with exponent, `#gen` significant digits.
  /// Example: `Float.format(12.5, #fix 2)` is `"12.50"`.
  public func format(self : Float, fmt : { #fix : Nat8; #exp : Nat8; #gen : Nat8; #exact }) : Text {
    switch fmt {
      case (#fix digits) Prim.floatToFormattedText(self, digits, 0);
      case (#exp digits) Prim.floatToFormattedText(self, digits, 1);
      case (#gen digits) Prim.floatToFormattedText(self, digits, 2);
      case (#exact) Prim.floatToFormattedText(self, 17, 2);
    };
  };

  /// Returns text with six digits after the point, as `debug_show` does. `format` gives other numbers of digits.
  public func toText(self : Float) : Text { Prim.floatToFormattedText(self, 6, 0) };

  /// Returns the nearest number that has a `Float32`.
  public func toFloat32(self : Float) : Prim.Types.Float32 { Prim.floatToFloat32(self) };

  /// Returns the same number in 64 bits.
  public func fromFloat32(x : Prim.Types.Float32) : Float { Prim.float32ToFloat(x) };

  /// Returns the nearest Float.
  public func fromInt(x : Int) : Float { Prim.intToFloat(x) };

  /// Returns the whole part; traps if the number is infinite or none.
  public func toInt(self : Float) : Int { Prim.floatToInt(self) };

  /// Returns the number of Int64 as one of this type; traps if it does not fit.
  public func fromInt64(x : Int64) : Float { Prim.int64ToFloat(x) };

  /// Returns the number as Int64; traps if it does not fit.
  public func toInt64(self : Float) : Int64 { Prim.floatToInt64(self) };

  /// Returns whether two numbers differ by `epsilon` at most.
  public func equal(x : Float, y : Float, epsilon : Float) : Bool {
    if (not (epsilon >= 0.0)) { Prim.trap("Float.equal(): epsilon must be greater or equal 0.0") };
    x == y or abs(x - y) <= epsilon
  };

  /// Returns whether the two numbers differ.
  public func notEqual(x : Float, y : Float, epsilon : Float) : Bool {
    if (not (epsilon >= 0.0)) { Prim.trap("Float.notEqual(): epsilon must be greater or equal 0.0") };
    not (x == y or abs(x - y) <= epsilon)
  };

  /// Returns whether the first number is below the second.
  public func less(x : Float, y : Float) : Bool { x < y };

  /// Returns whether the first number is below or at the second.
  public func lessOrEqual(x : Float, y : Float) : Bool { x <= y };

  /// Returns whether the first number is above the second.
  public func greater(x : Float, y : Float) : Bool { x > y };

  /// Returns whether the first number is above or at the second.
  public func greaterOrEqual(x : Float, y : Float) : Bool { x >= y };

  /// Compares; what is no number lies beyond all numbers, by its sign.
  public func compare(x : Float, y : Float) : Types.Order {
    if (isNaN(x)) {
      if (isNegative(x)) { if (isNaN(y) and isNegative(y)) { #equal } else { #less } } else {
        if (isNaN(y) and not isNegative(y)) { #equal } else { #greater };
      };
    } else if (isNaN(y)) {
      if (isNegative(y)) { #greater } else { #less };
    } else if (x == y) { #equal } else if (x < y) { #less } else { #greater };
  };

  func isNegative(x : Float) : Bool { Prim.floatCopySign(1.0, x) < 0.0 };

  /// Returns the number with the other sign.
  public func neg(x : Float) : Float { -x };

  /// Adds two numbers.
  public func add(x : Float, y : Float) : Float { x + y };

  /// Subtracts the second number from the first.
  public func sub(x : Float, y : Float) : Float { x - y };

  /// Multiplies two numbers.
  public func mul(x : Float, y : Float) : Float { x * y };

  /// Divides.
  public func div(x : Float, y : Float) : Float { x / y };

  /// Returns what is left over of a division.
  public func rem(x : Float, y : Float) : Float { x % y };

  /// Raises the first number to the power of the second.
  public func pow(x : Float, y : Float) : Float { x ** y };
}
