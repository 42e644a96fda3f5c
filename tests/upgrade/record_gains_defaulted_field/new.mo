import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Set "mo:core/Set";

actor {
  type Level = { #low; #high };
  module Level { public let default : Level = #low };
  module Done { public let default = false };
  // Mutable: each record gets one of its own.
  module Tags { public func default() : Set.Set<Nat> { Set.empty() } };

  type Task = { text : Text; level : Level; urgency : Level; done : Bool; tags : Set.Set<Nat> };
  let tasks = Map.empty<Nat, Task>();
  tasks.add(
    0,
    { text = "a"; level = Level.default; urgency = #high; done = Done.default; tags = Tags.default() },
  );
}
