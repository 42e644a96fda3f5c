import Map "mo:core/Map";
import Nat "mo:core/Nat";

actor {
  module Level { public let default = 1 };
  module Low { public type Level = Int; public module Level { public let default : Int = -1 } };
  // One object is both, and its level cannot be two values.
  type Task = { text : Text; var done : Nat; level : Nat };
  type First = { text : Text; var done : Nat; level : Low.Level };
  let tasks = Map.empty<Nat, Task>();
  var first : ?First = null;
  public query func size() : async Nat { ignore (Level.default, first); tasks.size() };
};
