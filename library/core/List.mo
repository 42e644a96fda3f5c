/// Lists that grow at the end. Reading and writing at a position take the same time however long the list is; so does `add`, on average.
import Prim "mo:⛔";
import Types "Types";
import Sort "internal/Sort";

module {
  /// An array with room to spare: it doubles when it is full, so that adding takes constant time on average.
  public type List<T> = Types.List<T>;
  func element<T>(list : List<T>, index : Nat) : T {
    switch (list.items[index]) {
      case (?x) x;
      case null Prim.trap("List: an element is missing");
    };
  };

  // Making lists.

  /// Returns a new list without elements.
  /// Example: `let names = List.empty<Text>(); names.add("Ada")`.
  public func empty<T>() : List<T> { { var items = [var]; var size = 0 } };

  /// Returns a new list of one element.
  public func singleton<T>(element : T) : List<T> {
    let list = empty<T>();
    add(list, element);
    list
  };

  /// Returns a list of `size` times the same element.
  public func repeat<T>(initValue : T, size : Nat) : List<T> {
    let list = empty<T>();
    addRepeat(list, initValue, size);
    list
  };

  /// Returns a list of what a function makes of 0, 1, 2 and so on.
  public func tabulate<T>(size : Nat, generator : Nat -> T) : List<T> {
    let list = empty<T>();
    var i = 0;
    while (i < size) { add(list, generator(i)); i += 1 };
    list
  };

  /// Returns a new list of the elements of an array. Takes time in the size.
  public func fromArray<T>(array : [T]) : List<T> { fromIter(array.values()) };

  /// Returns a new list of the elements of an array. Takes time in the size.
  public func fromVarArray<T>(array : [var T]) : List<T> { fromIter(array.values()) };

  /// Returns a new list of what an iterator gives. Takes time in the size.
  public func fromIter<T>(iter : Types.Iter<T>) : List<T> {
    let list = empty<T>();
    addAll(list, iter);
    list
  };

  /// Returns a new list of what an iterator gives.
  public func toList<T>(self : Types.Iter<T>) : List<T> { fromIter(self) };

  /// Returns a new list of the elements of one that does not change.
  public func fromPure<T>(pure : Types.Pure.List<T>) : List<T> {
    let list = empty<T>();
    var rest = pure;
    loop {
      switch rest {
        case null { return list };
        case (?(x, tail)) { add(list, x); rest := tail };
      };
    };
  };

  /// Returns the elements in a list that does not change.
  public func toPure<T>(self : List<T>) : Types.Pure.List<T> {
    foldRight<T, Types.Pure.List<T>>(self, null, func(x, list) = ?(x, list))
  };

  /// Returns a list with the same elements that changes on its own.
  public func clone<T>(self : List<T>) : List<T> { fromIter(values(self)) };

  // Changing lists.

  /// Adds an element at the end.
  public func add<T>(self : List<T>, element : T) {
    if (self.size == self.items.size()) { resize(self, if (self.size == 0) { 8 } else { self.size * 2 }) };
    self.items[self.size] := ?element;
    self.size += 1;
  };

  /// Makes room for so many elements, not fewer than there are.
  func resize<T>(list : List<T>, room : Nat) {
    let items = Prim.Array_init<?T>(room, null);
    Prim.Array_move<?T>(list.items, 0, items, 0, list.size);
    list.items := items;
  };

  /// Adds what an iterator gives.
  public func addAll<T>(self : List<T>, iter : Types.Iter<T>) { for (x in iter) { add(self, x) } };

  /// Adds an element so many times.
  public func addRepeat<T>(self : List<T>, initValue : T, count : Nat) {
    var left = count;
    while (left > 0) { add(self, initValue); left -= 1 };
  };

  /// Adds the elements of another list.
  public func append<T>(self : List<T>, added : List<T>) {
    let count = added.size;
    var i = 0;
    while (i < count) { add(self, element(added, i)); i += 1 };
  };

  /// Takes the last element away and returns it.
  public func removeLast<T>(self : List<T>) : ?T {
    if (self.size == 0) { return null };
    let last = self.size - 1 : Nat;
    let item = self.items[last];
    self.items[last] := null;
    self.size := last;
    let room = self.items.size();
    if (room > 16 and last < room / 4) { resize(self, room / 2) };
    item
  };

  /// Takes elements away from the end until `newSize` are left.
  public func truncate<T>(self : List<T>, newSize : Nat) { while (self.size > newSize) { ignore removeLast(self) } };

  /// Takes all elements away.
  public func clear<T>(self : List<T>) {
    self.items := [var];
    self.size := 0;
  };

  /// Replaces the element at a position; traps beyond the end.
  public func put<T>(self : List<T>, index : Nat, value : T) {
    if (index >= self.size) { Prim.trap("List index out of bounds in put") };
    self.items[index] := ?value;
  };

  /// Replaces all elements by one value.
  public func fill<T>(self : List<T>, value : T) { mapInPlace<T>(self, func _ = value) };

  /// Replaces each element by what a function makes of it. Takes time in the size.
  public func mapInPlace<T>(self : List<T>, f : T -> T) {
    let items = self.items;
    let size = Prim.natToNat32(self.size);
    var i : Nat32 = 0;
    while (i < size) {
      let at = Prim.nat32ToNat(i);
      switch (items[at]) { case (?x) { items[at] := ?f(x) }; case null {} };
      i +%= 1;
    };
  };

  /// Keeps only the elements that a predicate holds for.
  public func retain<T>(self : List<T>, predicate : T -> Bool) {
    var kept = 0;
    var i = 0;
    while (i < self.size) {
      let x = element(self, i);
      if (predicate(x)) {
        if (kept < i) { put(self, kept, x) };
        kept += 1;
      };
      i += 1;
    };
    truncate(self, kept);
  };

  /// Leaves out elements equal to the one before them.
  public func deduplicate<T>(self : List<T>, equal : (implicit : (T, T) -> Bool)) {
    var before : ?T = null;
    retain<T>(
      self,
      func x {
        let again = switch before { case (?y) equal(y, x); case null false };
        if (not again) { before := ?x };
        not again
      },
    );
  };

  /// Turns the elements round. Takes time in the size.
  public func reverseInPlace<T>(self : List<T>) {
    var i = 0;
    while (i < self.size / 2) {
      let other = self.size - 1 - i : Nat;
      let x = element(self, i);
      put(self, i, element(self, other));
      put(self, other, x);
      i += 1;
    };
  };

  /// Puts the elements in ascending order; equal ones stay in order.
  public func sortInPlace<T>(self : List<T>, compare : (implicit : (T, T) -> Types.Order)) {
    let array = toVarArray(self);
    Sort.sort(array, compare);
    var i = 0;
    while (i < array.size()) { put(self, i, array[i]); i += 1 };
  };

  // Reading lists.

  /// Returns the number of elements, at once.
  public func size<T>(self : List<T>) : Nat { self.size };

  /// Returns whether there is nothing in the list, at once.
  public func isEmpty<T>(self : List<T>) : Bool { self.size == 0 };

  /// Returns the element at a position; traps beyond the end.
  public func at<T>(self : List<T>, index : Nat) : T {
    if (index >= self.size) { Prim.trap("List index out of bounds in at") };
    element(self, index)
  };

  /// Returns the element at a position, or `null` beyond the end.
  public func get<T>(self : List<T>, index : Nat) : ?T {
    if (index >= self.size) { null } else { self.items[index] };
  };

  /// Returns the first element.
  public func first<T>(self : List<T>) : ?T { get(self, 0) };

  /// Returns the last element.
  public func last<T>(self : List<T>) : ?T { if (self.size == 0) { null } else { get(self, self.size - 1 : Nat) } };

  /// Gives the elements in order. The list may grow meanwhile.
  public func values<T>(self : List<T>) : Types.Iter<T> {
    var i = 0;
    {
      next = func() : ?T {
        if (i >= self.size) { return null };
        i += 1;
        ?element(self, i - 1 : Nat)
      };
    }
  };

  /// Gives the positions.
  public func keys<T>(self : List<T>) : Types.Iter<Nat> {
    var i = 0;
    {
      next = func() : ?Nat {
        if (i >= self.size) { return null };
        i += 1;
        ?(i - 1 : Nat)
      };
    }
  };

  /// Gives the elements with their positions.
  public func enumerate<T>(self : List<T>) : Types.Iter<(Nat, T)> {
    var i = 0;
    {
      next = func() : ?(Nat, T) {
        if (i >= self.size) { return null };
        i += 1;
        ?(i - 1 : Nat, element(self, i - 1 : Nat))
      };
    }
  };

  /// Gives the elements, the last one first.
  public func reverseValues<T>(self : List<T>) : Types.Iter<T> {
    var left = self.size;
    {
      next = func() : ?T {
        if (left == 0) { return null };
        left -= 1;
        ?element(self, left)
      };
    }
  };

  /// Gives positions and elements, the last one first.
  public func reverseEnumerate<T>(self : List<T>) : Types.Iter<(Nat, T)> {
    var left = self.size;
    {
      next = func() : ?(Nat, T) {
        if (left == 0) { return null };
        left -= 1;
        ?(left, element(self, left))
      };
    }
  };

  /// Returns a function that gives one element after the other, from a position on; it traps at the end.
  public func reader<T>(self : List<T>, start : Nat) : () -> T {
    var i = start;
    func() : T {
      i += 1;
      at(self, i - 1 : Nat)
    }
  };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : List<T>, f : T -> ()) {
    var i = 0;
    while (i < self.size) { f(element(self, i)); i += 1 };
  };

  /// Calls a function with each position and element, in order.
  public func forEachEntry<T>(self : List<T>, f : (Nat, T) -> ()) {
    var i = 0;
    while (i < self.size) { f(i, element(self, i)); i += 1 };
  };

  /// Calls a function with the elements from one position up to another, not included; traps if they do not exist.
  public func forEachInRange<T>(self : List<T>, f : T -> (), fromInclusive : Nat, toExclusive : Nat) {
    if (fromInclusive > toExclusive or toExclusive > self.size) { Prim.trap("Invalid range") };
    var i = fromInclusive;
    while (i < toExclusive) { f(element(self, i)); i += 1 };
  };

  /// Calls a function with each element, the last one first.
  public func reverseForEach<T>(self : List<T>, f : T -> ()) { for (x in reverseValues(self)) { f(x) } };

  /// Calls a function with each position and element, the last one first.
  public func reverseForEachEntry<T>(self : List<T>, f : (Nat, T) -> ()) { for ((i, x) in reverseEnumerate(self)) { f(i, x) } };

  /// Returns the first element that a predicate holds for.
  public func find<T>(self : List<T>, predicate : T -> Bool) : ?T {
    switch (findIndex(self, predicate)) { case (?i) get(self, i); case null null };
  };

  /// Returns the position of the first element for which a function says so.
  public func findIndex<T>(self : List<T>, predicate : T -> Bool) : ?Nat {
    var i = 0;
    while (i < self.size) {
      if (predicate(element(self, i))) { return ?i };
      i += 1;
    };
    null
  };

  /// Returns the position of the last element for which a function says so.
  public func findLastIndex<T>(self : List<T>, predicate : T -> Bool) : ?Nat {
    var i = self.size;
    while (i > 0) {
      i -= 1;
      if (predicate(element(self, i))) { return ?i };
    };
    null
  };

  /// Returns the first position of an element. Takes time in the size.
  public func indexOf<T>(self : List<T>, equal : (implicit : (T, T) -> Bool), element : T) : ?Nat {
    if (self.size == 0) { null } else { nextIndexOf<T>(self, equal, element, 0) }
  };

  /// Returns the first position of an element from a position on. Traps unless an element is there.
  public func nextIndexOf<T>(self : List<T>, equal : (implicit : (T, T) -> Bool), element : T, fromInclusive : Nat) : ?Nat {
    if (fromInclusive >= self.size) { Prim.trap("List index out of bounds in nextIndexOf") };
    var i = fromInclusive;
    while (i < self.size) {
      if (equal(at(self, i), element)) { return ?i };
      i += 1;
    };
    null
  };

  /// Returns the last position of an element. Takes time in the size.
  public func lastIndexOf<T>(self : List<T>, equal : (implicit : (T, T) -> Bool), element : T) : ?Nat {
    prevIndexOf<T>(self, equal, element, self.size)
  };

  /// Returns the last position of an element before a position. Traps if that is behind the end.
  public func prevIndexOf<T>(self : List<T>, equal : (implicit : (T, T) -> Bool), element : T, fromExclusive : Nat) : ?Nat {
    if (fromExclusive > self.size) { Prim.trap("List index out of bounds in prevIndexOf") };
    var i = fromExclusive;
    while (i > 0) {
      i -= 1;
      if (equal(at(self, i), element)) { return ?i };
    };
    null
  };

  /// Returns whether an element is there. Takes time in the size.
  public func contains<T>(self : List<T>, equal : (implicit : (T, T) -> Bool), element : T) : Bool {
    switch (indexOf<T>(self, equal, element)) { case null false; case _ true };
  };

  /// Returns whether a function says so for all elements; stops at the first for which it does not.
  public func all<T>(self : List<T>, predicate : T -> Bool) : Bool {
    switch (findIndex<T>(self, func x = not predicate(x))) { case null true; case _ false };
  };

  /// Returns whether a function says so for some element; stops at the first.
  public func any<T>(self : List<T>, predicate : T -> Bool) : Bool {
    switch (findIndex<T>(self, predicate)) { case null false; case _ true };
  };

  /// Combines all elements from the first to the last.
  public func foldLeft<A, T>(self : List<T>, base : A, combine : (A, T) -> A) : A {
    var result = base;
    var i = 0;
    while (i < self.size) { result := combine(result, element(self, i)); i += 1 };
    result
  };

  /// Combines all elements from the last to the first.
  public func foldRight<T, A>(self : List<T>, base : A, combine : (T, A) -> A) : A {
    var result = base;
    var i = self.size;
    while (i > 0) { i -= 1; result := combine(element(self, i), result) };
    result
  };

  /// Returns the greatest element. Takes time in the size.
  public func max<T>(self : List<T>, compare : (implicit : (T, T) -> Types.Order)) : ?T {
    var best = first(self);
    forEach<T>(self, func x = switch best { case (?b) { switch (compare(b, x)) { case (#less) { best := ?x }; case _ {} } }; case null {} });
    best
  };

  /// Returns the least element. Takes time in the size.
  public func min<T>(self : List<T>, compare : (implicit : (T, T) -> Types.Order)) : ?T {
    var best = first(self);
    forEach<T>(self, func x = switch best { case (?b) { switch (compare(b, x)) { case (#greater) { best := ?x }; case _ {} } }; case null {} });
    best
  };

  /// Returns whether no element is above the next. Takes time in the size.
  public func isSorted<T>(self : List<T>, compare : (implicit : (T, T) -> Types.Order)) : Bool {
    var i = 1;
    while (i < self.size) {
      switch (compare(element(self, i - 1 : Nat), element(self, i))) { case (#greater) { return false }; case _ {} };
      i += 1;
    };
    true
  };

  /// Finds an element in a sorted list, or the place where it would go.
  public func binarySearch<T>(self : List<T>, compare : (implicit : (T, T) -> Types.Order), element : T) : { #found : Nat; #insertionIndex : Nat } {
    var low = 0;
    var high = self.size;
    while (low < high) {
      let middle = (low + high) / 2;
      switch (compare(at(self, middle), element)) {
        case (#less) { low := middle + 1 };
        case (#equal) { return #found middle };
        case (#greater) { high := middle };
      };
    };
    #insertionIndex low
  };

  /// Returns whether both have the same size and equal elements.
  public func equal<T>(self : List<T>, other : List<T>, equal : (implicit : (T, T) -> Bool)) : Bool {
    if (self.size != other.size) { return false };
    var i = 0;
    while (i < self.size) {
      if (not equal(element(self, i), element(other, i))) { return false };
      i += 1;
    };
    true
  };

  /// Compares element by element, then by size.
  public func compare<T>(self : List<T>, other : List<T>, compare : (implicit : (T, T) -> Types.Order)) : Types.Order {
    var i = 0;
    while (i < self.size and i < other.size) {
      switch (compare(element(self, i), element(other, i))) {
        case (#equal) { i += 1 };
        case order { return order };
      };
    };
    if (self.size < other.size) { #less } else if (self.size == other.size) { #equal } else { #greater };
  };

  // New lists from old ones.

  /// Returns a list of what a function makes of each element.
  public func map<T, R>(self : List<T>, f : T -> R) : List<R> {
    let list = empty<R>();
    forEach<T>(self, func x = add(list, f(x)));
    list
  };

  /// As `map`; the function gets the position too.
  public func mapEntries<T, R>(self : List<T>, f : (T, Nat) -> R) : List<R> {
    let list = empty<R>();
    forEachEntry<T>(self, func(i, x) = add(list, f(x, i)));
    list
  };

  /// Applies a function that may fail to each element; stops at the first error.
  public func mapResult<T, R, E>(self : List<T>, f : T -> Types.Result<R, E>) : Types.Result<List<R>, E> {
    let list = empty<R>();
    var i = 0;
    while (i < self.size) {
      switch (f(element(self, i))) {
        case (#ok r) { add(list, r) };
        case (#err e) { return #err e };
      };
      i += 1;
    };
    #ok list
  };

  /// Returns the elements that a predicate holds for.
  public func filter<T>(self : List<T>, predicate : T -> Bool) : List<T> {
    let list = empty<T>();
    forEach<T>(self, func x { if (predicate(x)) { add(list, x) } });
    list
  };

  /// Returns a new list of what a function makes of the elements, where it makes something. Takes time in the size.
  public func filterMap<T, R>(self : List<T>, f : T -> ?R) : List<R> {
    let list = empty<R>();
    forEach<T>(self, func x = switch (f(x)) { case (?r) add(list, r); case null {} });
    list
  };

  /// Returns a new list of all that a function makes of the elements.
  public func flatMap<T, R>(self : List<T>, k : T -> Types.Iter<R>) : List<R> {
    let list = empty<R>();
    forEach<T>(self, func x = addAll(list, k(x)));
    list
  };

  /// Returns a new list of the elements of all lists.
  public func flatten<T>(self : List<List<T>>) : List<T> { join(values(self)) };

  /// Returns a new list of the elements of all lists.
  public func join<T>(self : Types.Iter<List<T>>) : List<T> {
    let list = empty<T>();
    for (part in self) { append(list, part) };
    list
  };

  /// Returns a new list of the elements the other way round. Takes time in the size.
  public func reverse<T>(self : List<T>) : List<T> { fromIter(reverseValues(self)) };

  /// Returns the elements in ascending order; the list itself does not change.
  public func sort<T>(self : List<T>, compare : (implicit : (T, T) -> Types.Order)) : List<T> {
    let array = toVarArray(self);
    Sort.sort(array, compare);
    fromVarArray(array)
  };

  /// Returns where a slice begins or ends: negative positions count from the end.
  func position(index : Int, size : Nat) : Nat {
    let i = if (index < 0) { index + size } else { index };
    if (i < 0) { 0 } else if (i > size) { size } else { Prim.abs(i) };
  };

  /// Gives the elements from one position up to another, not included; negative positions count from the end.
  public func range<T>(self : List<T>, fromInclusive : Int, toExclusive : Int) : Types.Iter<T> {
    var i = position(fromInclusive, self.size);
    let end = position(toExclusive, self.size);
    {
      next = func() : ?T {
        if (i >= end) { return null };
        i += 1;
        get(self, i - 1 : Nat)
      };
    }
  };

  /// Returns the elements from one position up to another, not included; negative positions count from the end.
  public func sliceToArray<T>(self : List<T>, fromInclusive : Int, toExclusive : Int) : [T] {
    let start = position(fromInclusive, self.size);
    let end = position(toExclusive, self.size);
    if (start >= end) { return [] };
    Prim.Array_tabulate<T>(end - start, func i = element(self, start + i))
  };

  /// Returns an array of the elements from one position up to another.
  public func sliceToVarArray<T>(self : List<T>, fromInclusive : Int, toExclusive : Int) : [var T] {
    let start = position(fromInclusive, self.size);
    let end = position(toExclusive, self.size);
    if (start >= end) { return [var] };
    Prim.Array_tabulateVar<T>(end - start, func i = element(self, start + i))
  };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : List<T>) : [T] { Prim.Array_tabulate<T>(self.size, func i = element(self, i)) };

  /// Returns an array of the elements that may change. Takes time in the size.
  public func toVarArray<T>(self : List<T>) : [var T] { Prim.Array_tabulateVar<T>(self.size, func i = element(self, i)) };

  /// Example: `List.toText<Nat>(List.fromArray([1, 2]))` is `"List[1, 2]"`.
  public func toText<T>(self : List<T>, toText : (implicit : T -> Text)) : Text {
    var text = "List[";
    forEachEntry<T>(self, func(i, x) { text #= (if (i > 0) { ", " } else { "" }) # toText(x) });
    text # "]"
  };
}
