/// Values that may be missing.
import Prim "mo:⛔";
import Types "Types";

module {
  /// Returns the value, or `default` for `null`.
  /// Example: `Option.get(?1, 0)` is `1`.
  public func get<T>(self : ?T, default : T) : T { switch self { case (?x) x; case null default } };

  /// Returns `f` of the value, or `default` for `null`.
  public func getMapped<T, R>(self : ?T, f : T -> R, default : R) : R { switch self { case (?x) f(x); case null default } };

  /// Applies a function to the value if there is one.
  /// Example: `Option.map<Nat, Text>(?3, Nat.toText)` is `?"3"`.
  public func map<T, R>(self : ?T, f : T -> R) : ?R { switch self { case (?x) ?f(x); case null null } };

  /// Calls a function with the value if there is one.
  public func forEach<T>(self : ?T, f : T -> ()) { switch self { case (?x) f(x); case null {} } };

  /// Applies a function to a value if both are there.
  public func apply<T, R>(self : ?T, f : ?(T -> R)) : ?R {
    switch (self, f) { case (?x, ?g) ?g(x); case _ null };
  };

  /// Goes on with a function that may give `null` itself.
  public func chain<T, R>(self : ?T, f : T -> ?R) : ?R { switch self { case (?x) f(x); case null null } };

  /// Turns an option of an option into an option.
  public func flatten<T>(self : ??T) : ?T { switch self { case (?x) x; case null null } };

  /// Returns an option with a value.
  public func some<T>(self : T) : ?T { ?self };

  /// Returns whether there is a value.
  public func isSome(self : ?Any) : Bool { switch self { case null false; case _ true } };

  /// Returns whether there is no value.
  public func isNull(self : ?Any) : Bool { switch self { case null true; case _ false } };

  /// Returns whether both are `null`, or both values are equal.
  public func equal<T>(self : ?T, other : ?T, eq : (implicit : (equal : (T, T) -> Bool))) : Bool {
    switch (self, other) {
      case (?x, ?y) eq(x, y);
      case (null, null) true;
      case _ false;
    };
  };

  /// Compares; `null` is less than any value.
  public func compare<T>(self : ?T, other : ?T, compare : (implicit : (T, T) -> Types.Order)) : Types.Order {
    switch (self, other) {
      case (?x, ?y) compare(x, y);
      case (null, null) #equal;
      case (null, _) #less;
      case (_, null) #greater;
    };
  };

  /// Returns the value; traps for `null`.
  public func unwrap<T>(self : ?T) : T { switch self { case (?x) x; case null Prim.trap("Option.unwrap()") } };

  /// Example: `Option.toText(?1)` is `"?1"`.
  public func toText<T>(self : ?T, toText : (implicit : T -> Text)) : Text {
    switch self { case (?x) "?" # toText(x); case null "null" };
  };
}
