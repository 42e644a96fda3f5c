/// Stacks: the element that came last is the first to go.
import Types "Types";
import PureList "pure/List";

module {
  /// The type `Stack`, under its name in this module.
  public type Stack<T> = Types.Stack<T>;
  type Order = Types.Order;

  /// Returns a new stack without elements.
  public func empty<T>() : Stack<T> { { var top = null; var size = 0 } };

  /// Returns a new stack of one element.
  public func singleton<T>(element : T) : Stack<T> { { var top = ?(element, null); var size = 1 } };

  /// Returns the number of elements, at once.
  public func size<T>(self : Stack<T>) : Nat { self.size };

  /// Returns whether there is nothing in the stack, at once.
  public func isEmpty<T>(self : Stack<T>) : Bool { self.size == 0 };

  /// Puts an element on top.
  public func push<T>(self : Stack<T>, value : T) {
    self.top := ?(value, self.top);
    self.size += 1;
  };

  /// Takes the top element away and returns it.
  public func pop<T>(self : Stack<T>) : ?T {
    switch (self.top) {
      case null null;
      case (?(x, rest)) {
        self.top := rest;
        self.size -= 1;
        ?x
      };
    };
  };

  /// Returns the top element.
  public func peek<T>(self : Stack<T>) : ?T { switch (self.top) { case (?(x, _)) ?x; case null null } };

  /// Returns the element at a position, counted from the top.
  public func get<T>(self : Stack<T>, position : Nat) : ?T { PureList.get(self.top, position) };

  /// Takes all elements away.
  public func clear<T>(self : Stack<T>) {
    self.top := null;
    self.size := 0;
  };

  /// Returns a stack with the same elements that changes on its own. Takes time in the size.
  public func clone<T>(self : Stack<T>) : Stack<T> { { var top = self.top; var size = self.size } };

  /// Turns the stack upside down.
  public func reverse<T>(self : Stack<T>) { self.top := PureList.reverse(self.top) };

  /// Returns a stack of what a function makes of 0, 1, 2 and so on; the last is on top.
  public func tabulate<T>(size : Nat, generator : Nat -> T) : Stack<T> {
    let stack = empty<T>();
    var i = 0;
    while (i < size) { push(stack, generator(i)); i += 1 };
    stack
  };

  /// Gives the elements from the top down.
  public func values<T>(self : Stack<T>) : Types.Iter<T> { PureList.values(self.top) };

  /// Gives the elements from the bottom up.
  public func reverseValues<T>(self : Stack<T>) : Types.Iter<T> { PureList.values(PureList.reverse(self.top)) };

  /// Pushes what an iterator gives; the last is on top.
  public func fromIter<T>(iter : Types.Iter<T>) : Stack<T> {
    let stack = empty<T>();
    for (x in iter) { push(stack, x) };
    stack
  };

  /// Returns a new stack of what an iterator gives; the last is on top.
  public func toStack<T>(self : Types.Iter<T>) : Stack<T> { fromIter(self) };

  /// Returns a new stack of the elements of an array. Takes time in the size.
  public func fromArray<T>(array : [T]) : Stack<T> { fromIter(array.values()) };

  /// Returns a new stack of the elements of an array. Takes time in the size.
  public func fromVarArray<T>(array : [var T]) : Stack<T> { fromIter(array.values()) };

  /// Returns a new stack of the elements of one that does not change.
  public func fromPure<T>(list : Types.Pure.List<T>) : Stack<T> { { var top = list; var size = PureList.size(list) } };

  /// Returns the elements in a stack that does not change.
  public func toPure<T>(self : Stack<T>) : Types.Pure.List<T> { self.top };

  /// Returns an array of the elements. Takes time in the size.
  public func toArray<T>(self : Stack<T>) : [T] { PureList.toArray(self.top) };

  /// Returns an array of the elements that may change. Takes time in the size.
  public func toVarArray<T>(self : Stack<T>) : [var T] { PureList.toVarArray(self.top) };

  /// Calls a function with each element, in order.
  public func forEach<T>(self : Stack<T>, operation : T -> ()) { PureList.forEach(self.top, operation) };

  /// Returns whether a function says so for all elements; stops at the first for which it does not.
  public func all<T>(self : Stack<T>, predicate : T -> Bool) : Bool { PureList.all(self.top, predicate) };

  /// Returns whether a function says so for some element; stops at the first.
  public func any<T>(self : Stack<T>, predicate : T -> Bool) : Bool { PureList.any(self.top, predicate) };

  /// Returns the first element for which a function says so.
  public func find<T>(self : Stack<T>, predicate : T -> Bool) : ?T { PureList.find(self.top, predicate) };

  /// Returns the position of the first element for which a function says so.
  public func findIndex<T>(self : Stack<T>, predicate : T -> Bool) : ?Nat { PureList.findIndex(self.top, predicate) };

  /// Returns whether an element is there. Takes time in the size.
  public func contains<T>(self : Stack<T>, equal : (implicit : (T, T) -> Bool), element : T) : Bool {
    PureList.contains<T>(self.top, equal, element)
  };

  /// Returns a new stack of what a function makes of the elements. Takes time in the size.
  public func map<T, U>(self : Stack<T>, project : T -> U) : Stack<U> { { var top = PureList.map<T, U>(self.top, project); var size = self.size } };

  /// Returns a new stack of the elements for which a function says so. Takes time in the size.
  public func filter<T>(self : Stack<T>, predicate : T -> Bool) : Stack<T> { fromPure(PureList.filter<T>(self.top, predicate)) };

  /// Returns a new stack of what a function makes of the elements, where it makes something. Takes time in the size.
  public func filterMap<T, U>(self : Stack<T>, project : T -> ?U) : Stack<U> { fromPure(PureList.filterMap<T, U>(self.top, project)) };

  /// Returns whether the two stacks are the same. Takes time in the size.
  public func equal<T>(self : Stack<T>, other : Stack<T>, equal : (implicit : (T, T) -> Bool)) : Bool {
    self.size == other.size and PureList.equal<T>(self.top, other.top, equal)
  };

  /// Returns how the two stacks are ordered.
  public func compare<T>(self : Stack<T>, other : Stack<T>, compare : (implicit : (T, T) -> Order)) : Order {
    PureList.compare<T>(self.top, other.top, compare)
  };

  /// Returns the elements as text. Takes time in the size.
  public func toText<T>(self : Stack<T>, format : (implicit : (toText : T -> Text))) : Text {
    var text = "Stack[";
    var first = true;
    for (x in values(self)) {
      if first { first := false } else { text #= ", " };
      text #= format(x);
    };
    text # "]"
  };
}
