import Map "mo:core/Map";
import Nat "mo:core/Nat";

actor {
  public type Guest = { name : Text; mail : Text; paid : Nat };
  let guests = Map.empty<Nat, Guest>();
  var nextId = 0;

  public func add(name : Text, mail : Text, paid : Nat) : async Nat {
    nextId += 1;
    guests.add(nextId, { name; mail; paid });
    nextId
  };

  public query func howMany() : async Nat { guests.size() };
};
