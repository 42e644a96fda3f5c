// Random operations on the collections, each beside a plain model that cannot be wrong: an array of all that is in it.
import Array "mo:core/Array";
import Debug "mo:core/Debug";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Order "mo:core/Order";
import PriorityQueue "mo:core/PriorityQueue";
import PureList "mo:core/pure/List";
import PureMap "mo:core/pure/Map";
import PureQueue "mo:core/pure/Queue";
import PureSet "mo:core/pure/Set";
import Queue "mo:core/Queue";
import RealTimeQueue "mo:core/pure/RealTimeQueue";
import Runtime "mo:core/Runtime";
import Set "mo:core/Set";
import Stack "mo:core/Stack";

// A linear congruence is random enough and the same everywhere.
var state : Nat = 12_345;
func random(limit : Nat) : Nat {
  state := (state * 1_103_515_245 + 12_345) % 2_147_483_648;
  (state / 65_536) % limit
};

func check(what : Text, holds : Bool) { if (not holds) { Runtime.trap(what) } };

func without(model : [(Nat, Nat)], key : Nat) : [(Nat, Nat)] { Array.filter<(Nat, Nat)>(model, func((k, _)) = k != key) };
func lookUp(model : [(Nat, Nat)], key : Nat) : ?Nat {
  switch (Array.find<(Nat, Nat)>(model, func((k, _)) = k == key)) { case (?(_, v)) ?v; case null null };
};
func byKey(a : (Nat, Nat), b : (Nat, Nat)) : Order.Order { Nat.compare(a.0, b.0) };

func maps(rounds : Nat, keys : Nat) {
  let map = Map.empty<Nat, Nat>();
  var pure = PureMap.empty<Nat, Nat>();
  let set = Set.empty<Nat>();
  var pureSet = PureSet.empty<Nat>();
  var model : [(Nat, Nat)] = [];
  var round = 0;
  while (round < rounds) {
    let key = random(keys);
    let before = lookUp(model, key);
    switch (random(5)) {
      case 0 {
        check("take", map.take(key) == before);
        check("delete", set.delete(key) == (before != null));
        pure := pure.remove(key);
        pureSet := pureSet.remove(key);
        model := without(model, key);
      };
      case 1 {
        check("replace", map.replace(key, round) == before);
        if (before != null) {
          model := Array.concat(without(model, key), [(key, round)]);
          pure := pure.add(key, round);
        };
      };
      case _ {
        check("swap", map.swap(key, round) == before);
        check("insert", set.insert(key) == (before == null));
        pure := pure.add(key, round);
        pureSet := pureSet.add(key);
        model := Array.concat(without(model, key), [(key, round)]);
      };
    };
    check("get", map.get(key) == lookUp(model, key) and pure.get(key) == lookUp(model, key));
    check("size", map.size() == model.size() and pure.size() == model.size() and set.size() == model.size() and pureSet.size() == model.size());
    if (round % 50 == 0) {
      let sorted = Array.sort(model, byKey);
      map.assertValid();
      set.assertValid();
      check("entries", Iter.toArray(map.entries()) == sorted);
      check("pure entries", Iter.toArray(pure.entries()) == sorted);
      check("reverse", Iter.toArray(map.reverseEntries()) == Array.reverse(sorted));
      let from = random(keys);
      check("from", Iter.toArray(map.entriesFrom(from)) == Array.filter<(Nat, Nat)>(sorted, func((k, _)) = k >= from));
      check("set", Iter.toArray(set.values()) == Array.map<(Nat, Nat), Nat>(sorted, func((k, _)) = k));
      check("pure set", Iter.toArray(pureSet.values()) == set.toArray());
      check("to pure", Iter.toArray(map.toPure().entries()) == sorted);
      check("clone", Iter.toArray(map.clone().entries()) == sorted);
    };
    round += 1;
  };
  Debug.print("maps " # debug_show (map.size(), map.minEntry(), map.maxEntry()));
};
maps(1_500, 40);
maps(1_500, 400);

func rows(rounds : Nat) {
  let list = List.empty<Nat>();
  let queue = Queue.empty<Nat>();
  var pure = PureQueue.empty<Nat>();
  var realTime = RealTimeQueue.empty<Nat>();
  let stack = Stack.empty<Nat>();
  var pureList = PureList.empty<Nat>();
  var model : [Nat] = [];
  // What a stack holds, the top last.
  var pile : [Nat] = [];
  var round = 0;
  while (round < rounds) {
    let n = model.size();
    switch (random(6)) {
      case 0 {
        check("pop front", queue.popFront() == (if (n == 0) { null } else { ?model[0] }));
        switch (pure.popFront()) { case (?(x, rest)) { check("pure front", x == model[0]); pure := rest }; case null { check("empty", n == 0) } };
        switch (realTime.popFront()) { case (?(x, rest)) { check("real front", x == model[0]); realTime := rest }; case null { check("empty", n == 0) } };
        model := model.sliceToArray(1, n);
      };
      case 1 {
        check("pop back", queue.popBack() == (if (n == 0) { null } else { ?model[n - 1] }));
        switch (pure.popBack()) { case (?(rest, x)) { check("pure back", x == model[n - 1]); pure := rest }; case null { check("empty", n == 0) } };
        switch (realTime.popBack()) { case (?(rest, x)) { check("real back", x == model[n - 1]); realTime := rest }; case null { check("empty", n == 0) } };
        if (n > 0) { model := model.sliceToArray(0, n - 1 : Nat) };
      };
      case 2 {
        queue.pushFront(round);
        pure := pure.pushFront(round);
        realTime := realTime.pushFront(round);
        model := Array.concat([round], model);
      };
      case 3 {
        check("pop", stack.pop() == list.removeLast());
        pureList := pureList.popFront().1;
        if (pile.size() > 0) { pile := pile.sliceToArray(0, pile.size() - 1 : Nat) };
      };
      case _ {
        queue.pushBack(round);
        pure := pure.pushBack(round);
        realTime := realTime.pushBack(round);
        model := Array.concat(model, [round]);
        list.add(round);
        stack.push(round);
        pureList := pureList.pushFront(round);
        pile := Array.concat(pile, [round]);
      };
    };
    check("sizes", queue.size() == model.size() and list.size() == pile.size() and stack.size() == pile.size());
    if (round % 40 == 0) {
      check("queue", queue.toArray() == model);
      check("pure", Iter.toArray(pure.values()) == model);
      check("real time", Iter.toArray(realTime.values()) == model);
      check("list", list.toArray() == pile);
      check("stack", stack.toArray() == Array.reverse(pile));
      check("pure list", pureList.toArray() == Array.reverse(pile));
      if (pile.size() > 0) {
        let at = random(pile.size());
        check("at", list.at(at) == pile[at] and list.get(at) == ?pile[at] and stack.get(at) == ?pile[pile.size() - 1 - at : Nat]);
        list.put(at, round);
        pile := Array.tabulate<Nat>(pile.size(), func i = if (i == at) { round } else { pile[i] });
        ignore stack.map<Nat, Nat>(func x = x);
        stack.clear();
        for (x in pile.values()) { stack.push(x) };
        pureList := PureList.reverse(PureList.fromArray(pile));
        check("sort", list.sort().toArray() == Array.sort(pile));
        check("binary search", switch (Array.binarySearch(Array.sort(pile), pile[at])) { case (#found _) true; case _ false });
      };
    };
    round += 1;
  };
  Debug.print("rows " # debug_show (queue.size(), list.size(), queue.peekFront(), list.last()));
};
rows(1_200);

func priorities(rounds : Nat) {
  let heap = PriorityQueue.empty<Nat>();
  var model : [Nat] = [];
  var round = 0;
  while (round < rounds) {
    if (random(3) == 0) {
      let best = heap.pop();
      switch best {
        case null { check("no best", model == []) };
        case (?x) {
          check("best", Array.all<Nat>(model, func y = y <= x));
          var gone = false;
          model := Array.filter<Nat>(model, func y = if (y == x and not gone) { gone := true; false } else { true });
        };
      };
    } else {
      let x = random(100);
      heap.push(x);
      model := Array.concat(model, [x]);
    };
    check("size", heap.size() == model.size());
    round += 1;
  };
  Debug.print("priorities " # debug_show (heap.size(), heap.peek()));
};
priorities(800);

// Sorting keeps the order of what is equal.
let pairs = Array.tabulate<(Nat, Nat)>(1_000, func i = (random(20), i));
let sorted = Array.sort<(Nat, Nat)>(pairs, byKey);
var i = 1;
while (i < sorted.size()) {
  check("sorted", sorted[i - 1].0 < sorted[i].0 or (sorted[i - 1].0 == sorted[i].0 and sorted[i - 1].1 < sorted[i].1));
  i += 1;
};
Debug.print("sorted " # debug_show (sorted[0], sorted[999]));
// prints: maps (29, ?(0, 1_455), ?(38, 1_452))
// prints: maps (286, ?(0, 746), ?(399, 1_447))
// prints: rows (191, 206, ?660, ?1_196)
// prints: priorities (264, ?70)
// prints: sorted ((0, 31), (19, 967))
