/// `mo:base/Nat32` over `mo:core/Nat32`.
import Core "mo:core/Nat32";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Nat32 = Core.Nat32;

  /// As `add` of `mo:core/Nat32`.
  public func add(x : Nat32, y : Nat32) : Nat32 { Core.add(x, y) };

  /// As `addWrap` of `mo:core/Nat32`.
  public func addWrap(x : Nat32, y : Nat32) : Nat32 { Core.addWrap(x, y) };

  /// As `bitand` of `mo:core/Nat32`.
  public func bitand(x : Nat32, y : Nat32) : Nat32 { Core.bitand(x, y) };

  /// As `bitclear` of `mo:core/Nat32`.
  public func bitclear(x : Nat32, p : Nat) : Nat32 { Core.bitclear(x, p) };

  /// As `bitcountLeadingZero` of `mo:core/Nat32`.
  public func bitcountLeadingZero(x : Nat32) : Nat32 { Core.bitcountLeadingZero(x) };

  /// Returns how many bits are set.
  public func bitcountNonZero(x : Nat32) : Nat32 { Core.bitcountNonZero(x) };

  /// As `bitcountTrailingZero` of `mo:core/Nat32`.
  public func bitcountTrailingZero(x : Nat32) : Nat32 { Core.bitcountTrailingZero(x) };

  /// As `bitflip` of `mo:core/Nat32`.
  public func bitflip(x : Nat32, p : Nat) : Nat32 { Core.bitflip(x, p) };

  /// As `bitnot` of `mo:core/Nat32`.
  public func bitnot(x : Nat32) : Nat32 { Core.bitnot(x) };

  /// As `bitor` of `mo:core/Nat32`.
  public func bitor(x : Nat32, y : Nat32) : Nat32 { Core.bitor(x, y) };

  /// As `bitrotLeft` of `mo:core/Nat32`.
  public func bitrotLeft(x : Nat32, y : Nat32) : Nat32 { Core.bitrotLeft(x, y) };

  /// As `bitrotRight` of `mo:core/Nat32`.
  public func bitrotRight(x : Nat32, y : Nat32) : Nat32 { Core.bitrotRight(x, y) };

  /// As `bitset` of `mo:core/Nat32`.
  public func bitset(x : Nat32, p : Nat) : Nat32 { Core.bitset(x, p) };

  /// As `bitshiftLeft` of `mo:core/Nat32`.
  public func bitshiftLeft(x : Nat32, y : Nat32) : Nat32 { Core.bitshiftLeft(x, y) };

  /// As `bitshiftRight` of `mo:core/Nat32`.
  public func bitshiftRight(x : Nat32, y : Nat32) : Nat32 { Core.bitshiftRight(x, y) };

  /// Returns whether bit `p` is set.
  public func bittest(x : Nat32, p : Nat) : Bool { Core.bittest(x, p) };

  /// As `bitxor` of `mo:core/Nat32`.
  public func bitxor(x : Nat32, y : Nat32) : Nat32 { Core.bitxor(x, y) };

  /// Example: `Nat32.compare(1, 2)` is `#less`.
  public func compare(x : Nat32, y : Nat32) : Order.Order { Core.compare(x, y) };

  /// As `div` of `mo:core/Nat32`.
  public func div(x : Nat32, y : Nat32) : Nat32 { Core.div(x, y) };

  /// As `equal` of `mo:core/Nat32`.
  public func equal(x : Nat32, y : Nat32) : Bool { Core.equal(x, y) };

  /// Returns the bytes, highest first.
  public func explode(x : Nat32) : (msb : Nat8, Nat8, Nat8, lsb : Nat8) { Core.explode(x) };

  /// Returns the number modulo 2^32.
  public func fromIntWrap(x : Int) : Nat32 { Core.fromIntWrap(x) };

  /// Returns the number in these bits; traps if it does not fit.
  public func fromNat(x : Nat) : Nat32 { Core.fromNat(x) };

  /// As `fromNat16` of `mo:core/Nat32`.
  public func fromNat16(x : Nat16) : Nat32 { Core.fromNat16(x) };

  /// As `fromNat64` of `mo:core/Nat32`.
  public func fromNat64(x : Nat64) : Nat32 { Core.fromNat64(x) };

  /// As `fromNat8` of `mo:core/Nat32`.
  public func fromNat8(x : Nat8) : Nat32 { Core.fromNat8(x) };

  /// As `greater` of `mo:core/Nat32`.
  public func greater(x : Nat32, y : Nat32) : Bool { Core.greater(x, y) };

  /// As `greaterOrEqual` of `mo:core/Nat32`.
  public func greaterOrEqual(x : Nat32, y : Nat32) : Bool { Core.greaterOrEqual(x, y) };

  /// As `less` of `mo:core/Nat32`.
  public func less(x : Nat32, y : Nat32) : Bool { Core.less(x, y) };

  /// As `lessOrEqual` of `mo:core/Nat32`.
  public func lessOrEqual(x : Nat32, y : Nat32) : Bool { Core.lessOrEqual(x, y) };

  /// As `max` of `mo:core/Nat32`.
  public func max(x : Nat32, y : Nat32) : Nat32 { Core.max(x, y) };

  /// As `maxValue` of `mo:core/Nat32`.
  public let maximumValue : Nat32 = Core.maxValue;

  /// As `min` of `mo:core/Nat32`.
  public func min(x : Nat32, y : Nat32) : Nat32 { Core.min(x, y) };

  /// As `mul` of `mo:core/Nat32`.
  public func mul(x : Nat32, y : Nat32) : Nat32 { Core.mul(x, y) };

  /// As `mulWrap` of `mo:core/Nat32`.
  public func mulWrap(x : Nat32, y : Nat32) : Nat32 { Core.mulWrap(x, y) };

  /// As `notEqual` of `mo:core/Nat32`.
  public func notEqual(x : Nat32, y : Nat32) : Bool { Core.notEqual(x, y) };

  /// As `pow` of `mo:core/Nat32`.
  public func pow(x : Nat32, y : Nat32) : Nat32 { Core.pow(x, y) };

  /// As `rem` of `mo:core/Nat32`.
  public func rem(x : Nat32, y : Nat32) : Nat32 { Core.rem(x, y) };

  /// As `sub` of `mo:core/Nat32`.
  public func sub(x : Nat32, y : Nat32) : Nat32 { Core.sub(x, y) };

  /// As `subWrap` of `mo:core/Nat32`.
  public func subWrap(x : Nat32, y : Nat32) : Nat32 { Core.subWrap(x, y) };

  /// Returns the character with this number; traps if there is none.
  public func toChar(x : Nat32) : Char { Core.toChar(x) };

  /// As `toNat` of `mo:core/Nat32`.
  public func toNat(x : Nat32) : Nat { Core.toNat(x) };

  /// As `toNat16` of `mo:core/Nat32`.
  public func toNat16(x : Nat32) : Nat16 { Core.toNat16(x) };

  /// As `toNat64` of `mo:core/Nat32`.
  public func toNat64(x : Nat32) : Nat64 { Core.toNat64(x) };

  /// As `toNat8` of `mo:core/Nat32`.
  public func toNat8(x : Nat32) : Nat8 { Core.toNat8(x) };

  /// As `toText` of `mo:core/Nat32`.
  public func toText(x : Nat32) : Text { Core.toText(x) };

  /// Raises to a power, dropping what does not fit.
  public func powWrap(x : Nat32, y : Nat32) : Nat32 { x **% y };
}
