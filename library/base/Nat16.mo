/// `mo:base/Nat16` over `mo:core/Nat16`.
import Core "mo:core/Nat16";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Nat16 = Core.Nat16;

  /// As `add` of `mo:core/Nat16`.
  public func add(x : Nat16, y : Nat16) : Nat16 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Nat16`.
  public func addWrap(x : Nat16, y : Nat16) : Nat16 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Nat16`.
  public func bitand(x : Nat16, y : Nat16) : Nat16 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Nat16`.
  public func bitclear(x : Nat16, p : Nat) : Nat16 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Nat16`.
  public func bitcountLeadingZero(x : Nat16) : Nat16 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat16) : Nat16 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Nat16`.
  public func bitcountTrailingZero(x : Nat16) : Nat16 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Nat16`.
  public func bitflip(x : Nat16, p : Nat) : Nat16 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Nat16`.
  public func bitnot(x : Nat16) : Nat16 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Nat16`.
  public func bitor(x : Nat16, y : Nat16) : Nat16 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Nat16`.
  public func bitrotLeft(x : Nat16, y : Nat16) : Nat16 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Nat16`.
  public func bitrotRight(x : Nat16, y : Nat16) : Nat16 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Nat16`.
  public func bitset(x : Nat16, p : Nat) : Nat16 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Nat16`.
  public func bitshiftLeft(x : Nat16, y : Nat16) : Nat16 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Nat16`.
  public func bitshiftRight(x : Nat16, y : Nat16) : Nat16 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Nat16, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Nat16`.
  public func bitxor(x : Nat16, y : Nat16) : Nat16 { Core.bitxor(x, y) };

  /// Example: `Nat16.compare(1, 2)` is `#less`.
  public func compare(x : Nat16, y : Nat16) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Nat16`.
  public func div(x : Nat16, y : Nat16) : Nat16 { Core.div(x, y) };

  /// As `equal` of `mo:core/Nat16`.
  public func equal(x : Nat16, y : Nat16) : Bool { Core.equal(x, y) };

  /// Returns the bytes, highest first.
  public func explode(x : Nat16) : (msb : Nat8, lsb : Nat8) { Core.explode(x) };

  /// Returns the number modulo 2^16.
  public func fromIntWrap(x : Int) : Nat16 { Core.fromIntWrap(x) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat16 { Core.fromNat(x) };

  /// As `fromNat32` of `mo:core/Nat16`.
  public func fromNat32(x : Nat32) : Nat16 { Core.fromNat32(x) };

  /// As `fromNat64` of `mo:core/Nat16`.
  public func fromNat64(x : Nat64) : Nat16 { Core.fromNat64(x) };

  /// As `fromNat8` of `mo:core/Nat16`.
  public func fromNat8(x : Nat8) : Nat16 { Core.fromNat8(x) };

  /// As `greater` of `mo:core/Nat16`.
  public func greater(x : Nat16, y : Nat16) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Nat16`.
  public func greaterOrEqual(x : Nat16, y : Nat16) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Nat16`.
  public func less(x : Nat16, y : Nat16) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Nat16`.
  public func lessOrEqual(x : Nat16, y : Nat16) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Nat16`.
  public func max(x : Nat16, y : Nat16) : Nat16 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Nat16`.
  public let maximumValue : Nat16 = Core.maxValue;

  /// As `min` of `mo:core/Nat16`.
  public func min(x : Nat16, y : Nat16) : Nat16 { Core.min(x, y) };

  /// As `mul` of `mo:core/Nat16`.
  public func mul(x : Nat16, y : Nat16) : Nat16 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Nat16`.
  public func mulWrap(x : Nat16, y : Nat16) : Nat16 { Core.mulWrap(x, y) };

  /// As `notEqual` of `mo:core/Nat16`.
  public func notEqual(x : Nat16, y : Nat16) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Nat16`.
  public func pow(x : Nat16, y : Nat16) : Nat16 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Nat16`.
  public func rem(x : Nat16, y : Nat16) : Nat16 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Nat16`.
  public func sub(x : Nat16, y : Nat16) : Nat16 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Nat16`.
  public func subWrap(x : Nat16, y : Nat16) : Nat16 { Core.subWrap(x, y) };

  /// As `toNat` of `mo:core/Nat16`.
  public func toNat(x : Nat16) : Nat { Core.toNat(x) };

  /// As `toNat32` of `mo:core/Nat16`.
  public func toNat32(x : Nat16) : Nat32 { Core.toNat32(x) };

  /// As `toNat64` of `mo:core/Nat16`.
  public func toNat64(x : Nat16) : Nat64 { Core.toNat64(x) };

  /// As `toNat8` of `mo:core/Nat16`.
  public func toNat8(x : Nat16) : Nat8 { Core.toNat8(x) };

  /// As `toText` of `mo:core/Nat16`.
  public func toText(x : Nat16) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Nat16, y : Nat16) : Nat16 { x **% y };
}
