/// Queues that do not change: adding and taking at either end give a new queue.
import Prim "mo:⛔";
import Types "../Types";
import List "List";

module {
  /// The front in order and its size, the back in reverse and its size. Neither is empty if there are two elements or more.
  public type Queue<T> = Types.Pure.Queue<T>;
  type Order = Types.Order;
  type Parts<T> = Types.Pure.List<T>;

  /// Moves half of one side over if the other is empty.
  func check<T>(front : Parts<T>, n : Nat, back : Parts<T>, m : Nat) : Queue<T> {
    if (n == 0 and m > 1) {
      let (keep, move) = List.split(back, m / 2);
      return (List.reverse(move), m - m / 2 : Nat, keep, m / 2);
    };
    if (m == 0 and n > 1) {
      let (keep, move) = List.split(front, n / 2);
      return (keep, n / 2, List.reverse(move), n - n / 2 : Nat);
    };
    (front, n, back, m)
  };

  /// Returns a new queue without elements.
  public func empty<T>() : Queue<T> { (null, 0, null, 0) };

  /// Returns a new queue of one element.
  public func singleton<T>(item : T) : Queue<T> { (?(item, null), 1, null, 0) };

  /// Returns the number of elements, at once.
  public func size<T>(self : Queue<T>) : Nat { self.1 + self.3 };

  /// Returns whether there is nothing in the queue, at once.
  public func isEmpty<T>(self : Queue<T>) : Bool { self.1 + self.3 == 0 };

  /// Returns the queue with one more element in front.
  public func pushFront<T>(self : Queue<T>, element : T) : Queue<T> { check(?(element, self.0), self.1 + 1, self.2, self.3) };

  /// Returns the queue with one more element at the back.
  public func pushBack<T>(self : Queue<T>, element : T) : Queue<T> { check(self.0, self.1, ?(element, self.2), self.3 + 1) };

  /// Returns the first element and the queue without it.
  public func popFront<T>(self : Queue<T>) : ?(T, Queue<T>) {
    switch self {
      case (?(x, front), n, back, m) ?(x, check(front, n - 1 : Nat, back, m));
      case (null, _, ?(x, _), _) ?(x, empty<T>());
      case _ null;
    };
  };

  /// Returns the queue without its last element, and that.
  public func popBack<T>(self : Queue<T>) : ?(Queue<T>, T) {
    switch self {
      case (front, n, ?(x, back), m) ?(check(front, n, back, m - 1 : Nat), x);
      case (?(x, _), _, null, _) ?(empty<T>(), x);
      case _ null;
    };
  };

  /// Returns the first element.
  public func peekFront<T>(self : Queue<T>) : ?T { switch (popFront(self)) { case (?(x, _)) ?x; case null null } };

  /// Returns the last element.
  public func peekBack<T>(self : Queue<T>) : ?T { switch (popBack(self)) { case (?(_, x)) ?x; case null null } };

  /// Returns a new queue of the elements the other way round. Takes time in the size.
  public func reverse<T>(self : Queue<T>) : Queue<T> { (self.2, self.3, self.0, self.1) };

  /// Gives the elements from front to back.
  public func values<T>(self : Queue<T>) : Types.Iter<T> { List.values(List.concat(self.0, List.reverse(self.2))) };

  /// Returns a new queue of what an iterator gives. Takes time in the size.
  public func fromIter<T>(iter : Types.Iter<T>) : Queue<T> {
    let list = List.fromIter(iter);
    check(list, List.size(list), null, 0)
  };

  /// Returns a new queue of what an iterator gives.
  public func toQueue<T>(self : Types.Iter<T>) : Queue<T> { fromIter(self) };

  /// Returns a new queue of the elements of an array. Takes time in the size.
  public func fromArray<T>(array : [T]) : Queue<T> { fromIter(array.values()) };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : Queue<T>) : [T] {
    let iter = values(self);
    Prim.Array_tabulate<T>(size(self), func _ = switch (iter.next()) { case (?x) x; case null Prim.trap("pure/Queue: an element is missing") })
  };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : Queue<T>, f : T -> ()) { for (x in values(self)) { f(x) } };

  /// Returns whether a function says so for all elements; stops at the first for which it does not.
  public func all<T>(self : Queue<T>, predicate : T -> Bool) : Bool {
    for (x in values(self)) { if (not predicate(x)) { return false } };
    true
  };

  /// Returns whether a function says so for some element; stops at the first.
  public func any<T>(self : Queue<T>, predicate : T -> Bool) : Bool {
    for (x in values(self)) { if (predicate(x)) { return true } };
    false
  };

  /// Returns whether an element is there. Takes time in the size.
  public func contains<T>(self : Queue<T>, equal : (implicit : (T, T) -> Bool), item : T) : Bool { any<T>(self, func x = equal(x, item)) };

  /// Returns a new queue of what a function makes of the elements. Takes time in the size.
  public func map<T1, T2>(self : Queue<T1>, f : T1 -> T2) : Queue<T2> {
    (List.map<T1, T2>(self.0, f), self.1, List.map<T1, T2>(self.2, f), self.3)
  };

  /// Returns a new queue of the elements for which a function says so. Takes time in the size.
  public func filter<T>(self : Queue<T>, predicate : T -> Bool) : Queue<T> {
    var result = empty<T>();
    for (x in values(self)) { if (predicate(x)) { result := pushBack(result, x) } };
    result
  };

  /// Returns a new queue of what a function makes of the elements, where it makes something. Takes time in the size.
  public func filterMap<T, U>(self : Queue<T>, f : T -> ?U) : Queue<U> {
    var result = empty<U>();
    for (x in values(self)) { switch (f(x)) { case (?y) { result := pushBack(result, y) }; case null {} } };
    result
  };

  /// Returns whether the two queues are the same. Takes time in the size.
  public func equal<T>(self : Queue<T>, other : Queue<T>, equal : (implicit : (T, T) -> Bool)) : Bool {
    if (size(self) != size(other)) { return false };
    let b = values(other);
    for (x in values(self)) { switch (b.next()) { case (?y) { if (not equal(x, y)) { return false } }; case null { return false } } };
    true
  };

  /// Compares element by element, then by size.
  public func compare<T>(self : Queue<T>, other : Queue<T>, compareItem : (implicit : (compare : (T, T) -> Order))) : Order {
    let a = values(self);
    let b = values(other);
    loop {
      switch (a.next(), b.next()) {
        case (null, null) { return #equal };
        case (null, _) { return #less };
        case (_, null) { return #greater };
        case (?x, ?y) { switch (compareItem(x, y)) { case (#equal) {}; case order { return order } } };
      };
    };
  };

  /// Returns the elements as text. Takes time in the size.
  public func toText<T>(self : Queue<T>, f : (implicit : (toText : T -> Text))) : Text {
    var text = "PureQueue[";
    var first = true;
    for (x in values(self)) {
      if first { first := false } else { text #= ", " };
      text #= f(x);
    };
    text # "]"
  };
}
