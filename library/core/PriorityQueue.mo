/// Queues whose greatest element goes first. Adding and taking take time in the logarithm of the size.
import Types "Types";
import List "List";

module {
  /// A binary heap in a list: element `i` is not less than elements `2 * i + 1` and `2 * i + 2`.
  public type PriorityQueue<T> = Types.PriorityQueue<T>;
  type Order = Types.Order;

  /// Returns a new queue without elements.
  public func empty<T>() : PriorityQueue<T> { { heap = List.empty<T>() } };

  /// Returns a new queue of one element.
  public func singleton<T>(element : T) : PriorityQueue<T> { { heap = List.singleton<T>(element) } };

  /// Returns the number of elements, at once.
  public func size<T>(self : PriorityQueue<T>) : Nat { self.heap.size };

  /// Returns whether there is nothing in the queue, at once.
  public func isEmpty<T>(self : PriorityQueue<T>) : Bool { self.heap.size == 0 };

  /// Takes all elements away.
  public func clear<T>(self : PriorityQueue<T>) { List.clear(self.heap) };

  /// Returns a queue with the same elements that changes on its own. Takes time in the size.
  public func clone<T>(self : PriorityQueue<T>) : PriorityQueue<T> { { heap = List.clone(self.heap) } };

  /// Returns a new queue of what an iterator gives. Takes time in the size.
  public func fromIter<T>(iter : Types.Iter<T>, compare : (implicit : (T, T) -> Order)) : PriorityQueue<T> {
    let queue = empty<T>();
    for (x in iter) { push(queue, compare, x) };
    queue
  };

  /// Returns the greatest element.
  public func peek<T>(self : PriorityQueue<T>) : ?T { List.first(self.heap) };

  func isLess(order : Order) : Bool { switch order { case (#less) true; case _ false } };

  /// Adds an element.
  public func push<T>(self : PriorityQueue<T>, compare : (implicit : (T, T) -> Order), element : T) {
    let heap = self.heap;
    List.add(heap, element);
    var i = heap.size - 1 : Nat;
    while (i > 0) {
      let parent = (i - 1 : Nat) / 2;
      let above = List.at(heap, parent);
      if (not isLess(compare(above, element))) { return };
      List.put(heap, i, above);
      List.put(heap, parent, element);
      i := parent;
    };
  };

  /// Takes the greatest element away and returns it.
  public func pop<T>(self : PriorityQueue<T>, compare : (implicit : (T, T) -> Order)) : ?T {
    let heap = self.heap;
    let first = List.first(heap);
    switch (List.removeLast(heap)) {
      case null {};
      case (?last) { if (heap.size > 0) { sink(heap, compare, last) } };
    };
    first
  };

  /// Puts an element on top and lets it sink to its place.
  func sink<T>(heap : Types.List<T>, compare : (T, T) -> Order, element : T) {
    var i = 0;
    loop {
      var child = 2 * i + 1;
      if (child + 1 < heap.size and isLess(compare(List.at(heap, child), List.at(heap, child + 1)))) { child += 1 };
      if (child >= heap.size or not isLess(compare(element, List.at(heap, child)))) {
        List.put(heap, i, element);
        return;
      };
      List.put(heap, i, List.at(heap, child));
      i := child;
    };
  };

  /// Gives the elements from the greatest to the least; the queue itself does not change.
  public func values<T>(self : PriorityQueue<T>, compare : (implicit : (T, T) -> Order)) : Types.Iter<T> {
    let copy = clone(self);
    { next = func() : ?T { pop(copy, compare) } }
  };
}
