// Insertions and deletions over many messages: what memory comes to. `run` does 10 000 insertions and, once there are 100 000 entries, as many
// deletions; it is called 110 times.
import Map "mo:core/Map";
import Nat "mo:core/Nat";

actor {
  let map = Map.empty<Nat, { name : Text; count : Nat }>();
  var next = 0;

  public func run() : async Nat {
    var i = 0;
    while (i < 10_000) {
      Map.add(map, Nat.compare, next, { name = "entry " # Nat.toText(next); count = i });
      if (next >= 100_000) Map.remove(map, Nat.compare, next - 100_000 : Nat);
      next += 1;
      i += 1;
    };
    Map.size(map);
  };
};
