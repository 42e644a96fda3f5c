/// Truth values.
import Prim "mo:⛔";
import Types "Types";

module {
  /// The type `Bool`, under its name in this module.
  public type Bool = Prim.Types.Bool;

  /// Returns whether both are true. Unlike `and`, both sides are always evaluated.
  public func logicalAnd(self : Bool, other : Bool) : Bool { self and other };

  /// Returns whether at least one is true.
  public func logicalOr(self : Bool, other : Bool) : Bool { self or other };

  /// Returns whether exactly one is true.
  public func logicalXor(self : Bool, other : Bool) : Bool { self != other };

  /// Returns the opposite.
  public func logicalNot(self : Bool) : Bool { not self };

  /// Returns whether the two Bools are the same.
  public func equal(self : Bool, other : Bool) : Bool { self == other };

  /// Compares; `false` is less than `true`.
  public func compare(self : Bool, other : Bool) : Types.Order {
    if (self == other) { #equal } else if other { #less } else { #greater };
  };

  /// Returns `"true"` or `"false"`.
  public func toText(self : Bool) : Text { if self { "true" } else { "false" } };

  /// Gives `true`, then `false`.
  public func allValues() : Types.Iter<Bool> {
    var next : ?Bool = ?true;
    {
      next = func() : ?Bool {
        let now = next;
        next := switch now { case (?true) ?false; case _ null };
        now
      };
    }
  };
}
