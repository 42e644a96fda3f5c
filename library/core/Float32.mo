/// Numbers with a fraction, of 32 bits: half the size and half the digits of `Float`.
import Prim "mo:⛔";
import Types "Types";
import Float "Float";

module {
  /// A number of 32 bits.
  public type Float32 = Prim.Types.Float32;

  /// Half a turn, in radians.
  public let pi : Float32 = 3.141592653589793;

  /// The base of natural logarithms.
  public let e : Float32 = 2.718281828459045;

  /// Returns whether this is no number.
  public func isNaN(self : Float32) : Bool { self != self };

  /// Returns the number without its sign.
  public func abs(x : Float32) : Float32 { Prim.floatToFloat32(Float.abs(Prim.float32ToFloat(x))) };

  /// Returns the square root.
  public func sqrt(x : Float32) : Float32 { Prim.floatToFloat32(Float.sqrt(Prim.float32ToFloat(x))) };

  /// Returns the next whole number above.
  public func ceil(x : Float32) : Float32 { Prim.floatToFloat32(Float.ceil(Prim.float32ToFloat(x))) };

  /// Returns the next whole number below.
  public func floor(x : Float32) : Float32 { Prim.floatToFloat32(Float.floor(Prim.float32ToFloat(x))) };

  /// Returns the whole part.
  public func trunc(x : Float32) : Float32 { Prim.floatToFloat32(Float.trunc(Prim.float32ToFloat(x))) };

  /// Returns the nearest whole number, of two the even one.
  public func nearest(x : Float32) : Float32 { Prim.floatToFloat32(Float.nearest(Prim.float32ToFloat(x))) };

  /// Returns the sine of an angle in radians.
  public func sin(x : Float32) : Float32 { Prim.floatToFloat32(Float.sin(Prim.float32ToFloat(x))) };

  /// Returns the cosine of an angle in radians.
  public func cos(x : Float32) : Float32 { Prim.floatToFloat32(Float.cos(Prim.float32ToFloat(x))) };

  /// Returns the tangent of an angle in radians.
  public func tan(x : Float32) : Float32 { Prim.floatToFloat32(Float.tan(Prim.float32ToFloat(x))) };

  /// Returns the angle with this sine.
  public func arcsin(x : Float32) : Float32 { Prim.floatToFloat32(Float.arcsin(Prim.float32ToFloat(x))) };

  /// Returns the angle with this cosine.
  public func arccos(x : Float32) : Float32 { Prim.floatToFloat32(Float.arccos(Prim.float32ToFloat(x))) };

  /// Returns the angle with this tangent.
  public func arctan(x : Float32) : Float32 { Prim.floatToFloat32(Float.arctan(Prim.float32ToFloat(x))) };

  /// Returns e^x.
  public func exp(x : Float32) : Float32 { Prim.floatToFloat32(Float.exp(Prim.float32ToFloat(x))) };

  /// Returns the natural logarithm.
  public func log(x : Float32) : Float32 { Prim.floatToFloat32(Float.log(Prim.float32ToFloat(x))) };

  /// Returns the angle of the point (x, y).
  public func arctan2(y : Float32, x : Float32) : Float32 { Prim.floatToFloat32(Float.arctan2(Prim.float32ToFloat(y), Prim.float32ToFloat(x))) };

  /// Returns `x` with the sign of `y`.
  public func copySign(x : Float32, y : Float32) : Float32 { Prim.floatToFloat32(Float.copySign(Prim.float32ToFloat(x), Prim.float32ToFloat(y))) };

  /// Returns the lesser of two numbers.
  public func min(x : Float32, y : Float32) : Float32 { Prim.floatToFloat32(Float.min(Prim.float32ToFloat(x), Prim.float32ToFloat(y))) };

  /// Returns the greater of two numbers.
  public func max(x : Float32, y : Float32) : Float32 { Prim.floatToFloat32(Float.max(Prim.float32ToFloat(x), Prim.float32ToFloat(y))) };

  /// Returns text with so many digits, as `Float.format` does.
  public func format(self : Float32, fmt : { #fix : Nat8; #exp : Nat8; #gen : Nat8; #exact }) : Text { Float.format(Prim.float32ToFloat(self), fmt) };

  /// Returns text with six digits after the point.
  public func toText(self : Float32) : Text { Float.toText(Prim.float32ToFloat(self)) };

  /// Returns the same number in 64 bits.
  public func toFloat(self : Float32) : Float { Prim.float32ToFloat(self) };

  /// Returns the nearest number of 32 bits.
  public func fromFloat(x : Float) : Float32 { Prim.floatToFloat32(x) };

  /// Returns the nearest number of 32 bits.
  public func fromInt64(x : Int64) : Float32 { Prim.floatToFloat32(Prim.int64ToFloat(x)) };

  /// Returns the whole part; traps if it does not fit.
  public func toInt64(self : Float32) : Int64 { Prim.floatToInt64(Prim.float32ToFloat(self)) };

  /// Returns the whole part; traps if the number is infinite or none.
  public func toInt(self : Float32) : Int { Prim.floatToInt(Prim.float32ToFloat(self)) };

  /// Returns whether two numbers differ by `epsilon` at most.
  public func equal(x : Float32, y : Float32, epsilon : Float32) : Bool {
    if (not (epsilon >= 0.0)) { Prim.trap("Float32.equal(): epsilon must be greater or equal 0.0") };
    x == y or abs(x - y) <= epsilon
  };

  /// Returns whether two numbers differ by more than `epsilon`.
  public func notEqual(x : Float32, y : Float32, epsilon : Float32) : Bool {
    if (not (epsilon >= 0.0)) { Prim.trap("Float32.notEqual(): epsilon must be greater or equal 0.0") };
    not (x == y or abs(x - y) <= epsilon)
  };

  /// Compares; what is no number lies beyond all numbers, by its sign.
  public func compare(x : Float32, y : Float32) : Types.Order { Float.compare(Prim.float32ToFloat(x), Prim.float32ToFloat(y)) };

  /// Returns whether `x` is below `y`.
  public func less(x : Float32, y : Float32) : Bool { x < y };

  /// Returns whether `x` is below or at `y`.
  public func lessOrEqual(x : Float32, y : Float32) : Bool { x <= y };

  /// Returns whether `x` is above `y`.
  public func greater(x : Float32, y : Float32) : Bool { x > y };

  /// Returns whether `x` is above or at `y`.
  public func greaterOrEqual(x : Float32, y : Float32) : Bool { x >= y };

  /// Returns the number with the other sign.
  public func neg(x : Float32) : Float32 { -x };

  /// Adds.
  public func add(x : Float32, y : Float32) : Float32 { x + y };

  /// Subtracts.
  public func sub(x : Float32, y : Float32) : Float32 { x - y };

  /// Multiplies.
  public func mul(x : Float32, y : Float32) : Float32 { x * y };

  /// Divides.
  public func div(x : Float32, y : Float32) : Float32 { x / y };

  /// Returns what is left of dividing.
  public func rem(x : Float32, y : Float32) : Float32 { x % y };

  /// Raises to a power.
  public func pow(x : Float32, y : Float32) : Float32 { x ** y };
}
