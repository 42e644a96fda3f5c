/// Lists that do not change: an element and the rest. Adding in front is quick and shares the rest.
import Prim "mo:⛔";
import Types "../Types";
import Sort "../internal/Sort";

module {
  /// The type `List`, under its name in this module.
  public type List<T> = Types.Pure.List<T>;
  type Order = Types.Order;

  /// Returns a new list without elements.
  public func empty<T>() : List<T> { null };

  /// Returns a new list of one element.
  public func singleton<T>(item : T) : List<T> { ?(item, null) };

  /// Returns whether there is nothing in the list, at once.
  public func isEmpty<T>(self : List<T>) : Bool { switch self { case null true; case _ false } };

  /// Returns the number of elements, counting them.
  public func size<T>(self : List<T>) : Nat { foldLeft<T, Nat>(self, 0, func(n, _) = n + 1) };

  /// Returns a list with one more element in front.
  public func pushFront<T>(self : List<T>, item : T) : List<T> { ?(item, self) };

  /// Returns the first element and the rest.
  public func popFront<T>(self : List<T>) : (?T, List<T>) {
    switch self { case (?(x, rest)) (?x, rest); case null (null, null) };
  };

  /// Returns whether an element is there. Takes time in the size.
  public func contains<T>(self : List<T>, equal : (implicit : (T, T) -> Bool), item : T) : Bool { any<T>(self, func x = equal(x, item)) };

  /// Returns the element at a position, or `null` beyond the end.
  public func get<T>(self : List<T>, n : Nat) : ?T { popFront(drop(self, n)).0 };

  /// Returns the last element. Takes time in the size.
  public func last<T>(self : List<T>) : ?T { foldLeft<T, ?T>(self, null, func(_, x) = ?x) };

  /// Returns a new list of the elements the other way round. Takes time in the size.
  public func reverse<T>(self : List<T>) : List<T> { foldLeft<T, List<T>>(self, null, func(list, x) = ?(x, list)) };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : List<T>, f : T -> ()) {
    var rest = self;
    loop { switch rest { case (?(x, tail)) { f(x); rest := tail }; case null { return } } };
  };

  /// Combines the elements, the first one first.
  public func foldLeft<T, A>(self : List<T>, base : A, combine : (A, T) -> A) : A {
    var result = base;
    forEach<T>(self, func x { result := combine(result, x) });
    result
  };

  /// Combines the elements, the last one first.
  public func foldRight<T, A>(self : List<T>, base : A, combine : (T, A) -> A) : A {
    foldLeft<T, A>(reverse(self), base, func(result, x) = combine(x, result))
  };

  /// Returns a list of what a function makes of each element.
  public func map<T1, T2>(self : List<T1>, f : T1 -> T2) : List<T2> {
    reverse(foldLeft<T1, List<T2>>(self, null, func(list, x) = ?(f(x), list)))
  };

  /// Returns a new list of the elements for which a function says so. Takes time in the size.
  public func filter<T>(self : List<T>, f : T -> Bool) : List<T> {
    reverse(foldLeft<T, List<T>>(self, null, func(list, x) = if (f(x)) { ?(x, list) } else { list }))
  };

  /// Returns a new list of what a function makes of the elements, where it makes something. Takes time in the size.
  public func filterMap<T, R>(self : List<T>, f : T -> ?R) : List<R> {
    reverse(foldLeft<T, List<R>>(self, null, func(list, x) = switch (f(x)) { case (?r) ?(r, list); case null list }))
  };

  /// Applies a function that may fail to each element; stops at the first error.
  public func mapResult<T, R, E>(self : List<T>, f : T -> Types.Result<R, E>) : Types.Result<List<R>, E> {
    var rest = self;
    var result : List<R> = null;
    loop {
      switch rest {
        case null { return #ok(reverse(result)) };
        case (?(x, tail)) {
          switch (f(x)) {
            case (#ok r) { result := ?(r, result) };
            case (#err e) { return #err e };
          };
          rest := tail;
        };
      };
    };
  };

  /// Returns the elements that a predicate holds for, and the others.
  public func partition<T>(self : List<T>, f : T -> Bool) : (List<T>, List<T>) { (filter(self, f), filter<T>(self, func x = not f(x))) };

  /// Returns one list of both. Takes time in the size.
  public func concat<T>(self : List<T>, other : List<T>) : List<T> { foldRight<T, List<T>>(self, other, func(x, list) = ?(x, list)) };

  /// Returns a new list of the elements of all lists.
  public func flatten<T>(self : List<List<T>>) : List<T> { foldRight<List<T>, List<T>>(self, null, func(part, list) = concat(part, list)) };

  /// Returns a new list of the elements of all lists.
  public func join<T>(iter : Types.Iter<List<T>>) : List<T> { flatten(fromIter(iter)) };

  /// Returns the first `n` elements.
  public func take<T>(self : List<T>, n : Nat) : List<T> { split(self, n).0 };

  /// Returns all but the first `n` elements.
  public func drop<T>(self : List<T>, n : Nat) : List<T> {
    var rest = self;
    var left = n;
    while (left > 0) {
      switch rest { case (?(_, tail)) { rest := tail }; case null { return null } };
      left -= 1;
    };
    rest
  };

  /// Returns the first `n` elements, and the others.
  public func split<T>(self : List<T>, n : Nat) : (List<T>, List<T>) {
    var rest = self;
    var front : List<T> = null;
    var left = n;
    while (left > 0) {
      switch rest {
        case (?(x, tail)) { front := ?(x, front); rest := tail };
        case null { return (self, null) };
      };
      left -= 1;
    };
    (reverse(front), rest)
  };

  /// Returns lists of `n` elements each; the last may be shorter.
  public func chunks<T>(self : List<T>, n : Nat) : List<List<T>> {
    if (n == 0) { Prim.trap("pure/List.chunks()") };
    var rest = self;
    var result : List<List<T>> = null;
    loop {
      switch rest {
        case null { return reverse(result) };
        case _ {
          let (front, tail) = split(rest, n);
          result := ?(front, result);
          rest := tail;
        };
      };
    };
  };

  /// Returns the first element for which a function says so.
  public func find<T>(self : List<T>, f : T -> Bool) : ?T {
    for (x in values(self)) { if (f(x)) { return ?x } };
    null
  };

  /// Returns the position of the first element for which a function says so.
  public func findIndex<T>(self : List<T>, f : T -> Bool) : ?Nat {
    for ((i, x) in enumerate(self)) { if (f(x)) { return ?i } };
    null
  };

  /// Returns whether a function says so for all elements; stops at the first for which it does not.
  public func all<T>(self : List<T>, f : T -> Bool) : Bool {
    for (x in values(self)) { if (not f(x)) { return false } };
    true
  };

  /// Returns whether a function says so for some element; stops at the first.
  public func any<T>(self : List<T>, f : T -> Bool) : Bool {
    for (x in values(self)) { if (f(x)) { return true } };
    false
  };

  /// Merges two sorted lists.
  public func merge<T>(self : List<T>, other : List<T>, compare : (implicit : (T, T) -> Order)) : List<T> {
    var a = self;
    var b = other;
    var result : List<T> = null;
    loop {
      switch (a, b) {
        case (null, _) { return concat(reverse(result), b) };
        case (_, null) { return concat(reverse(result), a) };
        case (?(x, xs), ?(y, ys)) {
          switch (compare(x, y)) {
            case (#greater) { result := ?(y, result); b := ys };
            case _ { result := ?(x, result); a := xs };
          };
        };
      };
    };
  };

  /// Returns whether the two lists are the same. Takes time in the size.
  public func equal<T>(self : List<T>, other : List<T>, equalItem : (implicit : (equal : (T, T) -> Bool))) : Bool {
    var a = self;
    var b = other;
    loop {
      switch (a, b) {
        case (null, null) { return true };
        case (?(x, xs), ?(y, ys)) {
          if (not equalItem(x, y)) { return false };
          a := xs;
          b := ys;
        };
        case _ { return false };
      };
    };
  };

  /// Compares element by element, then by size.
  public func compare<T>(self : List<T>, other : List<T>, compareItem : (implicit : (compare : (T, T) -> Order))) : Order {
    var a = self;
    var b = other;
    loop {
      switch (a, b) {
        case (null, null) { return #equal };
        case (null, _) { return #less };
        case (_, null) { return #greater };
        case (?(x, xs), ?(y, ys)) {
          switch (compareItem(x, y)) { case (#equal) {}; case order { return order } };
          a := xs;
          b := ys;
        };
      };
    };
  };

  /// Returns a new list of what a function makes of 0, 1, 2 and so on.
  public func tabulate<T>(n : Nat, f : Nat -> T) : List<T> {
    var list : List<T> = null;
    var i = n;
    while (i > 0) { i -= 1; list := ?(f(i), list) };
    list
  };

  /// Returns a new list of the same element so many times.
  public func repeat<T>(item : T, n : Nat) : List<T> { tabulate<T>(n, func _ = item) };

  /// Gives pairs of elements of both, as long as both have some.
  public func zip<T, U>(self : List<T>, other : List<U>) : List<(T, U)> { zipWith<T, U, (T, U)>(self, other, func(x, y) = (x, y)) };

  /// Combines elements at the same positions, up to the end of the shorter list.
  public func zipWith<T, U, V>(self : List<T>, other : List<U>, f : (T, U) -> V) : List<V> {
    var a = self;
    var b = other;
    var result : List<V> = null;
    loop {
      switch (a, b) {
        case (?(x, xs), ?(y, ys)) {
          result := ?(f(x, y), result);
          a := xs;
          b := ys;
        };
        case _ { return reverse(result) };
      };
    };
  };

  /// Gives the elements in order.
  public func values<T>(self : List<T>) : Types.Iter<T> {
    var rest = self;
    { next = func() : ?T { switch rest { case (?(x, tail)) { rest := tail; ?x }; case null null } } }
  };

  /// Gives positions and elements.
  public func enumerate<T>(self : List<T>) : Types.Iter<(Nat, T)> {
    var i = 0;
    let iter = values(self);
    { next = func() : ?(Nat, T) { switch (iter.next()) { case (?x) { i += 1; ?(i - 1 : Nat, x) }; case null null } } }
  };

  /// Returns a new list of what an iterator gives. Takes time in the size.
  public func fromIter<T>(iter : Types.Iter<T>) : List<T> {
    var list : List<T> = null;
    for (x in iter) { list := ?(x, list) };
    reverse(list)
  };

  /// Returns a new list of what an iterator gives.
  public func toList<T>(self : Types.Iter<T>) : List<T> { fromIter(self) };

  /// Returns a new list of the elements of an array. Takes time in the size.
  public func fromArray<T>(array : [T]) : List<T> { tabulate<T>(array.size(), func i = array[i]) };

  /// Returns a new list of the elements of an array. Takes time in the size.
  public func fromVarArray<T>(array : [var T]) : List<T> { tabulate<T>(array.size(), func i = array[i]) };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : List<T>) : [T] {
    let iter = values(self);
    Prim.Array_tabulate<T>(size(self), func _ = nextOf(iter))
  };

  /// Returns an array of the elements that may change. Takes time in the size.
  public func toVarArray<T>(self : List<T>) : [var T] {
    let iter = values(self);
    Prim.Array_tabulateVar<T>(size(self), func _ = nextOf(iter))
  };

  func nextOf<T>(iter : Types.Iter<T>) : T { switch (iter.next()) { case (?x) x; case null Prim.trap("pure/List: an element is missing") } };

  /// Returns the elements in ascending order; equal ones stay in order.
  public func sort<T>(self : List<T>, compare : (implicit : (T, T) -> Order)) : List<T> {
    let array = toVarArray(self);
    Sort.sort(array, compare);
    fromVarArray(array)
  };

  /// Example: `List.toText<Nat>(?(1, ?(2, null)))` is `"PureList[1, 2]"`.
  public func toText<T>(self : List<T>, f : (implicit : T -> Text)) : Text {
    var text = "PureList[";
    for ((i, x) in enumerate(self)) { text #= (if (i > 0) { ", " } else { "" }) # f(x) };
    text # "]"
  };
}
