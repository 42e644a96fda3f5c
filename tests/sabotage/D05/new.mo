import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Text "mo:core/Text";

(with migration = func (old : { guests : Map.Map<Nat, { name : Text; mail : Text; paid : Nat }> }) : { guests : Map.Map<Text, { name : Text; mail : Text; paid : Nat }> } {
  let guests = Map.empty<Text, { name : Text; mail : Text; paid : Nat }>();
  for (guest in old.guests.values()) { guests.add(guest.mail, guest) };
  { guests }
})
actor {
  public type Guest = { name : Text; mail : Text; paid : Nat };
  let guests = Map.empty<Text, Guest>();
  var nextId = 0;

  public func add(name : Text, mail : Text, paid : Nat) : async Nat {
    nextId += 1;
    guests.add(mail, { name; mail; paid });
    nextId
  };

  public query func howMany() : async Nat { guests.size() };
};
