/// `mo:base/Int16` over `mo:core/Int16`.
import Core "mo:core/Int16";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Int16 = Core.Int16;

  /// Returns the number without its sign; traps for `minValue`.
  public func abs(x : Int16) : Int16 { Core.abs(x) };

  /// As `add` of `mo:core/Int16`.
  public func add(x : Int16, y : Int16) : Int16 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Int16`.
  public func addWrap(x : Int16, y : Int16) : Int16 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Int16`.
  public func bitand(x : Int16, y : Int16) : Int16 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Int16`.
  public func bitclear(x : Int16, p : Nat) : Int16 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Int16`.
  public func bitcountLeadingZero(x : Int16) : Int16 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Int16) : Int16 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Int16`.
  public func bitcountTrailingZero(x : Int16) : Int16 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Int16`.
  public func bitflip(x : Int16, p : Nat) : Int16 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Int16`.
  public func bitnot(x : Int16) : Int16 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Int16`.
  public func bitor(x : Int16, y : Int16) : Int16 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Int16`.
  public func bitrotLeft(x : Int16, y : Int16) : Int16 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Int16`.
  public func bitrotRight(x : Int16, y : Int16) : Int16 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Int16`.
  public func bitset(x : Int16, p : Nat) : Int16 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Int16`.
  public func bitshiftLeft(x : Int16, y : Int16) : Int16 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Int16`.
  public func bitshiftRight(x : Int16, y : Int16) : Int16 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Int16, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Int16`.
  public func bitxor(x : Int16, y : Int16) : Int16 { Core.bitxor(x, y) };

  /// Example: `Int16.compare(1, 2)` is `#less`.
  public func compare(x : Int16, y : Int16) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Int16`.
  public func div(x : Int16, y : Int16) : Int16 { Core.div(x, y) };

  /// As `equal` of `mo:core/Int16`.
  public func equal(x : Int16, y : Int16) : Bool { Core.equal(x, y) };

  /// Returns the bytes, highest first.
  public func explode(x : Int16) : (msb : Nat8, lsb : Nat8) { Core.explode(x) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromInt(x : Int) : Int16 { Core.fromInt(x) };

  /// As `fromInt32` of `mo:core/Int16`.
  public func fromInt32(x : Int32) : Int16 { Core.fromInt32(x) };

  /// As `fromInt64` of `mo:core/Int16`.
  public func fromInt64(x : Int64) : Int16 { Core.fromInt64(x) };

  /// As `fromInt8` of `mo:core/Int16`.
  public func fromInt8(x : Int8) : Int16 { Core.fromInt8(x) };

  /// Returns the number modulo 2^16, as a signed number.
  public func fromIntWrap(x : Int) : Int16 { Core.fromIntWrap(x) };

  /// Takes the same bits.
  public func fromNat16(x : Nat16) : Int16 { Core.fromNat16(x) };

  /// As `greater` of `mo:core/Int16`.
  public func greater(x : Int16, y : Int16) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Int16`.
  public func greaterOrEqual(x : Int16, y : Int16) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Int16`.
  public func less(x : Int16, y : Int16) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Int16`.
  public func lessOrEqual(x : Int16, y : Int16) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Int16`.
  public func max(x : Int16, y : Int16) : Int16 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Int16`.
  public let maximumValue : Int16 = Core.maxValue;

  /// As `min` of `mo:core/Int16`.
  public func min(x : Int16, y : Int16) : Int16 { Core.min(x, y) };

  /// As `minValue` of `mo:core/Int16`.
  public let minimumValue : Int16 = Core.minValue;

  /// As `mul` of `mo:core/Int16`.
  public func mul(x : Int16, y : Int16) : Int16 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Int16`.
  public func mulWrap(x : Int16, y : Int16) : Int16 { Core.mulWrap(x, y) };

  /// As `neg` of `mo:core/Int16`.
  public func neg(x : Int16) : Int16 { Core.neg(x) };

  /// As `notEqual` of `mo:core/Int16`.
  public func notEqual(x : Int16, y : Int16) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Int16`.
  public func pow(x : Int16, y : Int16) : Int16 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Int16`.
  public func rem(x : Int16, y : Int16) : Int16 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Int16`.
  public func sub(x : Int16, y : Int16) : Int16 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Int16`.
  public func subWrap(x : Int16, y : Int16) : Int16 { Core.subWrap(x, y) };

  /// As `toInt` of `mo:core/Int16`.
  public func toInt(x : Int16) : Int { Core.toInt(x) };

  /// As `toInt32` of `mo:core/Int16`.
  public func toInt32(x : Int16) : Int32 { Core.toInt32(x) };

  /// As `toInt64` of `mo:core/Int16`.
  public func toInt64(x : Int16) : Int64 { Core.toInt64(x) };

  /// As `toInt8` of `mo:core/Int16`.
  public func toInt8(x : Int16) : Int8 { Core.toInt8(x) };

  /// Takes the same bits.
  public func toNat16(x : Int16) : Nat16 { Core.toNat16(x) };

  /// As `toText` of `mo:core/Int16`.
  public func toText(x : Int16) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Int16, y : Int16) : Int16 { x **% y };
}
