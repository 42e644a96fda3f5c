/// Regions: runs of stable memory, in pages of 64 KiB, which stay over upgrades. Every access takes constant time (Blobs: time in their size)
/// and traps outside the region.
import Prim "mo:⛔";

module {
  /// A region; a stable variable may hold it.
  public type Region = Prim.Types.Region;

  /// Returns a new region without pages. Regions never give their pages back.
  public func new() : Region { Prim.regionNew() };

  /// Returns the region's number; no two regions of an app have the same.
  public func id(self : Region) : Nat { Prim.regionId(self) };

  /// Adds pages of zeros; returns how many pages there were, or 2^64 - 1 if there is no room.
  public func grow(self : Region, newPages : Nat64) : (oldPages : Nat64) { Prim.regionGrow(self, newPages) };

  /// Returns the number of pages.
  public func size(self : Region) : (pages : Nat64) { Prim.regionSize(self) };

  /// Reads a byte at an offset.
  public func loadNat8(self : Region, offset : Nat64) : Nat8 { Prim.regionLoadNat8(self, offset) };

  /// Writes a byte at an offset.
  public func storeNat8(self : Region, offset : Nat64, value : Nat8) { Prim.regionStoreNat8(self, offset, value) };

  /// Reads 2 bytes at an offset, least significant first.
  public func loadNat16(self : Region, offset : Nat64) : Nat16 { Prim.regionLoadNat16(self, offset) };

  /// Writes 2 bytes at an offset, least significant first.
  public func storeNat16(self : Region, offset : Nat64, value : Nat16) { Prim.regionStoreNat16(self, offset, value) };

  /// Reads 4 bytes at an offset, least significant first.
  public func loadNat32(self : Region, offset : Nat64) : Nat32 { Prim.regionLoadNat32(self, offset) };

  /// Writes 4 bytes at an offset, least significant first.
  public func storeNat32(self : Region, offset : Nat64, value : Nat32) { Prim.regionStoreNat32(self, offset, value) };

  /// Reads 8 bytes at an offset, least significant first.
  public func loadNat64(self : Region, offset : Nat64) : Nat64 { Prim.regionLoadNat64(self, offset) };

  /// Writes 8 bytes at an offset, least significant first.
  public func storeNat64(self : Region, offset : Nat64, value : Nat64) { Prim.regionStoreNat64(self, offset, value) };

  /// Reads a signed byte at an offset.
  public func loadInt8(self : Region, offset : Nat64) : Int8 { Prim.regionLoadInt8(self, offset) };

  /// Writes a signed byte at an offset.
  public func storeInt8(self : Region, offset : Nat64, value : Int8) { Prim.regionStoreInt8(self, offset, value) };

  /// Reads 2 signed bytes at an offset, least significant first.
  public func loadInt16(self : Region, offset : Nat64) : Int16 { Prim.regionLoadInt16(self, offset) };

  /// Writes 2 signed bytes at an offset, least significant first.
  public func storeInt16(self : Region, offset : Nat64, value : Int16) { Prim.regionStoreInt16(self, offset, value) };

  /// Reads 4 signed bytes at an offset, least significant first.
  public func loadInt32(self : Region, offset : Nat64) : Int32 { Prim.regionLoadInt32(self, offset) };

  /// Writes 4 signed bytes at an offset, least significant first.
  public func storeInt32(self : Region, offset : Nat64, value : Int32) { Prim.regionStoreInt32(self, offset, value) };

  /// Reads 8 signed bytes at an offset, least significant first.
  public func loadInt64(self : Region, offset : Nat64) : Int64 { Prim.regionLoadInt64(self, offset) };

  /// Writes 8 signed bytes at an offset, least significant first.
  public func storeInt64(self : Region, offset : Nat64, value : Int64) { Prim.regionStoreInt64(self, offset, value) };

  /// Reads 8 bytes of a Float at an offset, least significant first.
  public func loadFloat(self : Region, offset : Nat64) : Float { Prim.regionLoadFloat(self, offset) };

  /// Writes 8 bytes of a Float at an offset, least significant first.
  public func storeFloat(self : Region, offset : Nat64, value : Float) { Prim.regionStoreFloat(self, offset, value) };

  /// Reads bytes.
  public func loadBlob(self : Region, offset : Nat64, size : Nat) : Blob { Prim.regionLoadBlob(self, offset, size) };

  /// Writes the bytes of a Blob.
  public func storeBlob(self : Region, offset : Nat64, value : Blob) { Prim.regionStoreBlob(self, offset, value) };
}
