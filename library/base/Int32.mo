/// `mo:base/Int32` over `mo:core/Int32`.
import Core "mo:core/Int32";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Int32 = Core.Int32;

  /// Returns the number without its sign; traps for `minValue`.
  public func abs(x : Int32) : Int32 { Core.abs(x) };

  /// As `add` of `mo:core/Int32`.
  public func add(x : Int32, y : Int32) : Int32 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Int32`.
  public func addWrap(x : Int32, y : Int32) : Int32 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Int32`.
  public func bitand(x : Int32, y : Int32) : Int32 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Int32`.
  public func bitclear(x : Int32, p : Nat) : Int32 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Int32`.
  public func bitcountLeadingZero(x : Int32) : Int32 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Int32) : Int32 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Int32`.
  public func bitcountTrailingZero(x : Int32) : Int32 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Int32`.
  public func bitflip(x : Int32, p : Nat) : Int32 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Int32`.
  public func bitnot(x : Int32) : Int32 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Int32`.
  public func bitor(x : Int32, y : Int32) : Int32 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Int32`.
  public func bitrotLeft(x : Int32, y : Int32) : Int32 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Int32`.
  public func bitrotRight(x : Int32, y : Int32) : Int32 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Int32`.
  public func bitset(x : Int32, p : Nat) : Int32 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Int32`.
  public func bitshiftLeft(x : Int32, y : Int32) : Int32 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Int32`.
  public func bitshiftRight(x : Int32, y : Int32) : Int32 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Int32, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Int32`.
  public func bitxor(x : Int32, y : Int32) : Int32 { Core.bitxor(x, y) };

  /// Example: `Int32.compare(1, 2)` is `#less`.
  public func compare(x : Int32, y : Int32) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Int32`.
  public func div(x : Int32, y : Int32) : Int32 { Core.div(x, y) };

  /// As `equal` of `mo:core/Int32`.
  public func equal(x : Int32, y : Int32) : Bool { Core.equal(x, y) };

  /// Returns the bytes, highest first.
  public func explode(x : Int32) : (msb : Nat8, Nat8, Nat8, lsb : Nat8) { Core.explode(x) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromInt(x : Int) : Int32 { Core.fromInt(x) };

  /// As `fromInt16` of `mo:core/Int32`.
  public func fromInt16(x : Int16) : Int32 { Core.fromInt16(x) };

  /// As `fromInt64` of `mo:core/Int32`.
  public func fromInt64(x : Int64) : Int32 { Core.fromInt64(x) };

  /// As `fromInt8` of `mo:core/Int32`.
  public func fromInt8(x : Int8) : Int32 { Core.fromInt8(x) };

  /// Returns the number modulo 2^32, as a signed number.
  public func fromIntWrap(x : Int) : Int32 { Core.fromIntWrap(x) };

  /// Takes the same bits.
  public func fromNat32(x : Nat32) : Int32 { Core.fromNat32(x) };

  /// As `greater` of `mo:core/Int32`.
  public func greater(x : Int32, y : Int32) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Int32`.
  public func greaterOrEqual(x : Int32, y : Int32) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Int32`.
  public func less(x : Int32, y : Int32) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Int32`.
  public func lessOrEqual(x : Int32, y : Int32) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Int32`.
  public func max(x : Int32, y : Int32) : Int32 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Int32`.
  public let maximumValue : Int32 = Core.maxValue;

  /// As `min` of `mo:core/Int32`.
  public func min(x : Int32, y : Int32) : Int32 { Core.min(x, y) };

  /// As `minValue` of `mo:core/Int32`.
  public let minimumValue : Int32 = Core.minValue;

  /// As `mul` of `mo:core/Int32`.
  public func mul(x : Int32, y : Int32) : Int32 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Int32`.
  public func mulWrap(x : Int32, y : Int32) : Int32 { Core.mulWrap(x, y) };

  /// As `neg` of `mo:core/Int32`.
  public func neg(x : Int32) : Int32 { Core.neg(x) };

  /// As `notEqual` of `mo:core/Int32`.
  public func notEqual(x : Int32, y : Int32) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Int32`.
  public func pow(x : Int32, y : Int32) : Int32 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Int32`.
  public func rem(x : Int32, y : Int32) : Int32 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Int32`.
  public func sub(x : Int32, y : Int32) : Int32 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Int32`.
  public func subWrap(x : Int32, y : Int32) : Int32 { Core.subWrap(x, y) };

  /// As `toInt` of `mo:core/Int32`.
  public func toInt(x : Int32) : Int { Core.toInt(x) };

  /// As `toInt16` of `mo:core/Int32`.
  public func toInt16(x : Int32) : Int16 { Core.toInt16(x) };

  /// As `toInt64` of `mo:core/Int32`.
  public func toInt64(x : Int32) : Int64 { Core.toInt64(x) };

  /// As `toInt8` of `mo:core/Int32`.
  public func toInt8(x : Int32) : Int8 { Core.toInt8(x) };

  /// Takes the same bits.
  public func toNat32(x : Int32) : Nat32 { Core.toNat32(x) };

  /// As `toText` of `mo:core/Int32`.
  public func toText(x : Int32) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Int32, y : Int32) : Int32 { x **% y };
}
