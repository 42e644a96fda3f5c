import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Iter "mo:core/Iter";
import Array "mo:core/Array";

actor {
  public type Note = { id : Nat; owner : Principal; text : Text };
  let notes = Map.empty<Nat, Note>();
  let admins = Map.empty<Principal, Text>();
  var nextId = 0;

  public shared ({ caller }) func addNote(text : Text) : async Nat {
    if (caller.isAnonymous()) Runtime.trap("sign in first");
    let id = nextId;
    nextId += 1;
    notes.add(id, { id; owner = caller; text });
    id
  };

  public shared query ({ caller }) func myNotes() : async [Note] {
    notes.values().filter(func note = note.owner == caller).toArray()
  };

  public shared query ({ caller }) func readNote(id : Nat) : async ?Note {
    switch (notes.get(id)) {
      case (?note) if (note.owner == caller) ?note else null;
      case null null;
    }
  };

  public shared ({ caller }) func removeNote(id : Nat) : async () {
    let ?note = notes.get(id) else Runtime.trap("there is no such note");
    if (note.owner != caller and not isAdmin(caller)) Runtime.trap("it is not yours");
    notes.remove(id);
  };

  public shared ({ caller }) func appoint(person : Principal, title : Text) : async () {
    if (not isAdmin(caller)) Runtime.trap("admins only");
    admins.add(person, title);
  };

  public shared query ({ caller }) func allNotes() : async [Note] {
    if (not isAdmin(caller)) Runtime.trap("admins only");
    notes.values().toArray()
  };

  func isAdmin(caller : Principal) : Bool {
    Principal.isController(caller) or admins.containsKey(caller)
  };
};
