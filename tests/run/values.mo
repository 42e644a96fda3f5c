import Prim "mo:prim";
// type tests: and/or types, intersection, records extending
type A = { a : Nat }; type B = { b : Text };
type AB = A and B;
let ab : AB = { a = 1; b = "x" };
Prim.debugPrint(debug_show ab);
type U = { #x } or { #y : Nat };
func u(v : U) : Nat = switch v { case (#x) 0; case (#y n) n };
Prim.debugPrint(debug_show(u(#y 3)));
// subtyping in arrays, options & functions
let f : { a : Nat } -> Int = func r = r.a;
let g : { a : Nat; b : Text } -> Int = f;
Prim.debugPrint(debug_show(g { a = 4; b = "" }));
let ns : [Nat] = [1, 2]; let is : [Int] = ns;
Prim.debugPrint(debug_show is);
let on : ?Nat = ?1; let oi : ?Int = on; Prim.debugPrint(debug_show oi);
let any : Any = ab; ignore any;
// polymorphic recursion & bounded
func id<T>(x : T) : T = x;
Prim.debugPrint(debug_show(id<Nat>(3), id("s"), id(id(#a))));
func first<A, B>((a, _) : (A, B)) : A = a;
Prim.debugPrint(debug_show(first(1, "x")));
func maxBy<T>(xs : [T], less : (T, T) -> Bool) : ?T { var m : ?T = null; for (x in xs.vals()) { switch m { case null m := ?x; case (?y) { if (less(y, x)) m := ?x } } }; m };
Prim.debugPrint(debug_show(maxBy<Nat>([3, 9, 2], func(a, b) = a < b)));
// equi-recursive
type Stream<T> = () -> { head : T; tail : Stream<T> };
func nats(n : Nat) : Stream<Nat> = func () = { head = n; tail = nats(n + 1) };
var st = nats 0; var k = 0;
while (k < 3) { let { head; tail } = st(); Prim.debugPrint(debug_show head); st := tail; k += 1 };
// record with var & sharing
let r1 = { var x = 1; y = 2 };
let r2 = r1; r2.x := 5; Prim.debugPrint(debug_show(r1.x));
let r3 = { r1 with y = 3; var x = r1.x }; r3.x := 7; Prim.debugPrint(debug_show(r1.x, r3.x, r3.y));
// object pattern with renaming & annotation
let { y = yy : Nat } = r1; Prim.debugPrint(debug_show yy);
// let-else
func le(x : ?Nat) : Text { let ?n = x else return "none"; debug_show n };
Prim.debugPrint(le(?3) # le null);
// nested functions & shadowing
func outer(x : Nat) : Nat { func inner(y : Nat) : Nat { x + y }; let x2 = x * 2; inner x2 };
Prim.debugPrint(debug_show(outer 5));
// characters & text
Prim.debugPrint(debug_show(Prim.charToNat32 'é', Prim.nat32ToChar 0x1F600, "\u{1F600}".size(), Prim.charToUpper 'ß', Prim.charIsAlphabetic '1'));
let it = "héllo".chars();
label w loop { switch (it.next()) { case null break w; case (?c) Prim.debugPrint(Prim.charToText c) } };
// blob
let b : Blob = "\00\FFabc";
Prim.debugPrint(debug_show(b, b.size(), Prim.blobToArray b, b == ("\00\FFabc" : Blob), b < ("b" : Blob)));
// principal
let p = Prim.principalOfBlob("\04");
Prim.debugPrint(debug_show(p, Prim.blobOfPrincipal p));
// float
Prim.debugPrint(debug_show(1.5e3, 0x1.8p1, 3.0 / 2.0, Prim.floatSqrt 2.0, -0.0, Prim.floatToInt(-2.7), Prim.intToFloat 3, 1.0 % 0.3));
Prim.debugPrint(debug_show(Prim.floatNearest 2.5, Prim.floatFloor(-1.5), Prim.floatMin(1.0, 2.0), Prim.floatCopySign(1.0, -2.0)));
// wrapping conversions
Prim.debugPrint(debug_show(Prim.intToNat8Wrap(-1), Prim.intToInt8Wrap 200, Prim.nat64ToInt64 0xFFFFFFFFFFFFFFFF, Prim.int64ToNat64(-1)));
// comparison of structures
Prim.debugPrint(debug_show((1, ("a", #x 1)) == (1, ("a", #x 1)), ?[1] == ?[2], { a = null : ?Nat } != { a = ?1 }));
// function composition returning functions
func curry<A, B, C>(f : (A, B) -> C) : A -> B -> C = func a = func b = f(a, b);
Prim.debugPrint(debug_show(curry<Nat, Nat, Nat>(func(a, b) = a * b)(6)(7)));
// tuples nested & assignment order
var z = (1, [var 2]);
z.1[0] := 5; Prim.debugPrint(debug_show z);
// evaluation order
func say(t : Text, n : Nat) : Nat { Prim.debugPrint t; n };
ignore say("1", 1) + say("2", 2) * say("3", 3);
let aa = [var 0, 0];
aa[say("i", 1)] := say("v", 4);
Prim.debugPrint(debug_show aa);
let eo = { x = say("x", 1); a = say("a", 2) };
// variant payload record shorthand
let q = 5; let v = #foo { q; w = "w" }; Prim.debugPrint(debug_show v);
switch v { case (#foo { q; w }) Prim.debugPrint(debug_show q # w) };
// numbers with underscores & hex
Prim.debugPrint(debug_show(1_000_000, 0xFF_FF, 1_0.5_0, 'a' == '\u{61}'));
// type annotated expressions, Nat to Int coerce
Prim.debugPrint(debug_show((5 : Nat) : Int, ([1] : [Nat]) : [Int]));
// weird: unit comparisons
Prim.debugPrint(debug_show(() == (), null == null));
//> {a = 1; b = "x"}
//> 3
//> +4
//> [+1, +2]
//> ?(+1)
//> (3, "s", #a)
//> 1
//> ?9
//> 0
//> 1
//> 2
//> 5
//> (5, 7, 3)
//> 2
//> 3none
//> 15
//> (233, '😀', 1, 'ß', false)
//> h
//> é
//> l
//> l
//> o
//> ("\00\FF\61\62\63", 5, [0, 255, 97, 98, 99], true, true)
//> (2vxsx-fae, "\04")
//> (1500.000000, 3.000000, 1.500000, 1.414214, -0.000000, -2, 3.000000, 0.100000)
//> (2.000000, -2.000000, 1.000000, -1.000000)
//> (255, -56, -1, 18_446_744_073_709_551_615)
//> (true, false, true)
//> 42
//> (1, [var 5])
//> 1
//> 2
//> 3
//> i
//> v
//> [var 0, 4]
//> x
//> a
//> #foo({q = 5; w = "w"})
//> 5w
//> (1_000_000, 65_535, 10.500000, true)
//> (+5, [+1])
//> (true, true)
