/// `mo:base/Nat64` over `mo:core/Nat64`.
import Core "mo:core/Nat64";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Nat64 = Core.Nat64;

  /// As `add` of `mo:core/Nat64`.
  public func add(x : Nat64, y : Nat64) : Nat64 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Nat64`.
  public func addWrap(x : Nat64, y : Nat64) : Nat64 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Nat64`.
  public func bitand(x : Nat64, y : Nat64) : Nat64 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Nat64`.
  public func bitclear(x : Nat64, p : Nat) : Nat64 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Nat64`.
  public func bitcountLeadingZero(x : Nat64) : Nat64 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat64) : Nat64 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Nat64`.
  public func bitcountTrailingZero(x : Nat64) : Nat64 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Nat64`.
  public func bitflip(x : Nat64, p : Nat) : Nat64 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Nat64`.
  public func bitnot(x : Nat64) : Nat64 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Nat64`.
  public func bitor(x : Nat64, y : Nat64) : Nat64 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Nat64`.
  public func bitrotLeft(x : Nat64, y : Nat64) : Nat64 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Nat64`.
  public func bitrotRight(x : Nat64, y : Nat64) : Nat64 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Nat64`.
  public func bitset(x : Nat64, p : Nat) : Nat64 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Nat64`.
  public func bitshiftLeft(x : Nat64, y : Nat64) : Nat64 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Nat64`.
  public func bitshiftRight(x : Nat64, y : Nat64) : Nat64 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Nat64, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Nat64`.
  public func bitxor(x : Nat64, y : Nat64) : Nat64 { Core.bitxor(x, y) };

  /// Example: `Nat64.compare(1, 2)` is `#less`.
  public func compare(x : Nat64, y : Nat64) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Nat64`.
  public func div(x : Nat64, y : Nat64) : Nat64 { Core.div(x, y) };

  /// As `equal` of `mo:core/Nat64`.
  public func equal(x : Nat64, y : Nat64) : Bool { Core.equal(x, y) };

  /// Returns the bytes, highest first.
  public func explode(x : Nat64) : (msb : Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, Nat8, lsb : Nat8) { Core.explode(x) };

  /// Returns the number modulo 2^64.
  public func fromIntWrap(x : Int) : Nat64 { Core.fromIntWrap(x) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat64 { Core.fromNat(x) };

  /// As `fromNat16` of `mo:core/Nat64`.
  public func fromNat16(x : Nat16) : Nat64 { Core.fromNat16(x) };

  /// As `fromNat32` of `mo:core/Nat64`.
  public func fromNat32(x : Nat32) : Nat64 { Core.fromNat32(x) };

  /// As `fromNat8` of `mo:core/Nat64`.
  public func fromNat8(x : Nat8) : Nat64 { Core.fromNat8(x) };

  /// As `greater` of `mo:core/Nat64`.
  public func greater(x : Nat64, y : Nat64) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Nat64`.
  public func greaterOrEqual(x : Nat64, y : Nat64) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Nat64`.
  public func less(x : Nat64, y : Nat64) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Nat64`.
  public func lessOrEqual(x : Nat64, y : Nat64) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Nat64`.
  public func max(x : Nat64, y : Nat64) : Nat64 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Nat64`.
  public let maximumValue : Nat64 = Core.maxValue;

  /// As `min` of `mo:core/Nat64`.
  public func min(x : Nat64, y : Nat64) : Nat64 { Core.min(x, y) };

  /// As `mul` of `mo:core/Nat64`.
  public func mul(x : Nat64, y : Nat64) : Nat64 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Nat64`.
  public func mulWrap(x : Nat64, y : Nat64) : Nat64 { Core.mulWrap(x, y) };

  /// As `notEqual` of `mo:core/Nat64`.
  public func notEqual(x : Nat64, y : Nat64) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Nat64`.
  public func pow(x : Nat64, y : Nat64) : Nat64 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Nat64`.
  public func rem(x : Nat64, y : Nat64) : Nat64 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Nat64`.
  public func sub(x : Nat64, y : Nat64) : Nat64 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Nat64`.
  public func subWrap(x : Nat64, y : Nat64) : Nat64 { Core.subWrap(x, y) };

  /// As `toNat` of `mo:core/Nat64`.
  public func toNat(x : Nat64) : Nat { Core.toNat(x) };

  /// As `toNat16` of `mo:core/Nat64`.
  public func toNat16(x : Nat64) : Nat16 { Core.toNat16(x) };

  /// As `toNat32` of `mo:core/Nat64`.
  public func toNat32(x : Nat64) : Nat32 { Core.toNat32(x) };

  /// As `toNat8` of `mo:core/Nat64`.
  public func toNat8(x : Nat64) : Nat8 { Core.toNat8(x) };

  /// As `toText` of `mo:core/Nat64`.
  public func toText(x : Nat64) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Nat64, y : Nat64) : Nat64 { x **% y };
}
