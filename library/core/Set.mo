/// Sets of elements, in their order. Asking, adding and removing take time in the logarithm of the size.
import Prim "mo:⛔";
import Types "Types";
import Map "Map";

module {
  /// A map from the elements to nothing.
  public type Set<T> = Types.Set<T>;
  type Order = Types.Order;

  /// Returns a new set without elements.
  /// Example: `let tags = Set.empty<Text>(); tags.add("new")`.
  public func empty<T>() : Set<T> { { elements = Map.empty<T, ()>() } };

  /// Returns a new set of one element.
  public func singleton<T>(element : T) : Set<T> { { elements = Map.singleton<T, ()>(element, ()) } };

  /// Returns a new set of what an iterator gives. Takes time in the size, times its logarithm.
  public func fromIter<T>(iter : Types.Iter<T>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    let set = empty<T>();
    for (x in iter) { add(set, compare, x) };
    set
  };

  /// Returns a new set of what an iterator gives.
  public func toSet<T>(self : Types.Iter<T>, compare : (implicit : (T, T) -> Order)) : Set<T> { fromIter(self, compare) };

  /// Returns a new set of the elements of an array. Takes time in the size, times its logarithm.
  public func fromArray<T>(array : [T], compare : (implicit : (T, T) -> Order)) : Set<T> { fromIter(array.values(), compare) };

  /// Returns a new set of the elements of one that does not change.
  public func fromPure<T>(set : Types.Pure.Set<T>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    { elements = Map.fromPure<T, ()>(set.members, compare) }
  };

  /// Returns the elements in a set that does not change.
  public func toPure<T>(self : Set<T>, compare : (implicit : (T, T) -> Order)) : Types.Pure.Set<T> {
    { members = Map.toPure<T, ()>(self.elements, compare) }
  };

  /// Returns a set with the same elements that changes on its own.
  public func clone<T>(self : Set<T>) : Set<T> { { elements = Map.clone(self.elements) } };

  /// Returns the number of elements, at once.
  public func size<T>(self : Set<T>) : Nat { self.elements.size };

  /// Returns whether there is nothing in the set, at once.
  public func isEmpty<T>(self : Set<T>) : Bool { self.elements.size == 0 };

  /// Returns whether an element is there. Takes time in the logarithm of the size.
  public func contains<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : Bool {
    Map.containsKey<T, ()>(self.elements, compare, element)
  };

  /// Adds an element if it is not there.
  public func add<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) { Map.add<T, ()>(self.elements, compare, element, ()) };

  /// As `add`; returns whether the element is new.
  public func insert<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : Bool {
    Map.insert<T, ()>(self.elements, compare, element, ())
  };

  /// Adds what an iterator gives.
  public func addAll<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), iter : Types.Iter<T>) {
    for (x in iter) { add(self, compare, x) };
  };

  /// As `addAll`; returns whether any element is new.
  public func insertAll<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), iter : Types.Iter<T>) : Bool {
    let before = size(self);
    addAll(self, compare, iter);
    size(self) > before
  };

  /// Removes an element if it is there.
  public func remove<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : () {
    Map.remove<T, ()>(self.elements, compare, element)
  };

  /// As `remove`; returns whether the element was there.
  public func delete<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : Bool {
    Map.delete<T, ()>(self.elements, compare, element)
  };

  /// Removes all elements that an iterator gives; returns whether any was there.
  public func deleteAll<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), iter : Types.Iter<T>) : Bool {
    let before = size(self);
    for (x in iter) { remove(self, compare, x) };
    size(self) < before
  };

  /// Keeps only the elements that a predicate holds for; returns whether any was removed.
  public func retainAll<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), predicate : T -> Bool) : Bool {
    let before = size(self);
    let kept = filter<T>(self, compare, predicate);
    self.elements.root := kept.elements.root;
    self.elements.size := kept.elements.size;
    size(self) < before
  };

  /// Takes all elements away.
  public func clear<T>(self : Set<T>) { Map.clear(self.elements) };

  /// Gives the elements in order.
  public func values<T>(self : Set<T>) : Types.Iter<T> { Map.keys(self.elements) };

  /// Gives the elements from one on.
  public func valuesFrom<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : Types.Iter<T> {
    keysOf(Map.entriesFrom<T, ()>(self.elements, compare, element))
  };

  /// Gives the elements from the greatest to the least.
  public func reverseValues<T>(self : Set<T>) : Types.Iter<T> { keysOf(Map.reverseEntries(self.elements)) };

  /// Gives the elements from one on, downwards.
  public func reverseValuesFrom<T>(self : Set<T>, compare : (implicit : (T, T) -> Order), element : T) : Types.Iter<T> {
    keysOf(Map.reverseEntriesFrom<T, ()>(self.elements, compare, element))
  };

  func keysOf<T>(entries : Types.Iter<(T, ())>) : Types.Iter<T> {
    { next = func() : ?T { switch (entries.next()) { case (?(x, _)) ?x; case null null } } }
  };

  /// Returns the least element.
  public func min<T>(self : Set<T>) : ?T { values(self).next() };

  /// Returns the greatest element.
  public func max<T>(self : Set<T>) : ?T { reverseValues(self).next() };

  /// Returns the elements of both sets.
  public func union<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    let result = clone(self);
    addAll(result, compare, values(other));
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
  public func join<T>(setIterator : Types.Iter<Set<T>>, compare : (implicit : (T, T) -> Order)) : Set<T> {
    let result = empty<T>();
    for (set in setIterator) { addAll(result, compare, values(set)) };
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
  public func any<T>(self : Set<T>, predicate : T -> Bool) : Bool {
    for (x in values(self)) { if (predicate(x)) { return true } };
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
    let result = empty<T>();
    for (x in values(self)) { if (criterion(x)) { add(result, compare, x) } };
    result
  };

  /// Returns the set of what a function makes of the elements.
  public func map<T1, T2>(self : Set<T1>, compare : (implicit : (T2, T2) -> Order), project : T1 -> T2) : Set<T2> {
    let result = empty<T2>();
    for (x in values(self)) { add(result, compare, project(x)) };
    result
  };

  /// Returns a new set of what a function makes of the elements, where it makes something. Takes time in the size.
  public func filterMap<T1, T2>(self : Set<T1>, compare : (implicit : (T2, T2) -> Order), project : T1 -> ?T2) : Set<T2> {
    let result = empty<T2>();
    for (x in values(self)) { switch (project(x)) { case (?y) { add(result, compare, y) }; case null {} } };
    result
  };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : Set<T>) : [T] {
    let iter = values(self);
    Prim.Array_tabulate<T>(size(self), func _ = switch (iter.next()) { case (?x) x; case null Prim.trap("Set: an element is missing") })
  };

  /// Returns whether both have the same elements.
  public func equal<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Bool {
    Map.equal<T, ()>(self.elements, other.elements, compare, func(_, _) = true)
  };

  /// Compares element by element, then by size.
  public func compare<T>(self : Set<T>, other : Set<T>, compare : (implicit : (T, T) -> Order)) : Order {
    Map.compare<T, ()>(self.elements, other.elements, compare, func(_, _) = #equal)
  };

  /// Traps unless the set is as it should be.
  public func assertValid<T>(self : Set<T>, compare : (implicit : (T, T) -> Order)) { Map.assertValid<T, ()>(self.elements, compare) };

  /// Example: `Set.toText<Nat>(set)` is like `"Set{1, 2}"`.
  public func toText<T>(self : Set<T>, toText : (implicit : T -> Text)) : Text {
    var text = "Set{";
    var first = true;
    for (x in values(self)) {
      if first { first := false } else { text #= ", " };
      text #= toText(x);
    };
    text # "}"
  };
}
