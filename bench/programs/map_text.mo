// A Map with Text keys: 100 000 insertions and look-ups.
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Text "mo:core/Text";

actor {
  let map = Map.empty<Text, Nat>();

  public func run() : async Nat {
    var key = 1;
    var i = 0;
    while (i < 100_000) {
      key := key * 7_919 % 1_000_003;
      Map.add(map, Text.compare, "user-" # Nat.toText(key), i);
      i += 1;
    };
    var sum = 0;
    i := 0;
    while (i < 100_000) {
      switch (Map.get(map, Text.compare, "user-" # Nat.toText(i))) {
        case (?value) sum += value;
        case null {};
      };
      i += 1;
    };
    sum + Map.size(map);
  };
};
