import Map "mo:core/Map";
import Nat "mo:core/Nat";

actor {
  type Task = { text : Text; var done : Nat };
  let tasks = Map.empty<Nat, Task>();
  var first : ?Task = null;

  public func fill(n : Nat) : async () {
    for (i in Nat.range(0, n)) {
      let task = { text = "task " # i.toText(); var done = i };
      tasks.add(i, task);
      if (i == 0) { first := ?task };
    };
  };
};
