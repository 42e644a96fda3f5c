// Programs written for mo:base.
import Array "mo:base/Array";
import Blob "mo:base/Blob";
import Bool "mo:base/Bool";
import Buffer "mo:base/Buffer";
import Char "mo:base/Char";
import Debug "mo:base/Debug";
import Float "mo:base/Float";
import Hash "mo:base/Hash";
import HashMap "mo:base/HashMap";
import Int "mo:base/Int";
import Int32 "mo:base/Int32";
import Iter "mo:base/Iter";
import List "mo:base/List";
import Nat "mo:base/Nat";
import Nat64 "mo:base/Nat64";
import Nat8 "mo:base/Nat8";
import Option "mo:base/Option";
import Order "mo:base/Order";
import OrderedMap "mo:base/OrderedMap";
import OrderedSet "mo:base/OrderedSet";
import Principal "mo:base/Principal";
import Random "mo:base/Random";
import Result "mo:base/Result";
import Text "mo:base/Text";
import TrieMap "mo:base/TrieMap";

let squares = HashMap.HashMap<Text, Nat>(10, Text.equal, Text.hash);
for (i in Iter.range(1, 20)) { squares.put(Nat.toText(i), i * i) };
squares.delete("7");
Debug.print(debug_show (squares.size(), squares.get("12"), squares.get("7"), squares.remove("3"), squares.replace("4", 0)));
Debug.print(debug_show (Array.sort(Iter.toArray(squares.vals()), Nat.compare)));
let collide = TrieMap.TrieMap<Nat, Text>(Nat.equal, func(_) = 1);
collide.put(1, "one"); collide.put(2, "two"); collide.put(3, "three"); collide.put(2, "deux");
Debug.print(debug_show (collide.size(), collide.get(2), collide.remove(1), collide.get(1), Iter.toArray(collide.entries())));
Debug.print(debug_show (TrieMap.fromEntries<Nat, Text>(collide.entries(), Nat.equal, Hash.hash).get(3)));

let buffer = Buffer.fromArray<Nat>([5, 3, 9, 1]);
buffer.add(7); buffer.insert(1, 4); buffer.sort(Nat.compare);
Debug.print(debug_show (Buffer.toArray(buffer), buffer.remove(2), buffer.removeLast(), buffer.getOpt(9), Buffer.toText(buffer, Nat.toText)));
buffer.append(buffer);
buffer.filterEntries(func(i, x) = i % 2 == 0 or x == 5);
Debug.print(debug_show (Buffer.toArray(Buffer.map<Nat, Int>(buffer, func x = -x)), Buffer.foldLeft<Nat, Nat>(buffer, 0, Nat.add), Buffer.indexOf(5, buffer, Nat.equal)));

let map = OrderedMap.Make<Text>(Text.compare);
var ages = map.empty<Nat>();
ages := map.put(ages, "Ada", 36);
ages := map.put(ages, "Bob", 20);
ages := map.delete(map.put(ages, "Cy", 1), "Bob");
Debug.print(debug_show (map.size(ages), map.get(ages, "Ada"), map.contains(ages, "Bob"), Iter.toArray(map.entries(ages)), map.maxEntry(ages)));
let set = OrderedSet.Make<Nat>(Nat.compare);
let evens = set.fromIter(Iter.map<Nat, Nat>(Iter.range(0, 9), func i = i * 2));
Debug.print(debug_show (Iter.toArray(set.vals(set.diff(evens, set.fromIter([4, 8].vals())))), set.max(evens), set.isSubset(set.empty(), evens)));

Debug.print(Text.join(", ", Iter.fromArray(["a", "b"])) # Text.toUppercase("é") # Text.trim("  x ", #char ' ') # debug_show (Iter.toArray(Text.split("a,b,,c", #char ',')), Text.translate("aé", func c = Char.toText(c) # "-"), Text.hash("motoko") == Text.hash("motoko")));
Debug.print(debug_show (Array.append([1], [2]), Array.mapFilter<Nat, Text>([1, 2, 3], func i = if (i == 2) { null } else { ?Nat.toText(i) }), Array.take([1, 2, 3], -2), Array.subArray([1, 2, 3, 4], 1, 2), Array.indexOf(3, [1, 2, 3], Nat.equal), Array.chain<Nat, Nat>([1, 2], func i = [i, i])));
Debug.print(debug_show (Option.get(null, 3), Option.map<Nat, Nat>(?4, func i = i + 1), Option.isSome(?1), Result.mapOk<Nat, Nat, Text>(#ok 3, func i = i * 2), Result.fromOption<Nat, Text>(null, "none")));
Debug.print(debug_show (List.toArray(List.push(0, List.fromArray([1, 2]))), List.foldLeft<Nat, Nat>(?(1, ?(2, null)), 0, Nat.add), List.split(1, ?(1, ?(2, null)))));
Debug.print(debug_show (Nat8.maximumValue, Nat64.toNat(Nat64.fromNat(7)), Int32.minimumValue, Nat8.bitcountNonZero(7), Int.abs(-3), Bool.logand(true, false), Char.isLowercase('a'), Order.isLess(Nat.compare(1, 2))));
Debug.print(Float.format(#fix 2, 1.005) # " " # Float.toText(0.5) # " " # debug_show (Float.equalWithin(0.1 + 0.2, 0.3, 1e-9), Principal.isAnonymous(Principal.fromText("2vxsx-fae")), Blob.toArray("\01\ff"), Iter.toArray(Iter.revRange(3, 1))));
let finite = Random.Finite("\a5\0f\01");
Debug.print(debug_show (finite.coin(), finite.coin(), finite.byte(), finite.range(10), finite.byte(), Random.rangeFrom(12, "\12\34")));
// prints: (19, ?144, null, ?9, ?16)
// prints: [0, 1, 4, 25, 36, 64, 81, 100, 121, 144, 169, 196, 225, 256, 289, 324, 361, 400]
// prints: (3, ?"deux", ?"one", null, [(2, "deux"), (3, "three")])
// prints: ?"three"
// prints: ([1, 3, 4, 5, 7, 9], 4, ?9, null, "[1, 3, 5, 7]")
// prints: ([-1, -5, -1, -5], 12, ?1)
// prints: (2, ?36, false, [("Ada", 36), ("Cy", 1)], ?("Cy", 1))
// prints: ([0, 2, 6, 10, 12, 14, 16, 18], ?18, true)
// prints: a, bÉx(["a", "b", "", "c"], "a-é-", true)
// prints: ([1, 2], ["1", "3"], [2, 3], [2, 3], ?2, [1, 1, 2, 2])
// prints: (3, ?5, true, #ok(6), #err("none"))
// prints: ([0, 1, 2], 3, (?(1, null), ?(2, null)))
// prints: (255, 7, -2_147_483_648, 3, 3, false, true, true)
// prints: 1.00 0.500000 (true, true, [1, 255], [+3, +2, +1])
// prints: (?true, ?false, ?15, ?6, null, 291)
