/// Queues: elements come and go at both ends, each in the same time on average.
import Prim "mo:⛔";
import Types "Types";

module {
  /// A ring of elements, which doubles when it is full.
  public type Queue<T> = Types.Queue<T>;
  type Order = Types.Order;

  /// Returns a new queue without elements.
  public func empty<T>() : Queue<T> { { var ring = [var]; var head = 0; var count = 0 } };

  /// Returns a new queue of one element.
  public func singleton<T>(element : T) : Queue<T> {
    let queue = empty<T>();
    pushBack(queue, element);
    queue
  };

  /// Returns the number of elements, at once.
  public func size<T>(self : Queue<T>) : Nat { self.count };

  /// Returns whether there is nothing in the queue, at once.
  public func isEmpty<T>(self : Queue<T>) : Bool { self.count == 0 };

  func item<T>(queue : Queue<T>, i : Nat) : T {
    switch (queue.ring[(queue.head + i) % queue.ring.size()]) { case (?x) x; case null Prim.trap("Queue: an element is missing") };
  };

  func makeRoom<T>(queue : Queue<T>) {
    let old = queue.ring;
    if (queue.count < old.size()) { return };
    let new = Prim.Array_init<?T>(if (old.size() == 0) { 8 } else { old.size() * 2 }, null);
    var i = 0;
    while (i < queue.count) {
      new[i] := old[(queue.head + i) % old.size()];
      i += 1;
    };
    queue.ring := new;
    queue.head := 0;
  };

  /// Adds an element at the back.
  public func pushBack<T>(self : Queue<T>, element : T) {
    makeRoom(self);
    self.ring[(self.head + self.count) % self.ring.size()] := ?element;
    self.count += 1;
  };

  /// Adds an element in front.
  public func pushFront<T>(self : Queue<T>, element : T) {
    makeRoom(self);
    self.head := (self.head + self.ring.size() - 1 : Nat) % self.ring.size();
    self.ring[self.head] := ?element;
    self.count += 1;
  };

  /// Takes the first element away and returns it.
  public func popFront<T>(self : Queue<T>) : ?T {
    if (self.count == 0) { return null };
    let first = self.ring[self.head];
    self.ring[self.head] := null;
    self.head := (self.head + 1) % self.ring.size();
    self.count -= 1;
    first
  };

  /// Takes the last element away and returns it.
  public func popBack<T>(self : Queue<T>) : ?T {
    if (self.count == 0) { return null };
    let at = (self.head + self.count - 1 : Nat) % self.ring.size();
    let last = self.ring[at];
    self.ring[at] := null;
    self.count -= 1;
    last
  };

  /// Returns the first element.
  public func peekFront<T>(self : Queue<T>) : ?T { if (self.count == 0) { null } else { ?item(self, 0) } };

  /// Returns the last element.
  public func peekBack<T>(self : Queue<T>) : ?T { if (self.count == 0) { null } else { ?item(self, self.count - 1 : Nat) } };

  /// Takes all elements away.
  public func clear<T>(self : Queue<T>) {
    self.ring := [var];
    self.head := 0;
    self.count := 0;
  };

  /// Gives the elements from front to back.
  public func values<T>(self : Queue<T>) : Types.Iter<T> {
    var i = 0;
    {
      next = func() : ?T {
        if (i >= self.count) { return null };
        i += 1;
        ?item(self, i - 1 : Nat)
      };
    }
  };

  /// Gives the elements from back to front.
  public func reverseValues<T>(self : Queue<T>) : Types.Iter<T> {
    var left = self.count;
    {
      next = func() : ?T {
        if (left == 0) { return null };
        left -= 1;
        ?item(self, left)
      };
    }
  };

  /// Returns a new queue of what an iterator gives. Takes time in the size.
  public func fromIter<T>(iter : Types.Iter<T>) : Queue<T> {
    let queue = empty<T>();
    for (x in iter) { pushBack(queue, x) };
    queue
  };

  /// Returns a new queue of what an iterator gives.
  public func toQueue<T>(self : Types.Iter<T>) : Queue<T> { fromIter(self) };

  /// Returns a new queue of the elements of an array. Takes time in the size.
  public func fromArray<T>(array : [T]) : Queue<T> { fromIter(array.values()) };

  /// Returns a new queue of the elements of an array. Takes time in the size.
  public func fromVarArray<T>(array : [var T]) : Queue<T> { fromIter(array.values()) };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : Queue<T>) : [T] { Prim.Array_tabulate<T>(self.count, func i = item(self, i)) };

  /// Returns an array of the elements that may change. Takes time in the size.
  public func toVarArray<T>(self : Queue<T>) : [var T] { Prim.Array_tabulateVar<T>(self.count, func i = item(self, i)) };

  /// Returns a queue with the same elements that changes on its own.
  public func clone<T>(self : Queue<T>) : Queue<T> { fromIter(values(self)) };

  /// Returns a new queue of the elements of one that does not change.
  public func fromPure<T>(pureQueue : Types.Pure.Queue<T>) : Queue<T> {
    let queue = empty<T>();
    var front = pureQueue.0;
    loop {
      switch front { case (?(x, rest)) { pushBack(queue, x); front := rest }; case null { return addBack(queue, pureQueue.2) } };
    };
  };

  func addBack<T>(queue : Queue<T>, reversed : Types.Pure.List<T>) : Queue<T> {
    var rest = reversed;
    var inOrder : Types.Pure.List<T> = null;
    loop {
      switch rest {
        case (?(x, tail)) { inOrder := ?(x, inOrder); rest := tail };
        case null {
          loop {
            switch inOrder { case (?(x, tail)) { pushBack(queue, x); inOrder := tail }; case null { return queue } };
          };
        };
      };
    };
  };

  /// Returns the elements in a queue that does not change.
  public func toPure<T>(self : Queue<T>) : Types.Pure.Queue<T> {
    var front : Types.Pure.List<T> = null;
    for (x in reverseValues(self)) { front := ?(x, front) };
    (front, self.count, null, 0)
  };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : Queue<T>, operation : T -> ()) { for (x in values(self)) { operation(x) } };

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
  public func contains<T>(self : Queue<T>, equal : (implicit : (T, T) -> Bool), element : T) : Bool {
    any<T>(self, func x = equal(x, element))
  };

  /// Returns a new queue of what a function makes of the elements. Takes time in the size.
  public func map<T, U>(self : Queue<T>, project : T -> U) : Queue<U> {
    let queue = empty<U>();
    for (x in values(self)) { pushBack(queue, project(x)) };
    queue
  };

  /// Returns a new queue of the elements for which a function says so. Takes time in the size.
  public func filter<T>(self : Queue<T>, criterion : T -> Bool) : Queue<T> {
    let queue = empty<T>();
    for (x in values(self)) { if (criterion(x)) { pushBack(queue, x) } };
    queue
  };

  /// Returns a new queue of what a function makes of the elements, where it makes something. Takes time in the size.
  public func filterMap<T, U>(self : Queue<T>, project : T -> ?U) : Queue<U> {
    let queue = empty<U>();
    for (x in values(self)) { switch (project(x)) { case (?y) { pushBack(queue, y) }; case null {} } };
    queue
  };

  /// Returns whether the two queues are the same. Takes time in the size.
  public func equal<T>(self : Queue<T>, other : Queue<T>, equal : (implicit : (T, T) -> Bool)) : Bool {
    if (self.count != other.count) { return false };
    var i = 0;
    while (i < self.count) {
      if (not equal(item(self, i), item(other, i))) { return false };
      i += 1;
    };
    true
  };

  /// Compares element by element, then by size.
  public func compare<T>(self : Queue<T>, other : Queue<T>, compare : (implicit : (T, T) -> Order)) : Order {
    let a = values(self);
    let b = values(other);
    loop {
      switch (a.next(), b.next()) {
        case (null, null) { return #equal };
        case (null, _) { return #less };
        case (_, null) { return #greater };
        case (?x, ?y) { switch (compare(x, y)) { case (#equal) {}; case order { return order } } };
      };
    };
  };

  /// Returns the elements as text. Takes time in the size.
  public func toText<T>(self : Queue<T>, format : (implicit : (toText : T -> Text))) : Text {
    var text = "Queue[";
    var first = true;
    for (x in values(self)) {
      if first { first := false } else { text #= ", " };
      text #= format(x);
    };
    text # "]"
  };
}
