/// `mo:base/Buffer` over `mo:core/List`: a row of elements that grows. Time is in the size unless it is said.
import List "mo:core/List";
import Types "mo:core/Types";
import Prim "mo:⛔";

module {
  /// A row of elements. The first capacity is only a hint.
  public class Buffer<X>(initCapacity : Nat) {
    var list = List.empty<X>();

    /// Returns the number of elements, at once.
    public func size() : Nat { List.size(list) };

    /// Adds an element at the end, at once on average.
    public func add(element : X) { List.add(list, element) };

    /// Returns the element at a position, at once; traps if there is none.
    public func get(index : Nat) : X {
      switch (List.get(list, index)) { case (?x) x; case null Prim.trap("Buffer index out of bounds in get") };
    };

    /// Returns the element at a position, at once.
    public func getOpt(index : Nat) : ?X { List.get(list, index) };

    /// Replaces an element, at once; traps if there is none.
    public func put(index : Nat, element : X) {
      if (index >= List.size(list)) { Prim.trap("Buffer index out of bounds in put") };
      List.put(list, index, element);
    };

    /// Takes the last element away, at once.
    public func removeLast() : ?X { List.removeLast(list) };

    /// Takes an element away; traps if there is none.
    public func remove(index : Nat) : X {
      let element = get(index);
      var i = index + 1;
      while (i < size()) { List.put(list, i - 1 : Nat, get(i)); i += 1 };
      ignore List.removeLast(list);
      element
    };

    /// Takes all elements away.
    public func clear() { List.clear(list) };

    /// Keeps the elements for which a function says so.
    public func filterEntries(predicate : (Nat, X) -> Bool) {
      let kept = List.empty<X>();
      var i = 0;
      for (x in List.values(list)) { if (predicate(i, x)) { List.add(kept, x) }; i += 1 };
      list := kept;
    };

    /// Returns how many elements there is room for.
    public func capacity() : Nat { if (size() > initCapacity) { size() } else { initCapacity } };

    /// Does nothing: room is made when it is needed.
    public func reserve(capacity : Nat) { if (capacity < size()) { Prim.trap("capacity must be >= size in reserve") } };

    /// Adds the elements of another buffer at the end.
    public func append(buffer : Buffer<X>) { for (x in List.values(List.fromIter<X>(buffer.vals()))) { add(x) } };

    /// Adds an element at a position.
    public func insert(index : Nat, element : X) {
      if (index > size()) { Prim.trap("Buffer index out of bounds in insert") };
      List.add(list, element);
      var i = size() - 1 : Nat;
      while (i > index) { List.put(list, i, get(i - 1 : Nat)); i -= 1 };
      List.put(list, index, element);
    };

    /// Adds the elements of another buffer at a position.
    public func insertBuffer(index : Nat, buffer : Buffer<X>) {
      if (index > size()) { Prim.trap("Buffer index out of bounds in insertBuffer") };
      let result = List.empty<X>();
      var i = 0;
      for (x in List.values(list)) {
        if (i == index) { List.addAll(result, buffer.vals()) };
        List.add(result, x);
        i += 1;
      };
      if (i == index) { List.addAll(result, buffer.vals()) };
      list := result;
    };

    /// Puts the elements in order; equal ones stay as they are. Takes time n log n.
    public func sort(compare : (X, X) -> Types.Order) { List.sortInPlace<X>(list, compare) };

    /// Gives the elements.
    public func vals() : Types.Iter<X> { List.values(list) };
  };

  /// Returns whether there are no elements, at once.
  public func isEmpty<X>(buffer : Buffer<X>) : Bool { buffer.size() == 0 };

  /// Returns whether an element is there.
  public func contains<X>(buffer : Buffer<X>, element : X, equal : (X, X) -> Bool) : Bool { forSome<X>(buffer, func x = equal(x, element)) };

  /// Returns a buffer with the same elements that changes on its own.
  public func clone<X>(buffer : Buffer<X>) : Buffer<X> { fromIter<X>(buffer.vals()) };

  /// Returns the greatest element.
  public func max<X>(buffer : Buffer<X>, compare : (X, X) -> Types.Order) : ?X {
    var best : ?X = null;
    for (x in buffer.vals()) { switch best { case (?b) { if (compare(x, b) == #greater) { best := ?x } }; case null { best := ?x } } };
    best
  };

  /// Returns the least element.
  public func min<X>(buffer : Buffer<X>, compare : (X, X) -> Types.Order) : ?X {
    var best : ?X = null;
    for (x in buffer.vals()) { switch best { case (?b) { if (compare(x, b) == #less) { best := ?x } }; case null { best := ?x } } };
    best
  };

  /// Returns whether the elements are equal.
  public func equal<X>(buffer1 : Buffer<X>, buffer2 : Buffer<X>, equal : (X, X) -> Bool) : Bool {
    if (buffer1.size() != buffer2.size()) { return false };
    var i = 0;
    while (i < buffer1.size()) { if (not equal(buffer1.get(i), buffer2.get(i))) { return false }; i += 1 };
    true
  };

  /// Returns text of the elements.
  public func toText<X>(buffer : Buffer<X>, toText : X -> Text) : Text {
    var text = "[";
    var first = true;
    for (x in buffer.vals()) {
      if first { first := false } else { text #= ", " };
      text #= toText(x);
    };
    text # "]"
  };

  /// Returns the first position of an element.
  public func indexOf<X>(element : X, buffer : Buffer<X>, equal : (X, X) -> Bool) : ?Nat {
    var i = 0;
    for (x in buffer.vals()) { if (equal(x, element)) { return ?i }; i += 1 };
    null
  };

  /// Returns so many elements from a position on.
  public func subBuffer<X>(buffer : Buffer<X>, start : Nat, length : Nat) : Buffer<X> {
    let result = Buffer<X>(length);
    var i = start;
    while (i < start + length) { result.add(buffer.get(i)); i += 1 };
    result
  };

  /// Calls a function with each element.
  public func iterate<X>(buffer : Buffer<X>, f : X -> ()) { for (x in buffer.vals()) { f(x) } };

  /// Returns what a function makes of each element.
  public func map<X, Y>(buffer : Buffer<X>, f : X -> Y) : Buffer<Y> {
    let result = Buffer<Y>(buffer.size());
    for (x in buffer.vals()) { result.add(f(x)) };
    result
  };

  /// Returns what a function makes of each position and element.
  public func mapEntries<X, Y>(buffer : Buffer<X>, f : (Nat, X) -> Y) : Buffer<Y> {
    let result = Buffer<Y>(buffer.size());
    var i = 0;
    for (x in buffer.vals()) { result.add(f(i, x)); i += 1 };
    result
  };

  /// Returns what a function makes of the elements, where it makes something.
  public func mapFilter<X, Y>(buffer : Buffer<X>, f : X -> ?Y) : Buffer<Y> {
    let result = Buffer<Y>(buffer.size());
    for (x in buffer.vals()) { switch (f(x)) { case (?y) { result.add(y) }; case null {} } };
    result
  };

  /// Combines the elements, the first one first.
  public func foldLeft<A, X>(buffer : Buffer<X>, base : A, combine : (A, X) -> A) : A {
    var result = base;
    for (x in buffer.vals()) { result := combine(result, x) };
    result
  };

  /// Combines the elements, the last one first.
  public func foldRight<X, A>(buffer : Buffer<X>, base : A, combine : (X, A) -> A) : A {
    var result = base;
    var i = buffer.size();
    while (i > 0) { i -= 1; result := combine(buffer.get(i), result) };
    result
  };

  /// Returns whether a function says so for all elements.
  public func forAll<X>(buffer : Buffer<X>, predicate : X -> Bool) : Bool {
    for (x in buffer.vals()) { if (not predicate(x)) { return false } };
    true
  };

  /// Returns whether a function says so for an element.
  public func forSome<X>(buffer : Buffer<X>, predicate : X -> Bool) : Bool {
    for (x in buffer.vals()) { if (predicate(x)) { return true } };
    false
  };

  /// Returns the first element, at once; traps if there is none.
  public func first<X>(buffer : Buffer<X>) : X { buffer.get(0) };

  /// Returns the last element, at once; traps if there is none.
  public func last<X>(buffer : Buffer<X>) : X { buffer.get(buffer.size() - 1 : Nat) };

  /// Returns a buffer of one element.
  public func make<X>(element : X) : Buffer<X> {
    let result = Buffer<X>(1);
    result.add(element);
    result
  };

  /// Turns the elements round in place.
  public func reverse<X>(buffer : Buffer<X>) {
    let n = buffer.size();
    var i = 0;
    while (i < n / 2) {
      let x = buffer.get(i);
      buffer.put(i, buffer.get(n - 1 - i : Nat));
      buffer.put(n - 1 - i : Nat, x);
      i += 1;
    };
  };

  /// Returns an array of the elements.
  public func toArray<X>(buffer : Buffer<X>) : [X] { Prim.Array_tabulate<X>(buffer.size(), func i = buffer.get(i)) };

  /// Returns an array of the elements.
  public func toVarArray<X>(buffer : Buffer<X>) : [var X] { Prim.Array_tabulateVar<X>(buffer.size(), func i = buffer.get(i)) };

  /// Returns a buffer of the elements of an array.
  public func fromArray<X>(array : [X]) : Buffer<X> { fromIter<X>(array.values()) };

  /// Returns a buffer of the elements of an array.
  public func fromVarArray<X>(array : [var X]) : Buffer<X> { fromIter<X>(array.values()) };

  /// Returns a buffer of what an iterator gives.
  public func fromIter<X>(iter : Types.Iter<X>) : Buffer<X> {
    let result = Buffer<X>(8);
    for (x in iter) { result.add(x) };
    result
  };
}
