// A guest book: visitors leave their name and a message, newest first.
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Time "mo:core/Time";
import Array "mo:core/Array";
import Iter "mo:core/Iter";

actor {
  public type Entry = { id : Nat; name : Text; message : Text; author : Principal; createdAt : Int };

  let entries = Map.empty<Nat, Entry>();
  var nextId = 0;

  /// Adds a message and returns its number.
  public shared ({ caller }) func addEntry(entry : { name : Text; message : Text }) : async Nat {
    if (entry.message.trim(#char ' ').size() == 0) Runtime.trap("the message is empty");
    let id = nextId;
    nextId += 1;
    entries.add(id, { entry with id; author = caller; createdAt = Time.now() });
    id
  };

  /// The messages, newest first.
  public query func listEntries() : async [Entry] {
    entries.values().toArray().reverse()
  };

  public shared ({ caller }) func removeEntry(id : Nat) : async Bool {
    if (not Principal.isController(caller)) Runtime.trap("only the owner may remove a message");
    switch (entries.get(id)) {
      case null false;
      case (?_) { entries.remove(id); true };
    }
  };

  public query func count() : async Nat { entries.size() };
};
