/// Arrays whose elements can be changed. An array keeps its size; `List` grows.
import Prim "mo:⛔";
import Types "Types";
import Sort "internal/Sort";

module {
  /// Returns a new array without elements.
  public func empty<T>() : [var T] { [var] };

  /// Returns an array of `size` times the same element.
  public func repeat<T>(item : T, size : Nat) : [var T] { Prim.Array_init<T>(size, item) };

  /// Returns an array of what a function makes of 0, 1, 2 and so on.
  /// Example: `VarArray.tabulate<Nat>(3, func i = i * i)` is `[var 0, 1, 4]`.
  public func tabulate<T>(size : Nat, generator : Nat -> T) : [var T] { Prim.Array_tabulateVar<T>(size, generator) };

  /// Returns a new array of one element.
  public func singleton<T>(element : T) : [var T] { [var element] };

  /// Returns a new array of the elements of an array. Takes time in the size.
  public func fromArray<T>(array : [T]) : [var T] { Prim.Array_tabulateVar<T>(array.size(), func i = array[i]) };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : [var T]) : [T] { Prim.Array_tabulate<T>(self.size(), func i = self[i]) };

  /// Returns a array with the same elements that changes on its own. Takes time in the size.
  public func clone<T>(self : [var T]) : [var T] { Prim.Array_tabulateVar<T>(self.size(), func i = self[i]) };

  /// Returns the bytes as a Blob.
  public func toBlob(self : [var Nat8]) : Blob { Prim.arrayMutToBlob(self) };

  /// Returns the number of elements, at once.
  public func size<T>(self : [var T]) : Nat { self.size() };

  /// Returns whether there is nothing in the array, at once.
  public func isEmpty<T>(self : [var T]) : Bool { self.size() == 0 };

  /// Returns whether both have the same size and equal elements.
  public func equal<T>(self : [var T], other : [var T], equal : (implicit : (T, T) -> Bool)) : Bool {
    let size = self.size();
    if (size != other.size()) { return false };
    var i = 0;
    while (i < size) {
      if (not equal(self[i], other[i])) { return false };
      i += 1;
    };
    true
  };

  /// Compares element by element, then by size.
  public func compare<T>(self : [var T], other : [var T], compare : (implicit : (T, T) -> Types.Order)) : Types.Order {
    let size = if (self.size() < other.size()) { self.size() } else { other.size() };
    var i = 0;
    while (i < size) {
      switch (compare(self[i], other[i])) {
        case (#equal) { i += 1 };
        case order { return order };
      };
    };
    if (self.size() < other.size()) { #less } else if (self.size() == other.size()) { #equal } else { #greater };
  };

  /// Returns the first element that a predicate holds for.
  /// Example: `VarArray.find<Nat>([var 1, 2], func x = x > 1)` is `?2`.
  public func find<T>(self : [var T], predicate : T -> Bool) : ?T {
    let size = self.size();
    var i = 0;
    while (i < size) {
      let item = self[i];
      if (predicate(item)) { return ?item };
      i += 1;
    };
    null
  };

  /// Returns the position of the first element that a predicate holds for.
  public func findIndex<T>(self : [var T], predicate : T -> Bool) : ?Nat {
    let size = self.size();
    var i = 0;
    while (i < size) {
      if (predicate(self[i])) { return ?i };
      i += 1;
    };
    null
  };

  /// Returns the position of the first element equal to one given.
  public func indexOf<T>(self : [var T], equal : (implicit : (T, T) -> Bool), element : T) : ?Nat {
    nextIndexOf<T>(self, equal, element, 0)
  };

  /// As `indexOf`, not looking before a position.
  public func nextIndexOf<T>(self : [var T], equal : (implicit : (T, T) -> Bool), element : T, fromInclusive : Nat) : ?Nat {
    let size = self.size();
    var i = fromInclusive;
    while (i < size) {
      if (equal(self[i], element)) { return ?i };
      i += 1;
    };
    null
  };

  /// Returns the last position of an element. Takes time in the size.
  public func lastIndexOf<T>(self : [var T], equal : (implicit : (T, T) -> Bool), element : T) : ?Nat {
    prevIndexOf<T>(self, equal, element, self.size())
  };

  /// Returns the last position before `fromExclusive` of an element equal to one given. Traps if elements are looked at that are
  /// not there.
  public func prevIndexOf<T>(self : [var T], equal : (implicit : (T, T) -> Bool), element : T, fromExclusive : Nat) : ?Nat {
    var i = fromExclusive;
    while (i > 0) {
      i -= 1;
      if (equal(self[i], element)) { return ?i };
    };
    null
  };

  /// Returns whether an element is there. Takes time in the size.
  public func contains<T>(self : [var T], equal : (implicit : (T, T) -> Bool), element : T) : Bool {
    switch (nextIndexOf<T>(self, equal, element, 0)) { case null false; case _ true };
  };

  /// Returns whether a function says so for all elements; stops at the first for which it does not.
  public func all<T>(self : [var T], predicate : T -> Bool) : Bool {
    let size = self.size();
    var i = 0;
    while (i < size) {
      if (not predicate(self[i])) { return false };
      i += 1;
    };
    true
  };

  /// Returns whether a function says so for some element; stops at the first.
  public func any<T>(self : [var T], predicate : T -> Bool) : Bool {
    let size = self.size();
    var i = 0;
    while (i < size) {
      if (predicate(self[i])) { return true };
      i += 1;
    };
    false
  };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : [var T], f : T -> ()) {
    let size = self.size();
    var i = 0;
    while (i < size) {
      f(self[i]);
      i += 1;
    };
  };

  /// Combines all elements from the first to the last.
  /// Example: `VarArray.foldLeft<Nat, Nat>([var 1, 2], 0, func(sum, x) = sum + x)` is `3`.
  public func foldLeft<T, A>(self : [var T], base : A, combine : (A, T) -> A) : A {
    var result = base;
    let size = self.size();
    var i = 0;
    while (i < size) {
      result := combine(result, self[i]);
      i += 1;
    };
    result
  };

  /// Combines all elements from the last to the first.
  public func foldRight<T, A>(self : [var T], base : A, combine : (T, A) -> A) : A {
    var result = base;
    var i = self.size();
    while (i > 0) {
      i -= 1;
      result := combine(self[i], result);
    };
    result
  };

  /// Returns an array of what a function makes of each element.
  /// Example: `VarArray.map<Nat, Text>([var 1, 2], Nat.toText)` is `[var "1", "2"]`.
  public func map<T, R>(self : [var T], f : T -> R) : [var R] { Prim.Array_tabulateVar<R>(self.size(), func i = f(self[i])) };

  /// As `map`; the function gets the position too.
  public func mapEntries<T, R>(self : [var T], f : (T, Nat) -> R) : [var R] { Prim.Array_tabulateVar<R>(self.size(), func i = f(self[i], i)) };

  /// Applies a function that may fail to each element; stops at the first error.
  public func mapResult<T, R, E>(self : [var T], f : T -> Types.Result<R, E>) : Types.Result<[var R], E> {
    let size = self.size();
    let results = Prim.Array_init<?R>(size, null);
    var i = 0;
    while (i < size) {
      switch (f(self[i])) {
        case (#ok r) { results[i] := ?r };
        case (#err e) { return #err e };
      };
      i += 1;
    };
    #ok(Prim.Array_tabulateVar<R>(size, func i = switch (results[i]) { case (?r) r; case null Prim.trap("mapResult") }))
  };

  /// Returns the elements that a predicate holds for.
  public func filter<T>(self : [var T], f : T -> Bool) : [var T] {
    let size = self.size();
    let kept = Prim.Array_init<Nat>(size, 0);
    var count = 0;
    var i = 0;
    while (i < size) {
      if (f(self[i])) {
        kept[count] := i;
        count += 1;
      };
      i += 1;
    };
    Prim.Array_tabulateVar<T>(count, func i = self[kept[i]])
  };

  /// Returns what a function makes of the elements, without the `null`s.
  public func filterMap<T, R>(self : [var T], f : T -> ?R) : [var R] {
    let size = self.size();
    let results = Prim.Array_init<?R>(size, null);
    var count = 0;
    var i = 0;
    while (i < size) {
      switch (f(self[i])) {
        case null {};
        case result {
          results[count] := result;
          count += 1;
        };
      };
      i += 1;
    };
    Prim.Array_tabulateVar<R>(count, func i = switch (results[i]) { case (?r) r; case null Prim.trap("filterMap") })
  };

  /// Returns the elements of one array, then those of another.
  public func concat<T>(self : [var T], other : [var T]) : [var T] {
    let size = self.size();
    Prim.Array_tabulateVar<T>(size + other.size(), func i = if (i < size) { self[i] } else { other[i - size] })
  };

  /// Returns the elements of all arrays in an array.
  public func flatten<T>(self : [var [var T]]) : [var T] { join<T>(self.values()) };

  /// Returns the elements of all arrays that an iterator gives.
  public func join<T>(self : Types.Iter<[var T]>) : [var T] {
    var inner : [var T] = [var];
    var i = 0;
    fromIter<T>({
      next = func() : ?T {
        while (i == inner.size()) {
          switch (self.next()) {
            case null { return null };
            case (?following) { inner := following; i := 0 };
          };
        };
        i += 1;
        ?inner[i - 1]
      };
    })
  };

  /// Returns the elements of all iterators that a function makes of the elements.
  public func flatMap<T, R>(self : [var T], k : T -> Types.Iter<R>) : [var R] {
    var inner : Types.Iter<R> = { next = func() : ?R { null } };
    var i = 0;
    fromIter<R>({
      next = func() : ?R {
        loop {
          switch (inner.next()) {
            case (?r) { return ?r };
            case null {
              if (i == self.size()) { return null };
              inner := k(self[i]);
              i += 1;
            };
          };
        };
      };
    })
  };

  /// Returns a new array of the elements the other way round. Takes time in the size.
  public func reverse<T>(self : [var T]) : [var T] {
    let size = self.size();
    Prim.Array_tabulateVar<T>(size, func i = self[size - 1 - i])
  };

  /// Returns the elements in ascending order; equal ones stay in order. The array itself does not change.
  public func sort<T>(self : [var T], compare : (implicit : (T, T) -> Types.Order)) : [var T] {
    let sorted = Prim.Array_tabulateVar<T>(self.size(), func i = self[i]);
    Sort.sort(sorted, compare);
    sorted
  };

  /// Puts the elements in ascending order; equal ones stay in order.
  public func sortInPlace<T>(self : [var T], compare : (implicit : (T, T) -> Types.Order)) : () { Sort.sort(self, compare) };

  /// Turns the elements round. Takes time in the size.
  public func reverseInPlace<T>(self : [var T]) : () {
    let size = self.size();
    var i = 0;
    while (i < size / 2) {
      let item = self[i];
      self[i] := self[size - 1 - i];
      self[size - 1 - i] := item;
      i += 1;
    };
  };

  /// Replaces each element by what a function makes of it.
  public func mapInPlace<T>(self : [var T], f : T -> T) {
    let size = self.size();
    var i = 0;
    while (i < size) {
      self[i] := f(self[i]);
      i += 1;
    };
  };

  /// Returns whether no element is above the next. Takes time in the size.
  public func isSorted<T>(self : [var T], compare : (implicit : (T, T) -> Types.Order)) : Bool {
    let size = self.size();
    var i = 1;
    while (i < size) {
      switch (compare(self[i - 1], self[i])) { case (#greater) { return false }; case _ {} };
      i += 1;
    };
    true
  };

  /// Finds an element in a sorted array, or the place where it would go.
  public func binarySearch<T>(self : [var T], compare : (implicit : (T, T) -> Types.Order), element : T) : { #found : Nat; #insertionIndex : Nat } {
    var low = 0;
    var high = self.size();
    while (low < high) {
      let middle = (low + high) / 2;
      switch (compare(self[middle], element)) {
        case (#less) { low := middle + 1 };
        case (#equal) { return #found middle };
        case (#greater) { high := middle };
      };
    };
    #insertionIndex low
  };

  /// Gives the positions.
  public func keys<T>(self : [var T]) : Types.Iter<Nat> { self.keys() };

  /// Gives the elements in order.
  public func values<T>(self : [var T]) : Types.Iter<T> { self.values() };

  /// Gives the elements with their positions.
  public func enumerate<T>(self : [var T]) : Types.Iter<(Nat, T)> {
    var i = 0;
    {
      next = func() : ?(Nat, T) {
        if (i >= self.size()) { return null };
        i += 1;
        ?(i - 1 : Nat, self[i - 1])
      };
    }
  };

  /// Returns where a slice begins or ends: negative positions count from the end.
  func position(index : Int, size : Nat) : Nat {
    let i = if (index < 0) { index + size } else { index };
    if (i < 0) { 0 } else if (i > size) { size } else { Prim.abs(i) };
  };

  /// Gives the elements from one position up to another, not included; negative positions count from the end.
  public func range<T>(self : [var T], fromInclusive : Int, toExclusive : Int) : Types.Iter<T> {
    var i = position(fromInclusive, self.size());
    let end = position(toExclusive, self.size());
    {
      next = func() : ?T {
        if (i >= end) { return null };
        i += 1;
        ?self[i - 1]
      };
    }
  };

  /// Returns the elements from one position up to another, not included; negative positions count from the end.
  /// Example: `VarArray.sliceToArray<Nat>([var 1, 2, 3], 1, 3)` is `[2, 3]`.
  public func sliceToArray<T>(self : [var T], fromInclusive : Int, toExclusive : Int) : [T] {
    let start = position(fromInclusive, self.size());
    let end = position(toExclusive, self.size());
    if (start >= end) { return [] };
    Prim.Array_tabulate<T>(end - start, func i = self[start + i])
  };

  /// Returns an array of the elements from one position up to another.
  public func sliceToVarArray<T>(self : [var T], fromInclusive : Int, toExclusive : Int) : [var T] {
    let start = position(fromInclusive, self.size());
    let end = position(toExclusive, self.size());
    if (start >= end) { return [var] };
    Prim.Array_tabulateVar<T>(end - start, func i = self[start + i])
  };

  /// Returns the elements that an iterator gives.
  public func fromIter<T>(iter : Types.Iter<T>) : [var T] {
    var room : [var T] = [var];
    var size = 0;
    loop {
      switch (iter.next()) {
        case null { return Prim.Array_tabulateVar<T>(size, func i = room[i]) };
        case (?x) {
          if (size == room.size()) {
            let old = room;
            room := Prim.Array_init<T>(if (size == 0) { 8 } else { size * 2 }, x);
            var i = 0;
            while (i < size) { room[i] := old[i]; i += 1 };
          };
          room[size] := x;
          size += 1;
        };
      };
    };
  };

  /// Example: `VarArray.toText<Nat>([var 1, 2])` is `"[var 1, 2]"`.
  public func toText<T>(self : [var T], f : (implicit : (toText : T -> Text))) : Text {
    var text = "[var";
    var i = 0;
    while (i < self.size()) {
      if (i > 0) { text #= ", " } else { text #= " " };
      text #= f(self[i]);
      i += 1;
    };
    text # "]"
  };
}
