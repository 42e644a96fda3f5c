/// `mo:base/Int8` over `mo:core/Int8`.
import Core "mo:core/Int8";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Int8 = Core.Int8;

  /// Returns the number without its sign; traps for `minValue`.
  public func abs(x : Int8) : Int8 { Core.abs(x) };

  /// As `add` of `mo:core/Int8`.
  public func add(x : Int8, y : Int8) : Int8 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Int8`.
  public func addWrap(x : Int8, y : Int8) : Int8 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Int8`.
  public func bitand(x : Int8, y : Int8) : Int8 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Int8`.
  public func bitclear(x : Int8, p : Nat) : Int8 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Int8`.
  public func bitcountLeadingZero(x : Int8) : Int8 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Int8) : Int8 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Int8`.
  public func bitcountTrailingZero(x : Int8) : Int8 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Int8`.
  public func bitflip(x : Int8, p : Nat) : Int8 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Int8`.
  public func bitnot(x : Int8) : Int8 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Int8`.
  public func bitor(x : Int8, y : Int8) : Int8 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Int8`.
  public func bitrotLeft(x : Int8, y : Int8) : Int8 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Int8`.
  public func bitrotRight(x : Int8, y : Int8) : Int8 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Int8`.
  public func bitset(x : Int8, p : Nat) : Int8 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Int8`.
  public func bitshiftLeft(x : Int8, y : Int8) : Int8 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Int8`.
  public func bitshiftRight(x : Int8, y : Int8) : Int8 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Int8, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Int8`.
  public func bitxor(x : Int8, y : Int8) : Int8 { Core.bitxor(x, y) };

  /// Example: `Int8.compare(1, 2)` is `#less`.
  public func compare(x : Int8, y : Int8) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Int8`.
  public func div(x : Int8, y : Int8) : Int8 { Core.div(x, y) };

  /// As `equal` of `mo:core/Int8`.
  public func equal(x : Int8, y : Int8) : Bool { Core.equal(x, y) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromInt(x : Int) : Int8 { Core.fromInt(x) };

  /// As `fromInt16` of `mo:core/Int8`.
  public func fromInt16(x : Int16) : Int8 { Core.fromInt16(x) };

  /// As `fromInt32` of `mo:core/Int8`.
  public func fromInt32(x : Int32) : Int8 { Core.fromInt32(x) };

  /// As `fromInt64` of `mo:core/Int8`.
  public func fromInt64(x : Int64) : Int8 { Core.fromInt64(x) };

  /// Returns the number modulo 2^8, as a signed number.
  public func fromIntWrap(x : Int) : Int8 { Core.fromIntWrap(x) };

  /// Takes the same bits.
  public func fromNat8(x : Nat8) : Int8 { Core.fromNat8(x) };

  /// As `greater` of `mo:core/Int8`.
  public func greater(x : Int8, y : Int8) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Int8`.
  public func greaterOrEqual(x : Int8, y : Int8) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Int8`.
  public func less(x : Int8, y : Int8) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Int8`.
  public func lessOrEqual(x : Int8, y : Int8) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Int8`.
  public func max(x : Int8, y : Int8) : Int8 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Int8`.
  public let maximumValue : Int8 = Core.maxValue;

  /// As `min` of `mo:core/Int8`.
  public func min(x : Int8, y : Int8) : Int8 { Core.min(x, y) };

  /// As `minValue` of `mo:core/Int8`.
  public let minimumValue : Int8 = Core.minValue;

  /// As `mul` of `mo:core/Int8`.
  public func mul(x : Int8, y : Int8) : Int8 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Int8`.
  public func mulWrap(x : Int8, y : Int8) : Int8 { Core.mulWrap(x, y) };

  /// As `neg` of `mo:core/Int8`.
  public func neg(x : Int8) : Int8 { Core.neg(x) };

  /// As `notEqual` of `mo:core/Int8`.
  public func notEqual(x : Int8, y : Int8) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Int8`.
  public func pow(x : Int8, y : Int8) : Int8 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Int8`.
  public func rem(x : Int8, y : Int8) : Int8 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Int8`.
  public func sub(x : Int8, y : Int8) : Int8 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Int8`.
  public func subWrap(x : Int8, y : Int8) : Int8 { Core.subWrap(x, y) };

  /// As `toInt` of `mo:core/Int8`.
  public func toInt(x : Int8) : Int { Core.toInt(x) };

  /// As `toInt16` of `mo:core/Int8`.
  public func toInt16(x : Int8) : Int16 { Core.toInt16(x) };

  /// As `toInt32` of `mo:core/Int8`.
  public func toInt32(x : Int8) : Int32 { Core.toInt32(x) };

  /// As `toInt64` of `mo:core/Int8`.
  public func toInt64(x : Int8) : Int64 { Core.toInt64(x) };

  /// Takes the same bits.
  public func toNat8(x : Int8) : Nat8 { Core.toNat8(x) };

  /// As `toText` of `mo:core/Int8`.
  public func toText(x : Int8) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Int8, y : Int8) : Int8 { x **% y };
}
