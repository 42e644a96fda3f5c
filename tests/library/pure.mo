// The collections that do not change, queues and stacks.
import PureMap "mo:core/pure/Map";
import PureSet "mo:core/pure/Set";
import PureList "mo:core/pure/List";
import Queue "mo:core/Queue";
import Stack "mo:core/Stack";
import Map "mo:core/Map";
import Set "mo:core/Set";
import List "mo:core/List";
import Nat "mo:core/Nat";
import Text "mo:core/Text";
import Iter "mo:core/Iter";
import Debug "mo:core/Debug";

var state : Nat = 4711;
func random(n : Nat) : Nat { state := (state * 1103515245 + 12345) % 2147483648; (state / 65536) % n };

let model = Map.empty<Nat, Nat>();
var map = PureMap.empty<Nat, Nat>();
var set = PureSet.empty<Nat>();
var round = 0;
while (round < 600) {
  let k = random(100);
  if (random(3) == 0) {
    map := map.remove(k);
    set := set.remove(k);
    model.remove(k);
  } else {
    map := map.add(k, round);
    set := set.add(k);
    model.add(k, round);
  };
  round += 1;
};
map.assertValid();
assert map.size() == model.size() and set.size() == model.size();
assert map.entries().toArray() == model.toArray();
assert map.reverseEntries().toArray() == model.reverseEntries().toArray();
assert set.values().toArray() == model.keys().toArray();

let small = PureMap.fromIter([(2, "b"), (1, "a"), (3, "c")].values(), Nat.compare);
Debug.print(small.toText());
Debug.print(debug_show (small.get(2), small.get(9), small.filter(func(k, _) = k > 1).size(), small.map(func(k, v) = v # Nat.toText(k)).values().toArray()));
Debug.print(PureSet.fromIter([3, 1].values(), Nat.compare).union(PureSet.singleton(2)).toText());
let l = PureList.fromArray([1, 2, 3]);
Debug.print(l.toText(Nat.toText));
Debug.print(debug_show (l.pushFront(0).toArray(), l.reverse().toArray(), l.map(func x = x * 2).toArray(), l.size(), l.get(1), l.last(), l.take(2).toArray(), l.drop(2).toArray(), l.filter(func x = x > 1).toArray(), l.foldRight(0, func(x, s) = x + s)));
let q = Queue.empty<Nat>();
var n = 0;
while (n < 30) { q.pushBack(n); if (n % 3 == 0) { ignore q.popFront() }; n += 1 };
q.pushFront(99);
Debug.print(debug_show (q.size(), q.popFront(), q.popBack(), q.peekFront(), q.peekBack()));
Debug.print(Queue.fromArray<Nat>([1, 2]).toText());
let s = Stack.empty<Nat>();
s.push(1);
s.push(2);
Debug.print(s.toText());
Debug.print(debug_show (s.peek(), s.pop(), s.pop(), s.pop(), s.size()));
let more = List.fromArray<Nat>([5, 1, 4]);
more.sortInPlace();
Debug.print(debug_show (more.toArray(), more.max(), more.indexOf(4), more.contains(9), more.map<Nat, Nat>(func x = x + 1).toArray(), more.filter(func x = x > 1).toArray(), more.reverse().toArray(), more.first(), more.last(), more.get(7), more.find(func x = x > 3), more.sliceToArray(0, -1), more.foldLeft(0, func(a, x) = a + x), more.enumerate().toArray()));
let evens = Set.fromArray<Nat>([2, 4, 6]);
let low = Set.fromArray<Nat>([1, 2, 3, 4]);
Debug.print(evens.intersection(low).toText() # evens.union(low).toText() # evens.difference(low).toText() # debug_show (evens.isSubset(low), evens.max(), evens.valuesFrom(3).toArray()));

// prints: PureMap{(1, a), (2, b), (3, c)}
// prints: (?"b", null, 2, ["a1", "b2", "c3"])
// prints: PureSet{1, 2, 3}
// prints: PureList[1, 2, 3]
// prints: ([0, 1, 2, 3], [3, 2, 1], [2, 4, 6], 3, ?2, ?3, [1, 2], [3], [2, 3], 6)
// prints: (21, ?99, ?29, ?10, ?28)
// prints: Queue[1, 2]
// prints: Stack[2, 1]
// prints: (?2, ?2, ?1, null, 0)
// prints: ([1, 4, 5], ?5, ?1, false, [2, 5, 6], [4, 5], [5, 4, 1], ?1, ?5, null, ?4, [1, 4], 10, [(0, 1), (1, 4), (2, 5)])
// prints: Set{2, 4}Set{1, 2, 3, 4, 6}Set{6}(false, ?6, [4, 6])
