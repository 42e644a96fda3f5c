/// The outcome of something that may fail.
import Prim "mo:⛔";
import Types "Types";

module {
  /// What came out well, or what went wrong.
  public type Result<Ok, Err> = Types.Result<Ok, Err>;

  /// Returns whether the two results are the same. Takes time in the size.
  public func equal<Ok, Err>(
    self : Result<Ok, Err>,
    other : Result<Ok, Err>,
    equalOk : (implicit : (equal : (Ok, Ok) -> Bool)),
    equalErr : (implicit : (equal : (Err, Err) -> Bool)),
  ) : Bool {
    switch (self, other) {
      case (#ok x, #ok y) equalOk(x, y);
      case (#err x, #err y) equalErr(x, y);
      case _ false;
    };
  };

  /// Compares; `#err` is less than `#ok`.
  public func compare<Ok, Err>(
    self : Result<Ok, Err>,
    other : Result<Ok, Err>,
    compareOk : (implicit : (compare : (Ok, Ok) -> Types.Order)),
    compareErr : (implicit : (compare : (Err, Err) -> Types.Order)),
  ) : Types.Order {
    switch (self, other) {
      case (#ok x, #ok y) compareOk(x, y);
      case (#err x, #err y) compareErr(x, y);
      case (#ok _, _) #greater;
      case (#err _, _) #less;
    };
  };

  /// Goes on with a step that may fail itself.
  /// Example: `Result.chain<Nat, Nat, Text>(#ok 4, func n = if (n > 3) { #err "too many" } else { #ok n })` is `#err "too many"`.
  public func chain<Ok1, Ok2, Err>(self : Result<Ok1, Err>, f : Ok1 -> Result<Ok2, Err>) : Result<Ok2, Err> {
    switch self { case (#ok x) f(x); case (#err e) #err e };
  };

  /// Returns a result of the elements of all results.
  public func flatten<Ok, Err>(self : Result<Result<Ok, Err>, Err>) : Result<Ok, Err> {
    switch self { case (#ok x) x; case (#err e) #err e };
  };

  /// Applies a function to the value of success.
  public func mapOk<Ok1, Ok2, Err>(self : Result<Ok1, Err>, f : Ok1 -> Ok2) : Result<Ok2, Err> {
    switch self { case (#ok x) #ok(f(x)); case (#err e) #err e };
  };

  /// Applies a function to the error.
  public func mapErr<Ok, Err1, Err2>(self : Result<Ok, Err1>, f : Err1 -> Err2) : Result<Ok, Err2> {
    switch self { case (#ok x) #ok x; case (#err e) #err(f(e)) };
  };

  /// Returns the value, or the error given for `null`.
  public func fromOption<Ok, Err>(x : ?Ok, err : Err) : Result<Ok, Err> {
    switch x { case (?x) #ok x; case null #err err };
  };

  /// Returns what came out well, or `null`.
  public func toOption<Ok, Err>(self : Result<Ok, Err>) : ?Ok {
    switch self { case (#ok x) ?x; case (#err _) null };
  };

  /// Calls a function with what came out well.
  public func forOk<Ok, Err>(self : Result<Ok, Err>, f : Ok -> ()) {
    switch self { case (#ok x) f(x); case _ {} };
  };

  /// Calls a function with what went wrong.
  public func forErr<Ok, Err>(self : Result<Ok, Err>, f : Err -> ()) {
    switch self { case (#err e) f(e); case _ {} };
  };

  /// Returns whether it came out well.
  public func isOk(self : Result<Any, Any>) : Bool { switch self { case (#ok _) true; case _ false } };

  /// Returns whether it went wrong.
  public func isErr(self : Result<Any, Any>) : Bool { switch self { case (#err _) true; case _ false } };

  /// Traps unless it is `#ok`.
  public func assertOk(self : Result<Any, Any>) {
    switch self { case (#ok _) {}; case _ Prim.trap("Result.assertOk()") };
  };

  /// Traps unless it is `#err`.
  public func assertErr(self : Result<Any, Any>) {
    switch self { case (#err _) {}; case _ Prim.trap("Result.assertErr()") };
  };

  /// Turns the spelling `#Ok` and `#Err` that other languages use into this one.
  public func fromUpper<Ok, Err>(result : { #Ok : Ok; #Err : Err }) : Result<Ok, Err> {
    switch result { case (#Ok x) #ok x; case (#Err e) #err e };
  };

  /// Returns the result with cases in capital letters.
  public func toUpper<Ok, Err>(self : Result<Ok, Err>) : { #Ok : Ok; #Err : Err } {
    switch self { case (#ok x) #Ok x; case (#err e) #Err e };
  };
}
