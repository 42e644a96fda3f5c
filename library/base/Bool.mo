/// `mo:base/Bool` over `mo:core/Bool`.
import Core "mo:core/Bool";
import Order "mo:core/Order";

module {
  /// The type itself.
  public type Bool = Core.Bool;

  /// Compares; `false` is less than `true`.
  public func compare(x : Bool, other : Bool) : Order.Order { Core.compare(x, other) };

  /// As `equal` of `mo:core/Bool`.
  public func equal(x : Bool, other : Bool) : Bool { Core.equal(x, other) };

  /// Returns whether both are true. Unlike `and`, both sides are always evaluated.
  public func logand(x : Bool, other : Bool) : Bool { Core.logicalAnd(x, other) };

  /// Returns the opposite.
  public func lognot(x : Bool) : Bool { Core.logicalNot(x) };

  /// Returns whether at least one is true.
  public func logor(x : Bool, other : Bool) : Bool { Core.logicalOr(x, other) };

  /// Returns whether exactly one is true.
  public func logxor(x : Bool, other : Bool) : Bool { Core.logicalXor(x, other) };

  /// Returns `"true"` or `"false"`.
  public func toText(x : Bool) : Text { Core.toText(x) };

  /// Returns whether the two are not the same.
  public func notEqual(x : Bool, y : Bool) : Bool { x != y };
}
