import Map "mo:core/Map";
import Principal "mo:core/Principal";
import Runtime "mo:core/Runtime";
import Iter "mo:core/Iter";
import Array "mo:core/Array";

actor {
  public type Item = { id : Nat; name : Text; price : Nat };
  let items = Map.empty<Nat, Item>();

  public shared ({ caller }) func addItem(id : Nat, name : Text, price : Nat) : async () {
    if (not Principal.isController(caller)) Runtime.trap("the owner only");
    items.add(id, { id; name; price });
  };

  public query func catalogue() : async [Item] {
    items.values().toArray()
  };
};
