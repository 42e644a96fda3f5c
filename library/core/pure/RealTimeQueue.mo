/// Queues that do not change, in which no operation ever takes long: adding and taking at either end take time in the logarithm of the
/// size, each time. (`pure/Queue` is faster on average, but now and then moves half of its elements.)
import Types "../Types";
import Map "Map";
import Int "../Int";

module {
  /// The elements by position; positions are from `first` up to but not including `next`.
  public type Queue<T> = { elements : Types.Pure.Map<Int, T>; first : Int; next : Int };
  type Order = Types.Order;

  /// Returns a queue without elements.
  public func empty<T>() : Queue<T> { { elements = Map.empty<Int, T>(); first = 0; next = 0 } };

  /// Returns a queue of one element.
  public func singleton<T>(element : T) : Queue<T> { pushBack(empty<T>(), element) };

  /// Returns the number of elements.
  public func size<T>(self : Queue<T>) : Nat { Int.abs(self.next - self.first) };

  /// Returns whether there are no elements.
  public func isEmpty<T>(self : Queue<T>) : Bool { self.next == self.first };

  /// Returns the queue with one more element in front.
  public func pushFront<T>(self : Queue<T>, element : T) : Queue<T> {
    { elements = Map.add(self.elements, Int.compare, self.first - 1, element); first = self.first - 1; next = self.next }
  };

  /// Returns the queue with one more element at the back.
  public func pushBack<T>(self : Queue<T>, element : T) : Queue<T> {
    { elements = Map.add(self.elements, Int.compare, self.next, element); first = self.first; next = self.next + 1 }
  };

  /// Returns the first element and the queue without it.
  public func popFront<T>(self : Queue<T>) : ?(T, Queue<T>) {
    switch (peekFront(self)) {
      case (?x) ?(x, { elements = Map.remove(self.elements, Int.compare, self.first); first = self.first + 1; next = self.next });
      case null null;
    };
  };

  /// Returns the queue without its last element, and that.
  public func popBack<T>(self : Queue<T>) : ?(Queue<T>, T) {
    switch (peekBack(self)) {
      case (?x) ?({ elements = Map.remove(self.elements, Int.compare, self.next - 1); first = self.first; next = self.next - 1 }, x);
      case null null;
    };
  };

  /// Returns the first element.
  public func peekFront<T>(self : Queue<T>) : ?T { Map.get(self.elements, Int.compare, self.first) };

  /// Returns the last element.
  public func peekBack<T>(self : Queue<T>) : ?T { Map.get(self.elements, Int.compare, self.next - 1) };

  /// Returns the queue the other way round, in time n log n.
  public func reverse<T>(self : Queue<T>) : Queue<T> {
    var result = empty<T>();
    for (x in values(self)) { result := pushFront(result, x) };
    result
  };

  /// Gives the elements from front to back.
  public func values<T>(self : Queue<T>) : Types.Iter<T> { Map.values(self.elements) };

  /// Returns a queue of what an iterator gives.
  public func fromIter<T>(iter : Types.Iter<T>) : Queue<T> {
    var result = empty<T>();
    for (x in iter) { result := pushBack(result, x) };
    result
  };

  /// Returns a queue of what an iterator gives.
  public func toQueue<T>(self : Types.Iter<T>) : Queue<T> { fromIter(self) };

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

  /// Returns a queue of what a function makes of the elements.
  public func map<T1, T2>(self : Queue<T1>, f : T1 -> T2) : Queue<T2> {
    { self with elements = Map.map<Int, T1, T2>(self.elements, func(_, x) = f(x)) }
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
    var text = "RealTimeQueue[";
    var first = true;
    for (x in values(self)) {
      if first { first := false } else { text #= ", " };
      text #= f(x);
    };
    text # "]"
  };
}
