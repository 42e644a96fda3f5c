/// `mo:base/Array` over `mo:core/Array` and `mo:core/VarArray`. Time is in the length unless it is said.
import Core "mo:core/Array";
import VarArray "mo:core/VarArray";
import Types "mo:core/Types";
import Iter "mo:core/Iter";
import Prim "mo:⛔";

module {
  /// Returns an array that may change, of one element so many times.
  public func init<X>(size : Nat, initValue : X) : [var X] { Prim.Array_init<X>(size, initValue) };

  /// Returns an array of what a function makes of 0, 1, 2 and so on.
  public func tabulate<X>(size : Nat, generator : Nat -> X) : [X] { Prim.Array_tabulate<X>(size, generator) };

  /// Returns an array that may change, of what a function makes of 0, 1, 2 and so on.
  public func tabulateVar<X>(size : Nat, generator : Nat -> X) : [var X] { Prim.Array_tabulateVar<X>(size, generator) };

  /// Returns the elements in an array that does not change.
  public func freeze<X>(varArray : [var X]) : [X] { Core.fromVarArray(varArray) };

  /// Returns the elements in an array that may change.
  public func thaw<A>(array : [A]) : [var A] { Core.toVarArray(array) };

  /// Returns whether the elements are equal.
  public func equal<X>(array1 : [X], array2 : [X], equal : (X, X) -> Bool) : Bool { Core.equal<X>(array1, array2, equal) };

  /// Returns the first element for which a function says so.
  public func find<X>(array : [X], predicate : X -> Bool) : ?X { Core.find<X>(array, predicate) };

  /// Returns the elements of both arrays.
  public func append<X>(array1 : [X], array2 : [X]) : [X] { Core.concat(array1, array2) };

  /// Returns the elements in order; equal ones stay as they are. Takes time n log n.
  public func sort<X>(array : [X], compare : (X, X) -> Types.Order) : [X] { Core.sort<X>(array, compare) };

  /// Puts the elements in order; equal ones stay as they are. Takes time n log n.
  public func sortInPlace<X>(array : [var X], compare : (X, X) -> Types.Order) { VarArray.sortInPlace<X>(array, compare) };

  /// Returns the elements the other way round.
  public func reverse<X>(array : [X]) : [X] { Core.reverse(array) };

  /// Returns what a function makes of each element.
  public func map<X, Y>(array : [X], f : X -> Y) : [Y] { Core.map<X, Y>(array, f) };

  /// Returns the elements for which a function says so.
  public func filter<X>(array : [X], predicate : X -> Bool) : [X] { Core.filter<X>(array, predicate) };

  /// Returns what a function makes of each element and its position.
  public func mapEntries<X, Y>(array : [X], f : (X, Nat) -> Y) : [Y] { Core.mapEntries<X, Y>(array, f) };

  /// Returns what a function makes of the elements, where it makes something.
  public func mapFilter<X, Y>(array : [X], f : X -> ?Y) : [Y] { Core.filterMap<X, Y>(array, f) };

  /// Returns what a function makes of the elements, or its first error.
  public func mapResult<X, Y, E>(array : [X], f : X -> { #ok : Y; #err : E }) : { #ok : [Y]; #err : E } { Core.mapResult<X, Y, E>(array, f) };

  /// Combines the elements, the first one first.
  public func foldLeft<X, A>(array : [X], base : A, combine : (A, X) -> A) : A { Core.foldLeft<X, A>(array, base, combine) };

  /// Combines the elements, the last one first.
  public func foldRight<X, A>(array : [X], base : A, combine : (X, A) -> A) : A { Core.foldRight<X, A>(array, base, combine) };

  /// Returns the elements of all arrays.
  public func flatten<X>(arrays : [[X]]) : [X] { Core.flatten(arrays) };

  /// Returns the elements of all arrays that a function makes.
  public func chain<X, Y>(array : [X], k : X -> [Y]) : [Y] { Core.flatten(Core.map<X, [Y]>(array, k)) };

  /// Returns an array of one element.
  public func make<X>(element : X) : [X] { [element] };

  /// Gives the elements.
  public func vals<X>(array : [X]) : Types.Iter<X> { array.values() };

  /// Gives the positions.
  public func keys<X>(array : [X]) : Types.Iter<Nat> { array.keys() };

  /// Returns the number of elements, at once.
  public func size<X>(array : [X]) : Nat { array.size() };

  /// Returns so many elements from a position on; traps if there are fewer.
  public func subArray<X>(array : [X], start : Nat, length : Nat) : [X] {
    if (start + length > array.size()) { Prim.trap("Array.subArray") };
    Prim.Array_tabulate<X>(length, func i = array[start + i])
  };

  /// Returns the first position of an element.
  public func indexOf<X>(element : X, array : [X], equal : (X, X) -> Bool) : ?Nat { Core.indexOf<X>(array, equal, element) };

  /// Returns the first position of an element from a position on.
  public func nextIndexOf<X>(element : X, array : [X], fromInclusive : Nat, equal : (X, X) -> Bool) : ?Nat {
    Core.nextIndexOf<X>(array, equal, element, fromInclusive)
  };

  /// Returns the last position of an element.
  public func lastIndexOf<X>(element : X, array : [X], equal : (X, X) -> Bool) : ?Nat { Core.lastIndexOf<X>(array, equal, element) };

  /// Returns the last position of an element before a position.
  public func prevIndexOf<X>(element : X, array : [X], fromExclusive : Nat, equal : (X, X) -> Bool) : ?Nat {
    Core.prevIndexOf<X>(array, equal, element, fromExclusive)
  };

  /// Gives the elements from one position up to another.
  public func slice<X>(array : [X], fromInclusive : Nat, toExclusive : Nat) : Types.Iter<X> {
    Iter.take(Iter.drop(array.values(), fromInclusive), if (toExclusive > fromInclusive) { toExclusive - fromInclusive : Nat } else { 0 })
  };

  /// Returns the first elements, or the last ones if the number is below zero.
  public func take<X>(array : [X], length : Int) : [X] {
    let size = array.size();
    let wanted = Prim.abs(length);
    let n = if (wanted < size) { wanted } else { size };
    let start = if (length < 0) { size - n : Nat } else { 0 };
    Prim.Array_tabulate<X>(n, func i = array[start + i])
  };
}
