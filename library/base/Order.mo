/// `mo:base/Order` over `mo:core/Order`.
import Core "mo:core/Order";

module {
  /// The type itself.
  public type Order = Core.Order;

  /// Returns whether two orders are the same.
  public func equal(x : Order, other : Order) : Bool { Core.equal(x, other) };

  /// Returns whether the values were equal.
  public func isEqual(x : Order) : Bool { Core.isEqual(x) };

  /// Returns whether the first value was greater.
  public func isGreater(x : Order) : Bool { Core.isGreater(x) };

  /// Returns whether the first value was less.
  public func isLess(x : Order) : Bool { Core.isLess(x) };
}
