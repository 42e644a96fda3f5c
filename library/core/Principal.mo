/// Identities of users and apps.
import Prim "mo:⛔";
import Types "Types";
import Native "internal/Native";
import Sha2 "internal/Sha2";

module {
  /// The type `Principal`, under its name in this module.
  public type Principal = Prim.Types.Principal;

  /// Returns the identity of an actor.
  public func fromActor(a : actor {}) : Principal { Prim.principalOfActor(a) };

  /// Returns the actor with an identity, trusting that it has the methods of the type.
  public func toActor<A <: actor {}>(p : Principal) : A { Prim.actorOfPrincipal<A>(p) };

  /// Returns the principal with these bytes, 29 at most.
  public func fromBlob(blob : Blob) : Principal { Prim.principalOfBlob(blob) };

  /// Returns the bytes as a Blob.
  public func toBlob(self : Principal) : Blob { Prim.blobOfPrincipal(self) };

  /// Returns the principal that a text stands for; traps if there is none.
  /// Example: `Principal.fromText("2vxsx-fae")`.
  public func fromText(t : Text) : Principal { Native.principalOfText(t) };

  /// Returns the usual text, such as `"aaaaa-aa"`.
  public func toText(self : Principal) : Text { Native.principalToText(self) };

  /// Returns the identity of callers who have not signed in.
  public func anonymous() : Principal { Prim.principalOfBlob("\04") };

  /// Returns whether the caller has not signed in.
  public func isAnonymous(self : Principal) : Bool { Prim.blobOfPrincipal(self) == "\04" };

  /// Returns whether it is the identity of an app.
  public func isCanister(self : Principal) : Bool { last(self) == 1 };

  /// Returns whether it is derived from a user's key.
  public func isSelfAuthenticating(self : Principal) : Bool { last(self) == 2 };

  /// Returns whether the principal is of a class that nobody has.
  public func isReserved(self : Principal) : Bool { last(self) == 127 };

  /// Returns whether it may manage this app.
  public func isController(self : Principal) : Bool { Prim.isController(self) };

  /// Returns the last byte, which says what kind of identity it is, or 0.
  func last(p : Principal) : Nat8 {
    let bytes = Prim.blobToArray(Prim.blobOfPrincipal(p));
    if (bytes.size() == 0) { 0 } else { bytes[bytes.size() - 1] };
  };

  /// Returns the account identifier (32 bytes) that ledgers use; a subaccount has 32 bytes.
  public func toLedgerAccount(self : Principal, subAccount : ?Blob) : Blob {
    let owner = Prim.blobToArray(Prim.blobOfPrincipal(self));
    let prefix = Prim.blobToArray("\0Aaccount-id");
    let sub = switch subAccount {
      case (?bytes) Prim.blobToArray(bytes);
      case null Prim.Array_tabulate<Nat8>(32, func _ = 0);
    };
    if (sub.size() != 32) { Prim.trap("Principal.toLedgerAccount(): a subaccount has 32 bytes") };
    let start = prefix.size() + owner.size();
    let hash = Sha2.sha224(
      Prim.Array_tabulate<Nat8>(
        start + 32,
        func i = if (i < prefix.size()) { prefix[i] } else if (i < start) { owner[i - prefix.size()] } else { sub[i - start] },
      )
    );
    let crc = Sha2.crc32(hash);
    Prim.arrayToBlob(Prim.Array_tabulate<Nat8>(32, func i = if (i < 4) { Sha2.byteOf(crc, i) } else { hash[i - 4] }))
  };

  /// Returns a hash of the principal.
  public func hash(self : Principal) : Types.Hash { Prim.hashBlob(Prim.blobOfPrincipal(self)) };

  /// Returns whether the two principals are the same.
  public func equal(self : Principal, other : Principal) : Bool { self == other };

  /// Returns whether the two principals differ.
  public func notEqual(self : Principal, other : Principal) : Bool { self != other };

  /// Returns whether the first principal is below the second.
  public func less(self : Principal, other : Principal) : Bool { self < other };

  /// Returns whether the first principal is below or at the second.
  public func lessOrEqual(self : Principal, other : Principal) : Bool { self <= other };

  /// Returns whether the first principal is above the second.
  public func greater(self : Principal, other : Principal) : Bool { self > other };

  /// Returns whether the first principal is above or at the second.
  public func greaterOrEqual(self : Principal, other : Principal) : Bool { self >= other };

  /// Compares the bytes.
  public func compare(self : Principal, other : Principal) : Types.Order {
    if (self < other) { #less } else if (self == other) { #equal } else { #greater };
  };
}
