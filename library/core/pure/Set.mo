/// Sets that do not change: adding and removing give a new set, which shares most of the old one.
import Prim "mo:⛔";
import Types "../Types";
import Map "Map";

module {
  /// A map from the elements to nothing.
  public type Set<T> = Types.Pure.Set<T>;
  type Order = Types.Order;

  /// Returns a new set without elements.
  public func empty<T>() : Set<T> { { members = Map.empty<T, ()>() } };

  /// Returns a new set of one element.
  public func singleton<T>(element : T) : Set<T> { { members = Map.singleton<T, ()>(element, ()) } };

  /// Returns a new set of what an iterator gives. Takes time in the size, times its logarithm.
  public func fromIter<T>(iter : Types.Iter<T>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    var set = empty<T>();
    for (x in iter) { set := add(set, compare, x) };
    set
  };

  /// Returns a new set of what an iterator gives.
  public func toSet<T>(self : Types.Iter<T>, compare : (implicit : (T, T) -> Order)) : Set<T> { fromIter(self, compare) };

  /// Returns the number of elements, at once.
  public func size<T>(self : Set<T>) : Nat { self.members.size };

  /// Returns whether there is nothing in the set, at once.
  public func isEmpty<T>(self : Set<T>) : Bool { self.members.size == 0 };

  /// Returns whether an element is there. Takes time in the logarithm of the size.
  public func contains<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : Bool {
    Map.containsKey<T, ()>(self.members, compare, element)
  };

  /// Returns a set with one more element.
  public func add<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), elem : T) : Set<T> { insert(self, compare, elem).0 };

  /// As `add`; says whether the element is new.
  public func insert<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), elem : T) : (Set<T>, Bool) {
    let (members, isNew) = Map.insert<T, ()>(self.members, compare, elem, ());
    ({ members }, isNew)
  };

  /// Returns a set without an element.
  public func remove<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : Set<T> { delete(self, compare, element).0 };

  /// As `remove`; says whether the element was there.
  public func delete<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : (Set<T>, Bool) {
    let (members, found) = Map.delete<T, ()>(self.members, compare, element);
    ({ members }, found)
  };

  /// Gives the elements in order.
  public func values<T>(self : Set<T>) : Types.Iter<T> { Map.keys(self.members) };

  /// Gives the elements from the greatest to the least.
  public func reverseValues<T>(self : Set<T>) : Types.Iter<T> {
    let entries = Map.reverseEntries(self.members);
    { next = func() : ?T { switch (entries.next()) { case (?(x, _)) ?x; case null null } } }
  };

  /// Returns the least element.
  public func min<T>(self : Set<T>) : ?T { values(self).next() };

  /// Returns the greatest element.
  public func max<T>(self : Set<T>) : ?T { reverseValues(self).next() };

  /// Returns the elements of both sets.
  public func union<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    var result = self;
    for (x in values(other)) { result := add(result, compare, x) };
    result
  };

  /// Returns the elements that are in both sets.
  public func intersection<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    filter<T>(self, compare, func x = contains(other, compare, x))
  };

  /// Returns the elements that are in the first set only.
  public func difference<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    filter<T>(self, compare, func x = not contains(other, compare, x))
  };

  /// Returns the elements of all sets that an iterator gives.
  public func join<T>(self : Types.Iter<Set<T>>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    var result = empty<T>();
    for (set in self) { result := union(result, set, compare) };
    result
  };

  /// Returns a new set of the elements of all sets.
  public func flatten<T>(self : Set<Set<T>>, compare : (implicit : (T, T) -> Order)) : Set<T> { join(values(self), compare) };

  /// Returns whether all elements of the first set are in the second.
  public func isSubset<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Bool {
    size(self) <= size(other) and all<T>(self, func x = contains(other, compare, x))
  };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : Set<T>, operation : T -> ()) { for (x in values(self)) { operation(x) } };

  /// Returns whether a function says so for all elements; stops at the first for which it does not.
  public func all<T>(self : Set<T>, predicate : T -> Bool) : Bool {
    for (x in values(self)) { if (not predicate(x)) { return false } };
    true
  };

  /// Returns whether a function says so for some element; stops at the first.
  public func any<T>(self : Set<T>, pred : T -> Bool) : Bool {
    for (x in values(self)) { if (pred(x)) { return true } };
    false
  };

  /// Combines the elements, the first one first.
  public func foldLeft<T, A>(self : Set<T>, base : A, combine : (A, T) -> A) : A {
    var result = base;
    for (x in values(self)) { result := combine(result, x) };
    result
  };

  /// Combines the elements, the last one first.
  public func foldRight<T, A>(self : Set<T>, base : A, combine : (T, A) -> A) : A {
    var result = base;
    for (x in reverseValues(self)) { result := combine(x, result) };
    result
  };

  /// Returns the elements that a criterion holds for.
  public func filter<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), criterion : T -> Bool) : Set<T> {
    var result = empty<T>();
    for (x in values(self)) { if (criterion(x)) { result := add(result, compare, x) } };
    result
  };

  /// Returns the set of what a function makes of the elements.
  public func map<T1, T2>(self : Set<T1>, compare : (implicit : (T2, T2) -> Order), project : T1 -> T2) : Set<T2> {
    var result = empty<T2>();
    for (x in values(self)) { result := add(result, compare, project(x)) };
    result
  };

  /// Returns a new set of what a function makes of the elements, where it makes something. Takes time in the size.
  public func filterMap<T1, T2>(self : Set<T1>, compare : (implicit : (T2, T2) -> Order), project : T1 -> ?T2) : Set<T2> {
    var result = empty<T2>();
    for (x in values(self)) { switch (project(x)) { case (?y) { result := add(result, compare, y) }; case null {} } };
    result
  };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : Set<T>) : [T] {
    let iter = values(self);
    Prim.Array_tabulate<T>(size(self), func _ = switch (iter.next()) { case (?x) x; case null Prim.trap("Set: an element is missing") })
  };

  /// Returns whether both have the same elements.
  public func equal<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Bool {
    Map.equal<T, ()>(self.members, other.members, compare, func(_, _) = true)
  };

  /// Compares element by element, then by size.
  public func compare<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Order {
    Map.compare<T, ()>(self.members, other.members, compare, func(_, _) = #equal)
  };

  /// Traps unless the set is as it should be.
  public func assertValid<T>(self : Set<T>, compare : (implicit : (T, T) -> Order)) { Map.assertValid<T, ()>(self.members, compare) };

  /// Example: `Set.toText<Nat>(set)` is like `"PureSet{1, 2}"`.
  public func toText<T>(self : Set<T>, elementFormat : (implicit : (toText : T -> Text))) : Text {
    var text = "PureSet{";
    var first = true;
    for (x in values(self)) {
      if first { first := false } else { text #= ", " };
      text #= elementFormat(x);
    };
    text # "}"
  };
}
