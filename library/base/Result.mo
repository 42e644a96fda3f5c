/// `mo:base/Result` over `mo:core/Result`.
import Core "mo:core/Result";
import Types "mo:core/Types";
import Prim "mo:⛔";

module {
  /// What came out well, or what went wrong.
  public type Result<Ok, Err> = { #ok : Ok; #err : Err };

  /// Returns whether two results are the same.
  public func equal<Ok, Err>(eqOk : (Ok, Ok) -> Bool, eqErr : (Err, Err) -> Bool, r1 : Result<Ok, Err>, r2 : Result<Ok, Err>) : Bool {
    switch (r1, r2) { case (#ok a, #ok b) eqOk(a, b); case (#err a, #err b) eqErr(a, b); case _ false };
  };

  /// Compares; what came out well is greater.
  public func compare<Ok, Err>(
    compareOk : (Ok, Ok) -> Types.Order,
    compareErr : (Err, Err) -> Types.Order,
    r1 : Result<Ok, Err>,
    r2 : Result<Ok, Err>,
  ) : Types.Order {
    switch (r1, r2) {
      case (#ok a, #ok b) compareOk(a, b);
      case (#err a, #err b) compareErr(a, b);
      case (#ok _, _) #greater;
      case _ #less;
    };
  };

  /// Goes on with what came out well.
  public func chain<R1, R2, Error>(x : Result<R1, Error>, y : R1 -> Result<R2, Error>) : Result<R2, Error> { switch x { case (#ok v) y(v); case (#err e) #err e } };

  /// Takes one layer off.
  public func flatten<Ok, Error>(result : Result<Result<Ok, Error>, Error>) : Result<Ok, Error> { switch result { case (#ok inner) inner; case (#err e) #err e } };

  /// Applies a function to what came out well.
  public func mapOk<Ok1, Ok2, Error>(x : Result<Ok1, Error>, f : Ok1 -> Ok2) : Result<Ok2, Error> { switch x { case (#ok v) #ok(f(v)); case (#err e) #err e } };

  /// Applies a function to what went wrong.
  public func mapErr<Ok, Error1, Error2>(x : Result<Ok, Error1>, f : Error1 -> Error2) : Result<Ok, Error2> { switch x { case (#ok v) #ok v; case (#err e) #err(f(e)) } };

  /// Returns a result that is an error for `null`.
  public func fromOption<R, E>(x : ?R, err : E) : Result<R, E> { switch x { case (?v) #ok v; case null #err err } };

  /// Returns what came out well, or `null`.
  public func toOption<R, E>(r : Result<R, E>) : ?R { switch r { case (#ok v) ?v; case _ null } };

  /// Calls a function with what came out well.
  public func iterate<Ok, Err>(res : Result<Ok, Err>, f : Ok -> ()) { switch res { case (#ok v) f(v); case _ {} } };

  /// Returns whether it came out well.
  public func isOk(r : Result<Any, Any>) : Bool { switch r { case (#ok _) true; case _ false } };

  /// Returns whether it went wrong.
  public func isErr(r : Result<Any, Any>) : Bool { not isOk(r) };

  /// Traps unless it came out well.
  public func assertOk(r : Result<Any, Any>) { if (not isOk(r)) { Prim.trap("Result.assertOk: it went wrong") } };

  /// Traps unless it went wrong.
  public func assertErr(r : Result<Any, Any>) { if (isOk(r)) { Prim.trap("Result.assertErr: it came out well") } };

  /// Returns the result with cases in small letters.
  public func fromUpper<Ok, Err>(result : { #Ok : Ok; #Err : Err }) : Result<Ok, Err> { Core.fromUpper(result) };

  /// Returns the result with cases in capital letters.
  public func toUpper<Ok, Err>(result : Result<Ok, Err>) : { #Ok : Ok; #Err : Err } { Core.toUpper(result) };
}
