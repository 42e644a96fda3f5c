import Map "mo:core/Map";
import Nat "mo:core/Nat";

(with migration = func (old : { guests : Map.Map<Nat, { name : Text; mail : Text; paid : Nat }> }) : { guests : Map.Map<Nat, { name : Text; mail : Text; paid : Nat32 }> } {
  { guests = old.guests.map(func(_, guest) = { guest with paid = Nat.toNat32(guest.paid * 1_000_000) }) }
})
actor {
  public type Guest = { name : Text; mail : Text; paid : Nat32 };
  let guests = Map.empty<Nat, Guest>();
  var nextId = 0;

  public func add(name : Text, mail : Text, paid : Nat) : async Nat {
    nextId += 1;
    guests.add(nextId, { name; mail; paid = Nat.toNat32(paid) });
    nextId
  };

  public query func howMany() : async Nat { guests.size() };
};
