/// `mo:base/Hash`: hashes of 32 bits.
import Prim "mo:⛔";

module {
  /// A hash.
  public type Hash = Nat32;

  /// How many bits a hash has.
  public let length : Nat = 31;

  /// Returns whether a bit of a hash is set.
  public func bit(h : Hash, pos : Nat) : Bool { h & (1 << Prim.natToNat32(pos)) != 0 };

  /// Returns whether two hashes are the same.
  public func equal(ha : Hash, hb : Hash) : Bool { ha == hb };

  /// Returns a hash of a number that differs for numbers that differ in their lower 32 bits.
  public func hash(n : Nat) : Hash {
    var mixed = Prim.intToNat32Wrap(n);
    mixed := (mixed ^ (mixed >> 16)) *% 0x85eb_ca6b;
    mixed := (mixed ^ (mixed >> 13)) *% 0xc2b2_ae35;
    mixed ^ (mixed >> 16)
  };
}
