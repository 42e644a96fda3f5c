// Maps, sets and lists against plain arrays, under random operations.
import Map "mo:core/Map";
import Set "mo:core/Set";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Array "mo:core/Array";
import Iter "mo:core/Iter";
import Debug "mo:core/Debug";
import VarArray "mo:core/VarArray";

var state : Nat = 12345;
func random(n : Nat) : Nat { state := (state * 1103515245 + 12345) % 2147483648; (state / 65536) % n };

let map = Map.empty<Nat, Text>();
let set = Set.empty<Nat>();
let model = VarArray.repeat<?Text>(null, 200);
var round = 0;
while (round < 1200) {
  let k = random(200);
  switch (random(5)) {
    case (0 or 1 or 4) {
      let text = "v" # Nat.toText(round);
      let old = map.swap(k, text);
      assert old == model[k];
      assert set.insert(k) == (old == null);
      model[k] := ?text;
    };
    case 2 {
      assert map.take(k) == model[k];
      assert set.delete(k) == (model[k] != null);
      model[k] := null;
    };
    case _ {
      assert map.get(k) == model[k];
      assert set.contains(k) == (model[k] != null);
    };
  };
  if (round % 100 == 0) { map.assertValid() };
  round += 1;
};
var k = 0;
for ((key, value) in map.entries()) {
  while (model[k] == null) { k += 1 };
  assert key == k and ?value == model[k];
  k += 1;
};
let keys = map.keys().toArray();
assert keys == set.toArray();
assert map.reverseEntries().map(func((k, _)) = k).toArray() == keys.reverse();
for (start in ([0, 1, 50, 99, 150, 199] : [Nat]).values()) {
  assert map.entriesFrom(start).map(func((k, _)) = k).toArray() == keys.filter(func k = k >= start);
  assert map.reverseEntriesFrom(start).map(func((k, _)) = k).toArray() == keys.reverse().filter(func k = k <= start);
};
let copy = map.clone();
for (key in keys.values()) { map.remove(key); if (key % 20 == 0) { map.assertValid() } };
assert map.isEmpty() and copy.size() == keys.size();
copy.assertValid();
assert Map.fromPure<Nat, Text>(copy.toPure()).equal(copy);

let list = List.empty<Nat>();
k := 0;
while (k < 500) { list.add(k); k += 1 };
assert list.size() == 500 and list.toArray() == Array.tabulate<Nat>(500, func i = i);
k := 0;
while (k < 500) { assert list.at(k) == k; k += 1 };
while (list.size() > 3) { assert list.removeLast() == ?(list.size()) };
list.add(7);
Debug.print(debug_show list.toArray());
Debug.print(list.toText());
Debug.print(List.fromArray<Nat>([3, 1, 2]).sort().toText());

let ages = Map.empty<Text, Nat>();
ages.add("Carl", 60);
ages.add("Ada", 36);
ages.add("Ada", 37);
Debug.print(debug_show ages.toArray());
Debug.print(ages.toText());
Debug.print(debug_show (ages.get("Ada"), ages.get("Bob"), ages.size(), ages.containsKey("Carl")));
Debug.print(Set.fromArray<Nat>([3, 1, 2, 3]).toText());
Debug.print(debug_show Array.sort<Nat>([5, 3, 9, 1]));
Debug.print(debug_show ([5, 3, 9, 1].sort(), [1, 2].concat([3]), [1, 2, 3, 4].sliceToArray(1, -1)));
Debug.print(debug_show (Iter.zip(["a", "b"].values(), Nat.range(0, 9)).toArray()));
let xs = Array.tabulate<(Nat, Nat)>(100, func i = (random(10), i));
let sorted = xs.sort(func(a, b) = Nat.compare(a.0, b.0));
k := 1;
while (k < 100) { assert sorted[k - 1].0 < sorted[k].0 or (sorted[k - 1].0 == sorted[k].0 and sorted[k - 1].1 < sorted[k].1); k += 1 };
Debug.print("done");

// prints: [0, 1, 2, 7]
// prints: List[0, 1, 2, 7]
// prints: List[1, 2, 3]
// prints: [("Ada", 37), ("Carl", 60)]
// prints: Map{(Ada, 37), (Carl, 60)}
// prints: (?37, null, 2, true)
// prints: Set{1, 2, 3}
// prints: [1, 3, 5, 9]
// prints: ([1, 3, 5, 9], [1, 2, 3], [2, 3])
// prints: [("a", 0), ("b", 1)]
// prints: done
