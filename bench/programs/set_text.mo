// Sets of Nat and of Text: 100 000 insertions each, membership, union of two halves.
import Set "mo:core/Set";
import Nat "mo:core/Nat";
import Text "mo:core/Text";

actor {
  let numbers = Set.empty<Nat>();
  let names = Set.empty<Text>();

  public func run() : async Nat {
    var key = 1;
    var i = 0;
    while (i < 100_000) {
      key := key * 7_919 % 1_000_003;
      Set.add(numbers, Nat.compare, key);
      Set.add(names, Text.compare, Nat.toText(key));
      i += 1;
    };
    var found = 0;
    i := 0;
    while (i < 100_000) {
      if (Set.contains(numbers, Nat.compare, i)) found += 1;
      i += 1;
    };
    for (name in Set.values(names)) found += Text.size(name);
    found;
  };
};
