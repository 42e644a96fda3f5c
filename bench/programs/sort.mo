// Sorting 100 000 numbers and 20 000 texts.
import Array "mo:core/Array";
import Nat "mo:core/Nat";
import Text "mo:core/Text";

actor {
  public func run() : async Nat {
    var key = 1;
    let numbers = Array.tabulate<Nat>(100_000, func _ { key := key * 7_919 % 1_000_003; key });
    let sorted = Array.sort(numbers, Nat.compare);
    let names = Array.tabulate<Text>(20_000, func i { "name-" # Nat.toText(numbers[i]) });
    let ordered = Array.sort(names, Text.compare);
    var sum = 0;
    var i = 0;
    for (number in sorted.values()) { sum += number * (i % 3); i += 1 };
    i := 0;
    for (name in ordered.values()) { if (i % 100 == 0) sum += Text.size(name); i += 1 };
    sum;
  };
};
