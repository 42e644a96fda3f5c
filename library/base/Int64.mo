/// `mo:base/Int64` over `mo:core/Int64`.
import Core "mo:core/Int64";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Int64 = Core.Int64;

  /// Returns the number without its sign; traps for `minValue`.
  public func abs(x : Int64) : Int64 { Core.abs(x) };

  /// As `add` of `mo:core/Int64`.
  public func add(x : Int64, y : Int64) : Int64 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Int64`.
  public func addWrap(x : Int64, y : Int64) : Int64 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Int64`.
  public func bitand(x : Int64, y : Int64) : Int64 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Int64`.
  public func bitclear(x : Int64, p : Nat) : Int64 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Int64`.
  public func bitcountLeadingZero(x : Int64) : Int64 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Int64) : Int64 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Int64`.
  public func bitcountTrailingZero(x : Int64) : Int64 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Int64`.
  public func bitflip(x : Int64, p : Nat) : Int64 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Int64`.
  public func bitnot(x : Int64) : Int64 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Int64`.
  public func bitor(x : Int64, y : Int64) : Int64 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Int64`.
  public func bitrotLeft(x : Int64, y : Int64) : Int64 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Int64`.
  public func bitrotRight(x : Int64, y : Int64) : Int64 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Int64`.
  public func bitset(x : Int64, p : Nat) : Int64 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Int64`.
  public func bitshiftLeft(x : Int64, y : Int64) : Int64 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Int64`.
  public func bitshiftRight(x : Int64, y : Int64) : Int64 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Int64, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Int64`.
  public func bitxor(x : Int64, y : Int64) : Int64 { Core.bitxor(x, y) };

  /// Example: `Int64.compare(1, 2)` is `#less`.
  public func compare(x : Int64, y : Int64) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Int64`.
  public func div(x : Int64, y : Int64) : Int64 { Core.div(x, y) };

  /// As `equal` of `mo:core/Int64`.
  public func equal(x : Int64, y : Int64) : Bool { Core.equal(x, y) };

  /// Returns the bytes, highest first.
  public func explode(x : Int64) : (msb : Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, lsb : Nat8) { Core.explode(x) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromInt(x : Int) : Int64 { Core.fromInt(x) };

  /// As `fromInt16` of `mo:core/Int64`.
  public func fromInt16(x : Int16) : Int64 { Core.fromInt16(x) };

  /// As `fromInt32` of `mo:core/Int64`.
  public func fromInt32(x : Int32) : Int64 { Core.fromInt32(x) };

  /// As `fromInt8` of `mo:core/Int64`.
  public func fromInt8(x : Int8) : Int64 { Core.fromInt8(x) };

  /// Returns the number modulo 2^64, as a signed number.
  public func fromIntWrap(x : Int) : Int64 { Core.fromIntWrap(x) };

  /// Takes the same bits.
  public func fromNat64(x : Nat64) : Int64 { Core.fromNat64(x) };

  /// As `greater` of `mo:core/Int64`.
  public func greater(x : Int64, y : Int64) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Int64`.
  public func greaterOrEqual(x : Int64, y : Int64) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Int64`.
  public func less(x : Int64, y : Int64) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Int64`.
  public func lessOrEqual(x : Int64, y : Int64) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Int64`.
  public func max(x : Int64, y : Int64) : Int64 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Int64`.
  public let maximumValue : Int64 = Core.maxValue;

  /// As `min` of `mo:core/Int64`.
  public func min(x : Int64, y : Int64) : Int64 { Core.min(x, y) };

  /// As `minValue` of `mo:core/Int64`.
  public let minimumValue : Int64 = Core.minValue;

  /// As `mul` of `mo:core/Int64`.
  public func mul(x : Int64, y : Int64) : Int64 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Int64`.
  public func mulWrap(x : Int64, y : Int64) : Int64 { Core.mulWrap(x, y) };

  /// As `neg` of `mo:core/Int64`.
  public func neg(x : Int64) : Int64 { Core.neg(x) };

  /// As `notEqual` of `mo:core/Int64`.
  public func notEqual(x : Int64, y : Int64) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Int64`.
  public func pow(x : Int64, y : Int64) : Int64 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Int64`.
  public func rem(x : Int64, y : Int64) : Int64 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Int64`.
  public func sub(x : Int64, y : Int64) : Int64 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Int64`.
  public func subWrap(x : Int64, y : Int64) : Int64 { Core.subWrap(x, y) };

  /// As `toInt` of `mo:core/Int64`.
  public func toInt(x : Int64) : Int { Core.toInt(x) };

  /// As `toInt16` of `mo:core/Int64`.
  public func toInt16(x : Int64) : Int16 { Core.toInt16(x) };

  /// As `toInt32` of `mo:core/Int64`.
  public func toInt32(x : Int64) : Int32 { Core.toInt32(x) };

  /// As `toInt8` of `mo:core/Int64`.
  public func toInt8(x : Int64) : Int8 { Core.toInt8(x) };

  /// Takes the same bits.
  public func toNat64(x : Int64) : Nat64 { Core.toNat64(x) };

  /// As `toText` of `mo:core/Int64`.
  public func toText(x : Int64) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Int64, y : Int64) : Int64 { x **% y };
}
