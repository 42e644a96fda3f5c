import Map "mo:core/Map";
import Nat "mo:core/Nat";

actor {
  type Level = { #low; #high };
  module Level { public let default : Level = #low };
  module Done { public let default = false };
  // Meant for fields called `count`: that another is a Nat as well says nothing.
  module Count { public let default = 0 };

  type Task = { text : Text; level : Level; done : Bool; stars : Nat };
  let tasks = Map.empty<Nat, Task>();
  tasks.add(0, { text = "a"; level = Level.default; done = Done.default; stars = Count.default });
}
