/// `mo:base/Blob` over `mo:core/Blob`.
import Core "mo:core/Blob";
import Types "mo:core/Types";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Blob = Core.Blob;

  /// Compares byte by byte, then by length.
  public func compare(x : Blob, other : Blob) : Order.Order { Core.compare(x, other) };

  /// As `equal` of `mo:core/Blob`.
  public func equal(x : Blob, other : Blob) : Bool { Core.equal(x, other) };

  /// Example: `Blob.fromArray([1, 255])` is `"\01\ff"`.
  public func fromArray(bytes : [Nat8]) : Blob { Core.fromArray(bytes) };

  /// As `greater` of `mo:core/Blob`.
  public func greater(x : Blob, other : Blob) : Bool { Core.greater(x, other) };

  /// As `greaterOrEqual` of `mo:core/Blob`.
  public func greaterOrEqual(x : Blob, other : Blob) : Bool { Core.greaterOrEqual(x, other) };

  /// As `hash` of `mo:core/Blob`.
  public func hash(x : Blob) : Types.Hash { Core.hash(x) };

  /// As `less` of `mo:core/Blob`.
  public func less(x : Blob, other : Blob) : Bool { Core.less(x, other) };

  /// As `lessOrEqual` of `mo:core/Blob`.
  public func lessOrEqual(x : Blob, other : Blob) : Bool { Core.lessOrEqual(x, other) };

  /// As `notEqual` of `mo:core/Blob`.
  public func notEqual(x : Blob, other : Blob) : Bool { Core.notEqual(x, other) };

  /// As `toArray` of `mo:core/Blob`.
  public func toArray(x : Blob) : [Nat8] { Core.toArray(x) };

  /// Returns the bytes of an array that may change.
  public func fromArrayMut(bytes : [var Nat8]) : Blob { Core.fromVarArray(bytes) };

  /// Returns the bytes as an array that may change.
  public func toArrayMut(blob : Blob) : [var Nat8] { Core.toVarArray(blob) };
}
