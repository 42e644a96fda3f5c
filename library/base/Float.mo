/// `mo:base/Float` over `mo:core/Float`.
import Core "mo:core/Float";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Float = Core.Float;

  /// As `abs` of `mo:core/Float`.
  public func abs(x : Float) : Float { Core.abs(x) };

  /// As `add` of `mo:core/Float`.
  public func add(x : Float, y : Float) : Float { Core.add(x, y) };

  /// As `arccos` of `mo:core/Float`.
  public func arccos(x : Float) : Float { Core.arccos(x) };

  /// As `arcsin` of `mo:core/Float`.
  public func arcsin(x : Float) : Float { Core.arcsin(x) };

  /// As `arctan` of `mo:core/Float`.
  public func arctan(x : Float) : Float { Core.arctan(x) };

  /// Returns the angle of the point (x, y).
  public func arctan2(y : Float, x : Float) : Float { Core.arctan2(y, x) };

  /// Returns the next whole number above, below, towards zero, or nearest (ties to the even one).
  public func ceil(x : Float) : Float { Core.ceil(x) };

  /// Compares; what is no number lies beyond all numbers, by its sign.
  public func compare(x : Float, y : Float) : Order.Order { Core.compare(x, y) };

  /// Returns `x` with the sign of `y`.
  public func copySign(x : Float, y : Float) : Float { Core.copySign(x, y) };

  /// As `cos` of `mo:core/Float`.
  public func cos(x : Float) : Float { Core.cos(x) };

  /// As `div` of `mo:core/Float`.
  public func div(x : Float, y : Float) : Float { Core.div(x, y) };

  /// As `e` of `mo:core/Float`.
  public let e : Float = Core.e;

  /// Returns e^x.
  public func exp(x : Float) : Float { Core.exp(x) };

  /// As `floor` of `mo:core/Float`.
  public func floor(x : Float) : Float { Core.floor(x) };

  /// As `fromInt` of `mo:core/Float`.
  public func fromInt(x : Int) : Float { Core.fromInt(x) };

  /// As `fromInt64` of `mo:core/Float`.
  public func fromInt64(x : Int64) : Float { Core.fromInt64(x) };

  /// As `greater` of `mo:core/Float`.
  public func greater(x : Float, y : Float) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Float`.
  public func greaterOrEqual(x : Float, y : Float) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Float`.
  public func less(x : Float, y : Float) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Float`.
  public func lessOrEqual(x : Float, y : Float) : Bool { Core.lessOrEqual(x, y) };

  /// Returns the natural logarithm.
  public func log(x : Float) : Float { Core.log(x) };

  /// As `max` of `mo:core/Float`.
  public func max(x : Float, y : Float) : Float { Core.max(x, y) };

  /// As `min` of `mo:core/Float`.
  public func min(x : Float, y : Float) : Float { Core.min(x, y) };

  /// As `mul` of `mo:core/Float`.
  public func mul(x : Float, y : Float) : Float { Core.mul(x, y) };

  /// As `nearest` of `mo:core/Float`.
  public func nearest(x : Float) : Float { Core.nearest(x) };

  /// As `neg` of `mo:core/Float`.
  public func neg(x : Float) : Float { Core.neg(x) };

  /// As `pi` of `mo:core/Float`.
  public let pi : Float = Core.pi;

  /// As `pow` of `mo:core/Float`.
  public func pow(x : Float, y : Float) : Float { Core.pow(x, y) };

  /// As `rem` of `mo:core/Float`.
  public func rem(x : Float, y : Float) : Float { Core.rem(x, y) };

  /// Angles are in radians.
  public func sin(x : Float) : Float { Core.sin(x) };

  /// As `sqrt` of `mo:core/Float`.
  public func sqrt(x : Float) : Float { Core.sqrt(x) };

  /// As `sub` of `mo:core/Float`.
  public func sub(x : Float, y : Float) : Float { Core.sub(x, y) };

  /// As `tan` of `mo:core/Float`.
  public func tan(x : Float) : Float { Core.tan(x) };

  /// Returns the whole part; traps if the number is infinite or none.
  public func toInt(x : Float) : Int { Core.toInt(x) };

  /// As `toInt64` of `mo:core/Float`.
  public func toInt64(x : Float) : Int64 { Core.toInt64(x) };

  /// Returns text with six digits after the point, as `debug_show` does. `format` gives other numbers of digits.
  public func toText(x : Float) : Text { Core.toText(x) };

  /// As `trunc` of `mo:core/Float`.
  public func trunc(x : Float) : Float { Core.trunc(x) };

  /// Returns whether this is no number.
  public func isNaN(x : Float) : Bool { x != x };

  /// Returns text in a format.
  public func format(fmt : { #fix : Nat8; #exp : Nat8; #gen : Nat8; #exact }, x : Float) : Text { Core.format(x, fmt) };

  /// Returns whether two numbers differ by `epsilon` at most.
  public func equalWithin(x : Float, y : Float, epsilon : Float) : Bool { Core.equal(x, y, epsilon) };

  /// Returns whether two numbers differ by more than `epsilon`.
  public func notEqualWithin(x : Float, y : Float, epsilon : Float) : Bool { Core.notEqual(x, y, epsilon) };

  /// Returns whether two numbers are exactly the same.
  public func equal(x : Float, y : Float) : Bool { x == y };

  /// Returns whether two numbers are not exactly the same.
  public func notEqual(x : Float, y : Float) : Bool { x != y };
}
