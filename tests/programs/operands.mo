import Prim "mo:prim";
actor Log { var lines = 0; public func add(t : Text) : async Nat { lines += 1; Prim.debugPrint(debug_show lines # " " # t); lines }; public query func count() : async Nat { lines } };
func say(t : Text) : async Nat { await Log.add t };
// order of evaluation with awaits in operands, arguments, records, arrays
ignore (await say "a") + (await say "b") * (await say "c");
func three(x : Nat, y : Nat, z : Nat) : Text { debug_show(x, y, z) };
Prim.debugPrint(three(await say "x", 7, await say "z"));
let r = { p = await say "p"; q = [await say "q1", await say "q2"]; var s = await say "s" };
Prim.debugPrint(debug_show r);
Prim.debugPrint(debug_show (await say "t1", #tag(await say "t2"), ?(await say "t3")));
// conditions and branches
if ((await say "cond") > 5) { Prim.debugPrint("big " # debug_show (await say "then")) } else { ignore await say "else" };
let v = if ((await Log.count()) == 0) { await say "never" } else { 1 + (await say "else2") };
Prim.debugPrint(debug_show v);
let sw = switch (await Log.count()) { case 0 "zero"; case n { let m = await say "in case"; debug_show(n, m) } };
Prim.debugPrint sw;
// short circuits
Prim.debugPrint(debug_show (false and (await say "no") == 1, true or (await say "no") == 1, true and (await say "yes") > 0));
// loops
var i = 0;
while (i < 3) { i += 1; if (i == 2) continue; ignore await say("w" # debug_show i) };
label outer for (a in [1, 2, 3].vals()) { for (b in [1, 2].vals()) { if (a == 2) continue outer; if (a == 3) break outer; ignore await say("l" # debug_show(a, b)) } };
loop { i -= 1; ignore await say "loop" } while (i > 1);
// do ?, let else, ??
func opt(x : ?Nat) : async ?Nat { do ? { let n = x!; n + (await say "opt") } };
Prim.debugPrint(debug_show (await opt(?100), await opt null));
func le(x : ?Nat) : async Text { let ?n = x else { ignore await say "none"; return "none" }; debug_show (n + (await say "some")) };
Prim.debugPrint(await le(?1)); Prim.debugPrint(await le null);
Prim.debugPrint(debug_show ((null : ?Nat) ?? (await say "coalesce")));
// closures over awaited values and mutable captured
var total = 0;
let add = func (n : Nat) { total += n };
for (k in [1, 2, 3].vals()) { add((await say "k") + k) };
Prim.debugPrint(debug_show total);
// futures kept
let fs = [Log.add("f0"), Log.add("f1"), Log.add("f2")];
var sum = 0;
for (f in fs.vals()) { sum += await f };
Prim.debugPrint(debug_show sum);
// assignment to fields and array elements
let arr = [var 0, 0]; arr[1] := await say "arr"; let o = { var f = 1 }; o.f += await say "field";
Prim.debugPrint(debug_show(arr, o));
// block results
let blk = do { let a = await say "blk"; a * 2 };
Prim.debugPrint(debug_show blk);
// label results
let lab = label l : Nat { if ((await say "lab") > 0) break l 42; 1 };
Prim.debugPrint(debug_show lab);
//> 1 a
//> 2 b
//> 3 c
//> 4 x
//> 5 z
//> (4, 7, 5)
//> 6 p
//> 7 q1
//> 8 q2
//> 9 s
//> {p = 6; q = [7, 8]; s = 9}
//> 10 t1
//> 11 t2
//> 12 t3
//> (10, #tag(11), ?12)
//> 13 cond
//> 14 then
//> big 14
//> 15 else2
//> 16
//> 16 in case
//> (15, 16)
//> 17 yes
//> (false, true, true)
//> 18 w1
//> 19 w3
//> 20 l(1, 1)
//> 21 l(1, 2)
//> 22 loop
//> 23 loop
//> 24 opt
//> (?124, null)
//> 25 some
//> 26
//> 26 none
//> none
//> 27 coalesce
//> 27
//> 28 k
//> 29 k
//> 30 k
//> 93
//> 31 f0
//> 32 f1
//> 33 f2
//> 96
//> 34 arr
//> 35 field
//> ([var 0, 34], {f = 36})
//> 36 blk
//> 72
//> 37 lab
//> 42
