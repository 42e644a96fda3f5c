import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Runtime "mo:core/Runtime";

actor {
  type Level = { #low; #high : Nat };
  module Level { public let default : Level = #high(3) };
  module Owner { public let default = { name = "nobody"; age = 1_000_000_000_000_000_000_000 } };
  module Flags { public let default : Nat32 = 7 };
  // Mutable: each record needs one of its own.
  module Tags { public func default() : List.List<Text> { List.singleton("new") } };

  type Owner = { name : Text; age : Nat };
  type Task = { text : Text; var done : Nat; level : Level; owner : Owner; flags : Nat32; tags : List.List<Text> };
  let tasks = Map.empty<Nat, Task>();
  var first : ?Task = null;

  func task(i : Nat) : Task {
    let ?found = tasks.get(i) else Runtime.trap("no task " # i.toText());
    found
  };

  public query func show(i : Nat) : async Text {
    let { text; done; level; owner; flags; tags } = task(i);
    debug_show (text, done, level, owner, flags, tags.toArray())
  };

  public func tag(i : Nat, text : Text) : async () { task(i).tags.add(text) };

  public func finish_first() : async () {
    let ?found = first else Runtime.trap("none");
    found.done := 77;
    found.tags.add("first");
  };

  public query func tagged() : async Nat {
    tasks.values().filter(func (task : Task) : Bool { task.tags.size() > 1 }).size()
  };
};
