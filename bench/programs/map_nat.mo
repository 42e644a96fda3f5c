// A Map with Nat keys: 100 000 insertions in scrambled order, look-ups, a walk, half of them removed.
import Map "mo:core/Map";
import Nat "mo:core/Nat";

actor {
  let map = Map.empty<Nat, Nat>();

  public func run() : async Nat {
    var key = 1;
    var i = 0;
    while (i < 100_000) {
      key := key * 7_919 % 1_000_003;
      Map.add(map, Nat.compare, key, i);
      i += 1;
    };
    var sum = 0;
    i := 0;
    while (i < 100_000) {
      switch (Map.get(map, Nat.compare, i)) {
        case (?value) sum += value;
        case null {};
      };
      i += 1;
    };
    for ((key, value) in Map.entries(map)) sum += key % 7 + value;
    i := 0;
    key := 1;
    while (i < 50_000) {
      key := key * 7_919 % 1_000_003;
      Map.remove(map, Nat.compare, key);
      i += 1;
    };
    sum + Map.size(map);
  };
};
