/// `mo:base/Iter` over `mo:core/Iter`.
import Core "mo:core/Iter";
import Types "mo:core/Types";
import List "List";
import PureList "mo:core/pure/List";

module {
  /// What gives elements one after the other.
  public type Iter<T> = { next : () -> ?T };

  /// Gives the numbers from `x` up to `y`, both included.
  public class range(x : Nat, y : Int) {
    var i = x;

    /// Gives the next number.
    public func next() : ?Nat { if (i > y) { null } else { i += 1; ?(i - 1 : Nat) } };
  };

  /// Gives the numbers from `x` down to `y`, both included.
  public class revRange(x : Int, y : Int) {
    var i = x;

    /// Gives the next number.
    public func next() : ?Int { if (i < y) { null } else { i -= 1; ?(i + 1) } };
  };

  /// Calls a function with each element and its position.
  public func iterate<A>(xs : Iter<A>, f : (A, Nat) -> ()) {
    var i = 0;
    for (x in xs) { f(x, i); i += 1 };
  };

  /// Returns how many elements are left, and uses them up.
  public func size<A>(xs : Iter<A>) : Nat { Core.size(xs) };

  /// Gives what a function makes of each element.
  public func map<A, B>(xs : Iter<A>, f : A -> B) : Iter<B> { Core.map<A, B>(xs, f) };

  /// Gives the elements for which a function says so.
  public func filter<A>(xs : Iter<A>, f : A -> Bool) : Iter<A> { Core.filter<A>(xs, f) };

  /// Gives what a function makes of the elements, where it makes something.
  public func filterMap<A, B>(xs : Iter<A>, f : A -> ?B) : Iter<B> { Core.filterMap<A, B>(xs, f) };

  /// Gives the same element for ever.
  public func make<A>(x : A) : Iter<A> { Core.infinite(x) };

  /// Gives the elements of both.
  public func concat<A>(a : Iter<A>, b : Iter<A>) : Iter<A> { Core.concat(a, b) };

  /// Gives the elements of an array.
  public func fromArray<A>(xs : [A]) : Iter<A> { xs.values() };

  /// Gives the elements of an array.
  public func fromArrayMut<A>(xs : [var A]) : Iter<A> { xs.values() };

  /// Gives the elements of a list.
  public func fromList<A>(xs : List.List<A>) : Iter<A> { PureList.values(xs) };

  /// Returns an array of the elements.
  public func toArray<A>(xs : Iter<A>) : [A] { Core.toArray(xs) };

  /// Returns an array of the elements.
  public func toArrayMut<A>(xs : Iter<A>) : [var A] { Core.toVarArray(xs) };

  /// Returns a list of the elements.
  public func toList<A>(xs : Iter<A>) : List.List<A> { PureList.fromIter(xs) };

  /// Gives the elements in order.
  public func sort<A>(xs : Iter<A>, compare : (A, A) -> Types.Order) : Iter<A> { Core.sort<A>(xs, compare) };
}
