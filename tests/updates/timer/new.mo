import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Timer "mo:core/Timer";

actor {
  public type Guest = { name : Text; mail : Text; paid : Nat };
  let guests = Map.empty<Nat, Guest>();
  var nextId = 0;
  var ticks = 0;

  ignore Timer.recurringTimer<system>(#seconds 60, func() : async () { ticks += 1 });

  public func add(name : Text, mail : Text, paid : Nat) : async Nat {
    nextId += 1;
    guests.add(nextId, { name; mail; paid });
    nextId
  };

  public query func howMany() : async Nat { guests.size() };
};
