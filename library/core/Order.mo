/// How two values compare.
import Types "Types";

module {
  /// How two values are ordered.
  public type Order = Types.Order;

  /// Returns whether the first value was less.
  /// Example: `Order.isLess(Nat.compare(1, 2))` is `true`.
  public func isLess(self : Order) : Bool { switch self { case (#less) true; case _ false } };

  /// Returns whether the values were equal.
  public func isEqual(self : Order) : Bool { switch self { case (#equal) true; case _ false } };

  /// Returns whether the first value was greater.
  public func isGreater(self : Order) : Bool { switch self { case (#greater) true; case _ false } };

  /// Returns whether two orders are the same.
  public func equal(self : Order, other : Order) : Bool { self == other };

  /// Returns `#less`, `#equal` and `#greater`, in this order.
  public func allValues() : Types.Iter<Order> {
    var next : ?Order = ?#less;
    {
      next = func() : ?Order {
        let now = next;
        next := switch now { case (?#less) ?#equal; case (?#equal) ?#greater; case _ null };
        now
      };
    }
  };
}
