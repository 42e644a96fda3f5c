// What the other programs leave out.
import Array "mo:core/Array";
import Blob "mo:core/Blob";
import Bool "mo:core/Bool";
import Char "mo:core/Char";
import Debug "mo:core/Debug";
import Func "mo:core/Func";
import Iter "mo:core/Iter";
import List "mo:core/List";
import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Option "mo:core/Option";
import Order "mo:core/Order";
import Principal "mo:core/Principal";
import PureList "mo:core/pure/List";
import PureMap "mo:core/pure/Map";
import PureQueue "mo:core/pure/Queue";
import PureSet "mo:core/pure/Set";
import Queue "mo:core/Queue";
import RealTimeQueue "mo:core/pure/RealTimeQueue";
import Result "mo:core/Result";
import Set "mo:core/Set";
import Stack "mo:core/Stack";
import Text "mo:core/Text";
import Time "mo:core/Time";
import VarArray "mo:core/VarArray";

func each(run : (Nat -> ()) -> ()) : Text {
  var seen = "";
  run(func x { seen #= Nat.toText(x) # " " });
  seen
};

let numbers = [3, 1, 2, 1];
Debug.print(debug_show (Array.fromVarArray([var 1, 2]), numbers.toVarArray<Nat>(), numbers.nextIndexOf(1, 2), numbers.prevIndexOf(1, 3), numbers.mapEntries<Nat, Nat>(func(x, i) = x * 10 + i), numbers.sliceToVarArray<Nat>(1, 3)));
Debug.print(each(func f = numbers.forEach(f)));
Debug.print(debug_show (VarArray.nextIndexOf([var 1, 2, 1], Nat.equal, 1, 1), VarArray.prevIndexOf([var 1, 2, 1], Nat.equal, 1, 2), VarArray.mapEntries<Nat, Nat>([var 5, 6], func(x, i) = x + i), VarArray.sliceToVarArray<Nat>([var 1, 2, 3], 1, 3)) # each(func f = VarArray.forEach([var 7, 8], f)));
Debug.print(debug_show (Blob.fromVarArray([var 1, 255]), Blob.toVarArray("\01\02"), Bool.logicalAnd(true, false), Bool.logicalOr(true, false), Bool.logicalNot(true), Char.isLower('é'), Order.isEqual(#equal), Order.isGreater(#less)));
Debug.print(debug_show (Func.compose<Nat, Nat, Nat>(func x = x + 1, func x = x * 2)(5), Func.identity<Nat>(3), Func.const<Nat, Text>(4)("x")));

let three = Iter.zip3<Nat, Nat, Nat>([1, 2].values(), [3, 4].values(), [5, 6, 7].values());
Debug.print(debug_show (Iter.toArray(three), Iter.toArray(Iter.take(Iter.infinite<Nat>(1), 3)), Iter.toVarArray<Nat>(Iter.fromVarArray<Nat>([var 1, 2]))));
Debug.print(debug_show (Iter.toArray(Iter.zipWith<Nat, Nat, Nat>([1, 2].values(), [3, 4].values(), Nat.add)), Iter.toArray(Iter.zipWith3<Nat, Nat, Nat, Nat>([1].values(), [2].values(), [3].values(), func(a, b, c) = a + b + c))) # each(func f = Iter.forEach([1, 2].values(), f)));

let list = List.fromVarArray<Nat>([var 1, 1, 2, 3, 3]);
list.addAll([4, 5].values());
list.addRepeat(6, 2);
list.deduplicate();
Debug.print(debug_show (list.toArray(), List.toList<Nat>([1].values()).size(), Iter.toArray(list.reverseValues()), Iter.toArray(list.reverseEnumerate()).size(), list.findLastIndex(func x = x < 3), list.nextIndexOf(4, 0), list.prevIndexOf(4, 6), list.mapEntries<Nat, Nat>(func(x, i) = x + i).toArray(), list.sliceToVarArray<Nat>(0, 2), list.toVarArray<Nat>()));
list.retain(func x = x % 2 == 0);
Debug.print(debug_show (list.toArray()));
list.truncate(2);
let reader = list.reader(1);
Debug.print(debug_show (list.toArray(), reader()) # each(func f = list.forEach(f)) # each(func f = list.forEachEntry(func(i, x) = f(i * 10 + x))) # each(func f = list.reverseForEach(f)) # each(func f = list.reverseForEachEntry(func(i, x) = f(i * 10 + x))) # each(func f = list.forEachInRange(f, 0, 1)));

let pairs = [(2, "b"), (1, "a")];
let map = Map.toMap<Nat, Text>(pairs.values());
Debug.print(debug_show (map.size(), Map.fromVarArray<Nat, Text>([var (1, "x"), (1, "y")]).get(1), PureMap.toMap<Nat, Text>(pairs.values()).size()) # each(func f = map.forEach(func(k, _) = f(k))) # each(func f = PureMap.fromIter<Nat, Text>(pairs.values()).forEach(func(k, _) = f(k))));

let set = Set.toSet<Nat>([5, 3, 1].values());
set.addAll([7, 9].values());
Debug.print(debug_show (set.insertAll([9].values()), set.insertAll([11].values()), set.deleteAll([1, 2].values()), set.retainAll(func x = x > 3), Iter.toArray(set.reverseValues()), Iter.toArray(set.reverseValuesFrom(8)), Iter.toArray(PureSet.toSet<Nat>([2, 1].values()).reverseValues())) # each(func f = set.forEach(f)) # each(func f = PureSet.fromIter<Nat>([2, 1].values()).forEach(f)));

Debug.print(debug_show (Option.getMapped<Nat, Text>(?1, Nat.toText, "none"), Option.apply<Nat, Nat>(?1, ?(func x = x + 1)), Option.isNull(null), Option.unwrap(?3)) # each(func f = Option.forEach(?8, f)));
Debug.print(debug_show (Result.mapErr<Nat, Text, Nat>(#err "abc", func t = t.size()), Result.isOk(#ok 1), Result.isErr(#ok 1), Result.fromUpper<Nat, Text>(#Ok 1)) # each(func f = Result.forOk<Nat, Text>(#ok 4, f)) # each(func f = Result.forErr<Text, Nat>(#err 5, f)));
Result.assertOk(#ok 1);
Result.assertErr(#err "x");

let queue = Queue.toQueue<Nat>([1, 2].values());
let stack = Stack.toStack<Nat>([1, 2].values());
Debug.print(debug_show (Iter.toArray(queue.reverseValues()), Queue.fromVarArray<Nat>([var 1]).size(), queue.toVarArray<Nat>(), Iter.toArray(stack.reverseValues()), Stack.fromVarArray<Nat>([var 1, 2]).peek(), stack.toVarArray<Nat>()) # each(func f = queue.forEach(f)) # each(func f = stack.forEach(f)));
Debug.print(each(func f = PureQueue.toQueue<Nat>([1, 2].values()).forEach(f)) # each(func f = RealTimeQueue.toQueue<Nat>([1, 2].values()).forEach(f)) # each(func f = PureList.forEach<Nat>(PureList.toList<Nat>([1, 2].values()), f)));
let pure = PureList.fromVarArray<Nat>([var 1, 2, 3, 4, 5]);
Debug.print(debug_show (pure.partition(func x = x % 2 == 0), pure.chunks(2), PureList.merge<Nat>(?(1, ?(4, null)), ?(2, null), Nat.compare), pure.zipWith<Nat, Nat, Nat>(pure, Nat.add), pure.toVarArray<Nat>()));

let pattern : Text.Pattern = #predicate(func c = c == 'b' or c == 'c');
Debug.print(debug_show (Iter.toArray(Text.split("abacad", pattern)), Text.fromChar('ü'), Iter.toArray(Text.toIter("ab")), Text.toVarArray("ab"), Text.fromVarArray([var 'a', 'b']), Text.compareWith("B", "a", func(a, b) = Char.compare(b, a))));

let canister = Principal.fromText("rrkah-fqaaa-aaaaa-aaaaq-cai");
Debug.print(debug_show (Principal.fromActor(Principal.toActor<actor {}>(canister)) == canister, Principal.fromBlob(Principal.toBlob(canister)) == canister, canister.isSelfAuthenticating(), canister.isReserved(), canister.isCanister()));
let wait : Time.Duration = #minutes 2;
Debug.print(debug_show (Time.toNanoseconds(wait)));
// prints: ([1, 2], [var 3, 1, 2, 1], ?3, ?1, [30, 11, 22, 13], [var 1, 2])
// prints: 3 1 2 1 
// prints: (?2, ?0, [var 5, 7], [var 2, 3])7 8 
// prints: ("\01\FF", [var 1, 2], false, true, false, true, true, false)
// prints: (11, 3, 4)
// prints: ([(1, 3, 5), (2, 4, 6)], [1, 1, 1], [var 1, 2])
// prints: ([4, 6], [6])1 2 
// prints: ([1, 2, 3, 4, 5, 6], 1, [6, 5, 4, 3, 2, 1], 6, ?1, ?3, ?3, [1, 3, 5, 7, 9, 11], [var 1, 2], [var 1, 2, 3, 4, 5, 6])
// prints: [2, 4, 6]
// prints: ([2, 4], 4)2 4 2 14 4 2 14 2 2 
// prints: (2, ?"y", 2)1 2 1 2 
// prints: (false, true, true, true, [11, 9, 7, 5], [7, 5], [2, 1])5 7 9 11 1 2 
// prints: ("1", ?2, true, 3)8 
// prints: (#err(3), true, false, #ok(1))4 5 
// prints: ([2, 1], 1, [var 1, 2], [1, 2], ?2, [var 2, 1])1 2 2 1 
// prints: 1 2 1 2 1 2 
// prints: ((?(2, ?(4, null)), ?(1, ?(3, ?(5, null)))), ?(?(1, ?(2, null)), ?(?(3, ?(4, null)), ?(?(5, null), null))), ?(1, ?(2, ?(4, null))), ?(2, ?(4, ?(6, ?(8, ?(10, null))))), [var 1, 2, 3, 4, 5])
// prints: (["a", "a", "ad"], "ü", ['a', 'b'], [var 'a', 'b'], "ab", #greater)
// prints: (true, true, false, false, true)
// prints: 120_000_000_000
