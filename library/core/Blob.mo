/// Bytes.
import Prim "mo:⛔";
import Types "Types";

module {
  /// The type `Blob`, under its name in this module.
  public type Blob = Prim.Types.Blob;

  /// Returns a new Blob without elements.
  public func empty() : Blob { "" };

  /// Returns whether there is nothing in the Blob, at once.
  public func isEmpty(self : Blob) : Bool { self.size() == 0 };

  /// Returns the number of bytes.
  public func size(self : Blob) : Nat { self.size() };

  /// Example: `Blob.fromArray([1, 255])` is `"\01\ff"`.
  public func fromArray(bytes : [Nat8]) : Blob { Prim.arrayToBlob(bytes) };

  /// Returns a new Blob of the bytes of an array. Takes time in the size.
  public func fromVarArray(bytes : [var Nat8]) : Blob { Prim.arrayMutToBlob(bytes) };

  /// Returns an array of the bytes. Takes time in the size.
  public func toArray(self : Blob) : [Nat8] { Prim.blobToArray(self) };

  /// Returns an array of the bytes that may change. Takes time in the size.
  public func toVarArray(self : Blob) : [var Nat8] { Prim.blobToArrayMut(self) };

  /// Returns a hash of the Blob.
  public func hash(self : Blob) : Types.Hash { Prim.hashBlob(self) };

  /// Returns whether the two Blobs are the same. Takes time in the size.
  public func equal(self : Blob, other : Blob) : Bool { self == other };

  /// Returns whether the two Blobs differ.
  public func notEqual(self : Blob, other : Blob) : Bool { self != other };

  /// Returns whether the first Blob is below the second.
  public func less(self : Blob, other : Blob) : Bool { self < other };

  /// Returns whether the first Blob is below or at the second.
  public func lessOrEqual(self : Blob, other : Blob) : Bool { self <= other };

  /// Returns whether the first Blob is above the second.
  public func greater(self : Blob, other : Blob) : Bool { self > other };

  /// Returns whether the first Blob is above or at the second.
  public func greaterOrEqual(self : Blob, other : Blob) : Bool { self >= other };

  /// Compares byte by byte, then by length.
  public func compare(self : Blob, other : Blob) : Types.Order {
    if (self < other) { #less } else if (self == other) { #equal } else { #greater };
  };
}
