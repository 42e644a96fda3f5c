/// `mo:base/Option` over what the language has for options.
import Prim "mo:⛔";

module {
  /// Returns the value, or another one for `null`.
  public func get<T>(x : ?T, default : T) : T { switch x { case (?v) v; case null default } };

  /// Returns what a function makes of the value, or another one for `null`.
  public func getMapped<A, B>(x : ?A, f : A -> B, default : B) : B { switch x { case (?v) f(v); case null default } };

  /// Applies a function to the value.
  public func map<A, B>(x : ?A, f : A -> B) : ?B { switch x { case (?v) ?f(v); case null null } };

  /// Calls a function with the value, if there is one.
  public func iterate<A>(x : ?A, f : A -> ()) { switch x { case (?v) f(v); case null {} } };

  /// Applies a function that may not be there to a value that may not be there.
  public func apply<A, B>(x : ?A, f : ?(A -> B)) : ?B { switch (f, x) { case (?f, ?v) ?f(v); case _ null } };

  /// Goes on with the value, if there is one.
  public func chain<A, B>(x : ?A, f : A -> ?B) : ?B { switch x { case (?v) f(v); case null null } };

  /// Takes one layer off.
  public func flatten<A>(x : ??A) : ?A { switch x { case (?v) v; case null null } };

  /// Returns an option with a value.
  public func make<A>(x : A) : ?A { ?x };

  /// Returns whether there is a value.
  public func isSome(x : ?Any) : Bool { switch x { case null false; case _ true } };

  /// Returns whether there is no value.
  public func isNull(x : ?Any) : Bool { switch x { case null true; case _ false } };

  /// Returns whether both are `null` or have equal values.
  public func equal<A>(x : ?A, y : ?A, eq : (A, A) -> Bool) : Bool {
    switch (x, y) { case (null, null) true; case (?a, ?b) eq(a, b); case _ false };
  };

  /// Returns the value; traps for `null`.
  public func unwrap<T>(x : ?T) : T { switch x { case (?v) v; case null Prim.trap("Prelude.unreachable()") } };
}
