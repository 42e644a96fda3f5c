import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Iter "mo:core/Iter";

actor {
  type Person = { name : Text; visits : Nat };
  let people : Map.Map<Nat, Person>;
  var nextId : Nat;

  public func add(name : Text) : async Nat {
    let id = nextId;
    nextId += 1;
    people.add(id, { name; visits = id * 10 });
    id
  };

  public query func list() : async [(Nat, Person)] { people.entries().toArray() };
};
