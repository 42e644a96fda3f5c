/// Bytes.
import Prim "mo:⛔";
import Types "Types";

module {
  public type Blob = Prim.Types.Blob;

  public func empty() : Blob { "" };
  public func isEmpty(self : Blob) : Bool { self.size() == 0 };

  /// Returns the number of bytes.
  public func size(self : Blob) : Nat { self.size() };

  /// Example: `Blob.fromArray([1, 255])` is `"\01\ff"`.
  public func fromArray(bytes : [Nat8]) : Blob { Prim.arrayToBlob(bytes) };
  public func fromVarArray(bytes : [var Nat8]) : Blob { Prim.arrayMutToBlob(bytes) };
  public func toArray(self : Blob) : [Nat8] { Prim.blobToArray(self) };
  public func toVarArray(self : Blob) : [var Nat8] { Prim.blobToArrayMut(self) };

  public func hash(self : Blob) : Types.Hash { Prim.hashBlob(self) };

  public func equal(self : Blob, other : Blob) : Bool { self == other };
  public func notEqual(self : Blob, other : Blob) : Bool { self != other };
  public func less(self : Blob, other : Blob) : Bool { self < other };
  public func lessOrEqual(self : Blob, other : Blob) : Bool { self <= other };
  public func greater(self : Blob, other : Blob) : Bool { self > other };
  public func greaterOrEqual(self : Blob, other : Blob) : Bool { self >= other };

  /// Compares byte by byte, then by length.
  public func compare(self : Blob, other : Blob) : Types.Order {
    if (self < other) { #less } else if (self == other) { #equal } else { #greater };
  };
}
