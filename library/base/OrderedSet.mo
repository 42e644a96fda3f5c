/// `mo:base/OrderedSet` over `mo:core/pure/Set`: sets that do not change, in order. Operations on one element take time in the
/// logarithm of the size, those on whole sets in the size.
import Core "mo:core/pure/Set";
import Types "mo:core/Types";

module {
  /// A set that does not change.
  public type Set<T> = Types.Pure.Set<T>;

  /// The operations on sets whose elements have an order.
  public class Operations<T>(compare : (T, T) -> Types.Order) {
    /// Returns a set of what an iterator gives.
    public func fromIter(i : Types.Iter<T>) : Set<T> { Core.fromIter<T>(i, compare) };

    /// Returns the set with one more element.
    public func put(s : Set<T>, value : T) : Set<T> { Core.add<T>(s, compare, value) };

    /// Returns the set without an element.
    public func delete(s : Set<T>, value : T) : Set<T> { Core.remove<T>(s, compare, value) };

    /// Returns whether an element is there.
    public func contains(s : Set<T>, element : T) : Bool { Core.contains<T>(s, compare, element) };

    /// Returns the greatest element.
    public func max(s : Set<T>) : ?T { Core.max<T>(s) };

    /// Returns the least element.
    public func min(s : Set<T>) : ?T { Core.min<T>(s) };

    /// Returns the elements of either set.
    public func union(s1 : Set<T>, s2 : Set<T>) : Set<T> { Core.union<T>(s1, s2, compare) };

    /// Returns the elements of both sets.
    public func intersect(s1 : Set<T>, s2 : Set<T>) : Set<T> { Core.intersection<T>(s1, s2, compare) };

    /// Returns the elements of the first set that the second lacks.
    public func diff(s1 : Set<T>, s2 : Set<T>) : Set<T> { Core.difference<T>(s1, s2, compare) };

    /// Returns what a function makes of the elements.
    public func map<T1>(s : Set<T1>, project : T1 -> T) : Set<T> { Core.map<T1, T>(s, compare, project) };

    /// Gives the elements in order.
    public func vals(s : Set<T>) : Types.Iter<T> { Core.values<T>(s) };

    /// Gives the elements the other way round.
    public func valsRev(s : Set<T>) : Types.Iter<T> { Core.reverseValues<T>(s) };

    /// Returns the number of elements, at once.
    public func size(s : Set<T>) : Nat { Core.size<T>(s) };

    /// Combines the elements, the least first.
    public func foldLeft<Accum>(set : Set<T>, base : Accum, combine : (Accum, T) -> Accum) : Accum { Core.foldLeft<T, Accum>(set, base, combine) };

    /// Combines the elements, the greatest first.
    public func foldRight<Accum>(set : Set<T>, base : Accum, combine : (T, Accum) -> Accum) : Accum { Core.foldRight<T, Accum>(set, base, combine) };

    /// Returns whether there are no elements, at once.
    public func isEmpty(s : Set<T>) : Bool { Core.isEmpty<T>(s) };

    /// Returns whether the second set has all elements of the first.
    public func isSubset(s1 : Set<T>, s2 : Set<T>) : Bool { Core.isSubset<T>(s1, s2, compare) };

    /// Returns whether two sets have the same elements.
    public func equals(s1 : Set<T>, s2 : Set<T>) : Bool { Core.equal<T>(s1, s2, compare) };

    /// Returns the elements for which a function says so.
    public func filter(s : Set<T>, criterion : T -> Bool) : Set<T> { Core.filter<T>(s, compare, criterion) };

    /// Returns what a function makes of the elements, where it makes something.
    public func mapFilter<T1>(s : Set<T1>, project : T1 -> ?T) : Set<T> { Core.filterMap<T1, T>(s, compare, project) };

    /// Returns the elements of all sets.
    public func flatten(s : Set<Set<T>>) : Set<T> { Core.flatten<T>(s, compare) };

    /// Returns a set without elements.
    public func empty() : Set<T> { Core.empty<T>() };

    /// Returns whether a function says so for all elements.
    public func all(s : Set<T>, pred : T -> Bool) : Bool { Core.all<T>(s, pred) };

    /// Returns whether a function says so for an element.
    public func some(s : Set<T>, pred : T -> Bool) : Bool { Core.any<T>(s, pred) };

    /// Traps unless the set is as it should be.
    public func validate(s : Set<T>) : () { Core.assertValid<T>(s, compare) };
  };

  /// The same as `Operations`.
  public let Make : <T>(compare : (T, T) -> Types.Order) -> Operations<T> = Operations;
}
