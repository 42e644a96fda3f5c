import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Iter "mo:core/Iter";

actor {
  type Person = { name : Text; nickname : Text };
  let people : Map.Map<Nat, Person>;
  let visits : Map.Map<Nat, Nat>;
  var nextId : Nat;
  transient var calls = 0;

  public func add(name : Text) : async Nat {
    calls += 1;
    let id = nextId;
    nextId += 1;
    people.add(id, { name; nickname = "-" });
    visits.add(id, 1);
    id
  };

  public query func list() : async ([(Nat, Person)], [(Nat, Nat)], Nat) {
    (people.entries().toArray(), visits.entries().toArray(), calls)
  };
};
