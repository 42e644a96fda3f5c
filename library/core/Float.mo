/// Numbers with a fraction, of 64 bits. They are approximate: compare them with a tolerance, and keep money in `Nat` or `Int`.
import Prim "mo:⛔";
import Types "Types";

module {
  public type Float = Prim.Types.Float;

  public let pi : Float = 3.141592653589793;
  public let e : Float = 2.718281828459045;

  public func isNaN(self : Float) : Bool { self != self };

  public func abs(x : Float) : Float { Prim.floatAbs(x) };
  public func sqrt(x : Float) : Float { Prim.floatSqrt(x) };

  /// Returns the next whole number above, below, towards zero, or nearest (ties to the even one).
  public func ceil(x : Float) : Float { Prim.floatCeil(x) };
  public func floor(x : Float) : Float { Prim.floatFloor(x) };
  public func trunc(x : Float) : Float { Prim.floatTrunc(x) };
  public func nearest(x : Float) : Float { Prim.floatNearest(x) };

  /// Returns `x` with the sign of `y`.
  public func copySign(x : Float, y : Float) : Float { Prim.floatCopySign(x, y) };
  public func min(x : Float, y : Float) : Float { Prim.floatMin(x, y) };
  public func max(x : Float, y : Float) : Float { Prim.floatMax(x, y) };

  /// Angles are in radians.
  public func sin(x : Float) : Float { Prim.sin(x) };
  public func cos(x : Float) : Float { Prim.cos(x) };
  public func tan(x : Float) : Float { Prim.tan(x) };
  public func arcsin(x : Float) : Float { Prim.arcsin(x) };
  public func arccos(x : Float) : Float { Prim.arccos(x) };
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

  public func fromInt(x : Int) : Float { Prim.intToFloat(x) };

  /// Returns the whole part; traps if the number is infinite or none.
  public func toInt(self : Float) : Int { Prim.floatToInt(self) };
  public func fromInt64(x : Int64) : Float { Prim.int64ToFloat(x) };
  public func toInt64(self : Float) : Int64 { Prim.floatToInt64(self) };

  /// Returns whether two numbers differ by `epsilon` at most.
  public func equal(x : Float, y : Float, epsilon : Float) : Bool {
    if (not (epsilon >= 0.0)) { Prim.trap("Float.equal(): epsilon must be greater or equal 0.0") };
    x == y or abs(x - y) <= epsilon
  };
  public func notEqual(x : Float, y : Float, epsilon : Float) : Bool {
    if (not (epsilon >= 0.0)) { Prim.trap("Float.notEqual(): epsilon must be greater or equal 0.0") };
    not (x == y or abs(x - y) <= epsilon)
  };
  public func less(x : Float, y : Float) : Bool { x < y };
  public func lessOrEqual(x : Float, y : Float) : Bool { x <= y };
  public func greater(x : Float, y : Float) : Bool { x > y };
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

  public func neg(x : Float) : Float { -x };
  public func add(x : Float, y : Float) : Float { x + y };
  public func sub(x : Float, y : Float) : Float { x - y };
  public func mul(x : Float, y : Float) : Float { x * y };
  public func div(x : Float, y : Float) : Float { x / y };
  public func rem(x : Float, y : Float) : Float { x % y };
  public func pow(x : Float, y : Float) : Float { x ** y };
}
