// classes with type parameters, self types, inheritance-like composition, mutual recursion
import Prim "mo:prim";
type Animal = { name : Text; speak : () -> Text };
class Dog(n : Text) : Animal = this { public let name = n; public func speak() : Text { this.name # " woofs" } };
func twice<T <: { speak : () -> Text }>(a : T) : Text { a.speak() # "; " # a.speak() };
Prim.debugPrint(twice<Dog>(Dog("Rex")));
Prim.debugPrint(twice(Dog("Rex2")));
class Pair<A, B>(a : A, b : B) { public func fst() : A = a; public func snd() : B = b; };
let p = Pair<Nat, Text>(1, "one");
Prim.debugPrint(p.snd() # debug_show(p.fst()));
class Lst<T>(head : T, tail : ?Lst<T>) {
  public func length() : Nat { 1 + (switch tail { case null 0; case (?t) t.length() }) };
  public func fold<U>(z : U, f : (U, T) -> U) : U { let v = f(z, head); switch tail { case null v; case (?t) t.fold<U>(v, f) } };
};
let l = Lst<Nat>(1, ?Lst<Nat>(2, ?Lst<Nat>(3, null)));
Prim.debugPrint(debug_show(l.length(), l.fold<Text>("", func(a, b) = a # debug_show b)));
// object with type field
object T { public type A = Nat; public type B = [A]; public let x : B = [1]; };
let tb : T.B = T.x;
Prim.debugPrint(debug_show tb);
// nested modules and forward references
module A { public func f(n : Nat) : Nat { if (n == 0) 0 else B.g(n - 1) + 1 } };
module B { public func g(n : Nat) : Nat { if (n == 0) 0 else A.f(n - 1) + 1 } };
Prim.debugPrint(debug_show(A.f 9));
// closures capturing loop variables
let fs = Prim.Array_init<() -> Nat>(3, func () = 0);
for (i in fs.keys()) fs[i] := func () : Nat = i * i;
Prim.debugPrint(debug_show(fs[0](), fs[1](), fs[2]()));
// counters
func counter() : { inc : () -> Nat } { var n = 0; { inc = func () : Nat { n += 1; n } } };
let c1 = counter(); let c2 = counter();
ignore c1.inc(); ignore c1.inc();
Prim.debugPrint(debug_show(c1.inc(), c2.inc()));
// early return through loops
func find(xs : [Int], p : Int -> Bool) : ?Nat { var i = 0; for (x in xs.vals()) { if (p x) return ?i; i += 1 }; null };
Prim.debugPrint(debug_show(find([1, -2, 3], func x = x < 0)));
// labelled expr
let r = label exit : Text { for (i in [1,2,3,4].vals()) { if (i == 3) break exit ("three") }; "none" };
Prim.debugPrint r;
// switch on literals
func name(n : Int) : Text = switch n { case 0 "zero"; case (-1) "minus one"; case (+1) "one"; case _ "many" };
Prim.debugPrint(name 0 # name(-1) # name 1 # name 7);
func t2(t : Text, c : Char, b : Bool, f : Float) : Nat = switch (t, c, b) { case ("a", 'x', true) 1; case ("a", _, false) 2; case (_, 'y', _) 3; case _ 4 };
Prim.debugPrint(debug_show(t2("a", 'x', true, 0.0), t2("a", 'q', false, 0.0), t2("b", 'y', true, 0.0), t2("", 'z', true, 1.0)));
// variants with records, or-patterns binding
type S = { #circle : { r : Nat }; #square : { r : Nat }; #dot };
func size(s : S) : Nat = switch s { case (#circle { r } or #square { r }) r; case (#dot) 0 };
Prim.debugPrint(debug_show(size(#circle { r = 3 }), size(#square { r = 4 }), size(#dot)));
// option chaining and ??
let o : ?Nat = null;
Prim.debugPrint(debug_show(o ?? 5, (?3 : ?Nat) ?? 5));
func dd(x : ?(?Nat)) : ?Nat = do ? { x!! + 1 };
Prim.debugPrint(debug_show(dd(??3), dd(?null), dd(null)));
// pipe
Prim.debugPrint(5 |> _ + 1 |> debug_show(_));
// int ops
Prim.debugPrint(debug_show(-7 / 2, -7 % 2, 7 / -2 : Int, 7 % -2 : Int, 2 ** 64, -(2 ** 65 : Int), (2 ** 64 : Nat) % 1000007));
let big = 123456789012345678901234567890;
Prim.debugPrint(debug_show(big * big, big / 987654321, big % 987654321, big - 1 : Int, big == big + 0));
// bit ops
Prim.debugPrint(debug_show((0xFF : Nat8) & 0x0F, (1 : Nat16) << 15, (-1 : Int32) >> 31, (0x12345678 : Nat32) <<> 8, (5 : Int8) ^ 3, (6 : Nat64) | 9));
// text comparision
Prim.debugPrint(debug_show("abc" < "abd", "Z" < "a", "" < "a", "ä" > "z", 'a' < 'b'));
// arrays
let arr = Prim.Array_tabulate<Nat>(5, func i = i * i);
Prim.debugPrint(debug_show(arr, arr.size(), arr[4]));
let m = [var [var 1, 2], [var 3]];
m[0][1] := 9; m[1] := [var];
Prim.debugPrint(debug_show m);
// assert & ignore & debug
debug { Prim.debugPrint "dbg" };
assert true;
// blocks as values, unit
let u = do { let a = 1; a + 1 };
Prim.debugPrint(debug_show(u, (), do { ignore 3 }));
// while with continue/break
var i = 0; var s = 0;
while (i < 10) { i += 1; if (i % 2 == 0) continue; if (i > 7) break; s += i };
Prim.debugPrint(debug_show(i, s));
loop { i -= 1 } while (i > 3);
label L loop { i += 1; if (i > 5) break L; continue L };
Prim.debugPrint(debug_show i);
//> Rex woofs; Rex woofs
//> Rex2 woofs; Rex2 woofs
//> one1
//> (3, "123")
//> [1]
//> 9
//> (0, 1, 4)
//> (3, 1)
//> ?1
//> three
//> zerominus oneonemany
//> (1, 2, 3, 4)
//> (3, 4, 0)
//> (5, 3)
//> (?4, null, null)
//> 6
//> (-3, -1, -3, +1, 18_446_744_073_709_551_616, -36_893_488_147_419_103_232, 919_788)
//> (15_241_578_753_238_836_750_495_351_562_536_198_787_501_905_199_875_019_052_100, 124_999_998_873_437_499_901, 574_845_669, +123_456_789_012_345_678_901_234_567_889, true)
//> (15, 32_768, -1, 878_082_066, +6, 15)
//> (true, true, true, true, true)
//> ([0, 1, 4, 9, 16], 5, 16)
//> [var [var 1, 9], [var]]
//> dbg
//> (2, (), ())
//> (9, 16)
//> 6
