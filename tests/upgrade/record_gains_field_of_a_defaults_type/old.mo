import Map "mo:core/Map";
import Nat "mo:core/Nat";

actor {
  type Task = { text : Text };
  let tasks = Map.empty<Nat, Task>();
  tasks.add(0, { text = "a" });
}
