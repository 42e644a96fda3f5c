/// `mo:base/List` over `mo:core/pure/List`: lists that do not change. Time is in the length unless it is said.
import Core "mo:core/pure/List";
import Types "mo:core/Types";

module {
  /// Nothing, or an element and the rest.
  public type List<T> = ?(T, List<T>);

  /// Returns the list without elements.
  public func nil<T>() : List<T> { null };

  /// Returns whether there are no elements, at once.
  public func isNil<T>(l : List<T>) : Bool { switch l { case null true; case _ false } };

  /// Returns the list with one more element in front, at once.
  public func push<T>(x : T, l : List<T>) : List<T> { ?(x, l) };

  /// Returns the last element.
  public func last<T>(l : List<T>) : ?T { Core.last(l) };

  /// Returns the first element and the rest, at once.
  public func pop<T>(l : List<T>) : (?T, List<T>) { switch l { case null (null, null); case (?(x, rest)) (?x, rest) } };

  /// Returns the number of elements.
  public func size<T>(l : List<T>) : Nat { Core.size(l) };

  /// Returns the element at a position.
  public func get<T>(l : List<T>, n : Nat) : ?T { Core.get(l, n) };

  /// Returns the elements the other way round.
  public func reverse<T>(l : List<T>) : List<T> { Core.reverse(l) };

  /// Calls a function with each element.
  public func iterate<T>(l : List<T>, f : T -> ()) { Core.forEach(l, f) };

  /// Returns what a function makes of each element.
  public func map<T, U>(l : List<T>, f : T -> U) : List<U> { Core.map<T, U>(l, f) };

  /// Returns the elements for which a function says so.
  public func filter<T>(l : List<T>, f : T -> Bool) : List<T> { Core.filter<T>(l, f) };

  /// Returns the elements for which a function says so, and the others.
  public func partition<T>(l : List<T>, f : T -> Bool) : (List<T>, List<T>) { Core.partition<T>(l, f) };

  /// Returns what a function makes of the elements, where it makes something.
  public func mapFilter<T, U>(l : List<T>, f : T -> ?U) : List<U> { Core.filterMap<T, U>(l, f) };

  /// Returns what a function makes of the elements, or its first error.
  public func mapResult<T, R, E>(xs : List<T>, f : T -> { #ok : R; #err : E }) : { #ok : List<R>; #err : E } { Core.mapResult<T, R, E>(xs, f) };

  /// Returns the elements of both lists.
  public func append<T>(l : List<T>, m : List<T>) : List<T> { Core.concat(l, m) };

  /// Returns the elements of all lists.
  public func flatten<T>(l : List<List<T>>) : List<T> { Core.flatten(l) };

  /// Returns the first elements.
  public func take<T>(l : List<T>, n : Nat) : List<T> { Core.take(l, n) };

  /// Returns the list without the first elements.
  public func drop<T>(l : List<T>, n : Nat) : List<T> { Core.drop(l, n) };

  /// Combines the elements, the first one first.
  public func foldLeft<T, S>(list : List<T>, base : S, combine : (S, T) -> S) : S { Core.foldLeft<T, S>(list, base, combine) };

  /// Combines the elements, the last one first.
  public func foldRight<T, S>(list : List<T>, base : S, combine : (T, S) -> S) : S { Core.foldRight<T, S>(list, base, combine) };

  /// Returns the first element for which a function says so.
  public func find<T>(l : List<T>, f : T -> Bool) : ?T { Core.find<T>(l, f) };

  /// Returns whether a function says so for an element.
  public func some<T>(l : List<T>, f : T -> Bool) : Bool { Core.any<T>(l, f) };

  /// Returns whether a function says so for all elements.
  public func all<T>(l : List<T>, f : T -> Bool) : Bool { Core.all<T>(l, f) };

  /// Merges two ordered lists.
  public func merge<T>(l1 : List<T>, l2 : List<T>, lessThanOrEqual : (T, T) -> Bool) : List<T> {
    Core.merge<T>(l1, l2, func(a, b) = if (lessThanOrEqual(a, b)) { #less } else { #greater })
  };

  /// Compares element by element.
  public func compare<T>(l1 : List<T>, l2 : List<T>, compare : (T, T) -> Types.Order) : Types.Order { Core.compare<T>(l1, l2, compare) };

  /// Returns whether the elements are equal.
  public func equal<T>(l1 : List<T>, l2 : List<T>, equal : (T, T) -> Bool) : Bool { Core.equal<T>(l1, l2, equal) };

  /// Returns a list of what a function makes of 0, 1, 2 and so on.
  public func tabulate<T>(n : Nat, f : Nat -> T) : List<T> { Core.tabulate<T>(n, f) };

  /// Returns a list of one element.
  public func make<T>(n : T) : List<T> { ?(n, null) };

  /// Returns a list of the same element so many times.
  public func replicate<T>(n : Nat, x : T) : List<T> { Core.repeat(x, n) };

  /// Returns pairs of elements.
  public func zip<T, U>(xs : List<T>, ys : List<U>) : List<(T, U)> { Core.zip<T, U>(xs, ys) };

  /// Returns what a function makes of pairs of elements.
  public func zipWith<T, U, V>(xs : List<T>, ys : List<U>, f : (T, U) -> V) : List<V> { Core.zipWith<T, U, V>(xs, ys, f) };

  /// Returns the first elements and the rest.
  public func split<T>(n : Nat, xs : List<T>) : (List<T>, List<T>) { Core.split(xs, n) };

  /// Returns the elements in lists of so many.
  public func chunks<T>(n : Nat, xs : List<T>) : List<List<T>> { Core.chunks(xs, n) };

  /// Returns the elements of an array.
  public func fromArray<T>(xs : [T]) : List<T> { Core.fromArray(xs) };

  /// Returns the elements of an array.
  public func fromVarArray<T>(xs : [var T]) : List<T> { Core.fromVarArray(xs) };

  /// Returns an array of the elements.
  public func toArray<T>(xs : List<T>) : [T] { Core.toArray(xs) };

  /// Returns an array of the elements.
  public func toVarArray<T>(xs : List<T>) : [var T] { Core.toVarArray(xs) };

  /// Gives the elements.
  public func toIter<T>(xs : List<T>) : Types.Iter<T> { Core.values(xs) };
}
