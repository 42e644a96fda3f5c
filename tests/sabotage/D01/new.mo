import Map "mo:core/Map";
import Nat "mo:core/Nat";

(with migration = func (old : { guests : Map.Map<Nat, { name : Text; mail : Text; paid : Nat }> }) : { guests : Map.Map<Nat, { name : Text; paid : Nat }> } {
  { guests = old.guests.map(func(_, guest) = { name = guest.name; paid = guest.paid }) }
})
actor {
  public type Guest = { name : Text; paid : Nat };
  let guests = Map.empty<Nat, Guest>();
  var nextId = 0;

  public func add(name : Text, _mail : Text, paid : Nat) : async Nat {
    nextId += 1;
    guests.add(nextId, { name; paid });
    nextId
  };

  public query func howMany() : async Nat { guests.size() };
};
