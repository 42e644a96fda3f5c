/// `mo:base/Principal` over `mo:core/Principal`.
import Core "mo:core/Principal";
import Types "mo:core/Types";

module {
  /// The type itself.
  public type Principal = Core.Principal;

  /// Returns the identity of callers who have not signed in.
  public func anonymous() : Principal { Core.anonymous() };

  /// Compares the bytes.
  public func compare(x : Principal, other : Principal) : { #less; #equal; #greater } { Core.compare(x, other) };

  /// As `equal` of `mo:core/Principal`.
  public func equal(x : Principal, other : Principal) : Bool { Core.equal(x, other) };

  /// Returns the identity of an actor.
  public func fromActor(a : actor {}) : Principal { Core.fromActor(a) };

  /// As `fromBlob` of `mo:core/Principal`.
  public func fromBlob(blob : Blob) : Principal { Core.fromBlob(blob) };

  /// Returns the principal that a text stands for; traps if there is none.
  public func fromText(t : Text) : Principal { Core.fromText(t) };

  /// As `greater` of `mo:core/Principal`.
  public func greater(x : Principal, other : Principal) : Bool { Core.greater(x, other) };

  /// As `greaterOrEqual` of `mo:core/Principal`.
  public func greaterOrEqual(x : Principal, other : Principal) : Bool { Core.greaterOrEqual(x, other) };

  /// As `hash` of `mo:core/Principal`.
  public func hash(x : Principal) : Types.Hash { Core.hash(x) };

  /// Returns whether the caller has not signed in.
  public func isAnonymous(x : Principal) : Bool { Core.isAnonymous(x) };

  /// Returns whether it may manage this app.
  public func isController(x : Principal) : Bool { Core.isController(x) };

  /// As `less` of `mo:core/Principal`.
  public func less(x : Principal, other : Principal) : Bool { Core.less(x, other) };

  /// As `lessOrEqual` of `mo:core/Principal`.
  public func lessOrEqual(x : Principal, other : Principal) : Bool { Core.lessOrEqual(x, other) };

  /// As `notEqual` of `mo:core/Principal`.
  public func notEqual(x : Principal, other : Principal) : Bool { Core.notEqual(x, other) };

  /// As `toBlob` of `mo:core/Principal`.
  public func toBlob(x : Principal) : Blob { Core.toBlob(x) };

  /// Returns the account identifier (32 bytes) that ledgers use; a subaccount has 32 bytes.
  public func toLedgerAccount(x : Principal, subAccount : ?Blob) : Blob { Core.toLedgerAccount(x, subAccount) };

  /// Returns the usual text, such as `"aaaaa-aa"`.
  public func toText(x : Principal) : Text { Core.toText(x) };
}
