/// `mo:base/Nat8` over `mo:core/Nat8`.
import Core "mo:core/Nat8";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Nat8 = Core.Nat8;

  /// As `add` of `mo:core/Nat8`.
  public func add(x : Nat8, y : Nat8) : Nat8 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Nat8`.
  public func addWrap(x : Nat8, y : Nat8) : Nat8 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Nat8`.
  public func bitand(x : Nat8, y : Nat8) : Nat8 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Nat8`.
  public func bitclear(x : Nat8, p : Nat) : Nat8 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Nat8`.
  public func bitcountLeadingZero(x : Nat8) : Nat8 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat8) : Nat8 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Nat8`.
  public func bitcountTrailingZero(x : Nat8) : Nat8 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Nat8`.
  public func bitflip(x : Nat8, p : Nat) : Nat8 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Nat8`.
  public func bitnot(x : Nat8) : Nat8 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Nat8`.
  public func bitor(x : Nat8, y : Nat8) : Nat8 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Nat8`.
  public func bitrotLeft(x : Nat8, y : Nat8) : Nat8 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Nat8`.
  public func bitrotRight(x : Nat8, y : Nat8) : Nat8 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Nat8`.
  public func bitset(x : Nat8, p : Nat) : Nat8 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Nat8`.
  public func bitshiftLeft(x : Nat8, y : Nat8) : Nat8 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Nat8`.
  public func bitshiftRight(x : Nat8, y : Nat8) : Nat8 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Nat8, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Nat8`.
  public func bitxor(x : Nat8, y : Nat8) : Nat8 { Core.bitxor(x, y) };

  /// Example: `Nat8.compare(1, 2)` is `#less`.
  public func compare(x : Nat8, y : Nat8) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Nat8`.
  public func div(x : Nat8, y : Nat8) : Nat8 { Core.div(x, y) };

  /// As `equal` of `mo:core/Nat8`.
  public func equal(x : Nat8, y : Nat8) : Bool { Core.equal(x, y) };

  /// Returns the number modulo 2^8.
  public func fromIntWrap(x : Int) : Nat8 { Core.fromIntWrap(x) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat8 { Core.fromNat(x) };

  /// As `fromNat16` of `mo:core/Nat8`.
  public func fromNat16(x : Nat16) : Nat8 { Core.fromNat16(x) };

  /// As `fromNat32` of `mo:core/Nat8`.
  public func fromNat32(x : Nat32) : Nat8 { Core.fromNat32(x) };

  /// As `fromNat64` of `mo:core/Nat8`.
  public func fromNat64(x : Nat64) : Nat8 { Core.fromNat64(x) };

  /// As `greater` of `mo:core/Nat8`.
  public func greater(x : Nat8, y : Nat8) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Nat8`.
  public func greaterOrEqual(x : Nat8, y : Nat8) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Nat8`.
  public func less(x : Nat8, y : Nat8) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Nat8`.
  public func lessOrEqual(x : Nat8, y : Nat8) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Nat8`.
  public func max(x : Nat8, y : Nat8) : Nat8 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Nat8`.
  public let maximumValue : Nat8 = Core.maxValue;

  /// As `min` of `mo:core/Nat8`.
  public func min(x : Nat8, y : Nat8) : Nat8 { Core.min(x, y) };

  /// As `mul` of `mo:core/Nat8`.
  public func mul(x : Nat8, y : Nat8) : Nat8 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Nat8`.
  public func mulWrap(x : Nat8, y : Nat8) : Nat8 { Core.mulWrap(x, y) };

  /// As `notEqual` of `mo:core/Nat8`.
  public func notEqual(x : Nat8, y : Nat8) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Nat8`.
  public func pow(x : Nat8, y : Nat8) : Nat8 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Nat8`.
  public func rem(x : Nat8, y : Nat8) : Nat8 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Nat8`.
  public func sub(x : Nat8, y : Nat8) : Nat8 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Nat8`.
  public func subWrap(x : Nat8, y : Nat8) : Nat8 { Core.subWrap(x, y) };

  /// As `toNat` of `mo:core/Nat8`.
  public func toNat(x : Nat8) : Nat { Core.toNat(x) };

  /// As `toNat16` of `mo:core/Nat8`.
  public func toNat16(x : Nat8) : Nat16 { Core.toNat16(x) };

  /// As `toNat32` of `mo:core/Nat8`.
  public func toNat32(x : Nat8) : Nat32 { Core.toNat32(x) };

  /// As `toNat64` of `mo:core/Nat8`.
  public func toNat64(x : Nat8) : Nat64 { Core.toNat64(x) };

  /// As `toText` of `mo:core/Nat8`.
  public func toText(x : Nat8) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Nat8, y : Nat8) : Nat8 { x **% y };
}
