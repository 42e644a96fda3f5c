// Everyday forms, printed.
import Prim "mo:prim";

func print(t : Text) { Prim.debugPrint(t) };

// Numbers
print(debug_show (7 / 2, 7 % 2, 2 ** 10, -7 / 2, -7 % 2));
print(debug_show (2 ** 100));
print(debug_show (123456789012345678901234567890 * 987654321));
let diff : Int = 3 - 5;
print(debug_show diff);
let n8 : Nat8 = 250;
print(debug_show (n8 +% 10, n8 & 0x0f, n8 >> 2));
print(debug_show (1.5 + 2.25, 1.0 / 3.0));
print(debug_show (0xff : Nat, 1_000_000));

// Text
let hello = "hello" # ", " # "wörld";
print(hello);
print(debug_show (hello.size(), hello == "hello, wörld", "a" < "b"));
for (c in "aé".chars()) { print(debug_show c) };

// Options, variants, records
type Shape = { #circle : Nat; #square : { side : Nat }; #point };
func area(s : Shape) : Nat {
  switch s {
    case (#circle r) 3 * r * r;
    case (#square { side }) side * side;
    case (#point) 0;
  }
};
print(debug_show (area(#circle 2), area(#square { side = 3 }), area(#point)));
print(debug_show (?1, null : ?Nat, ??2, ?(null : ?Nat)));
let p = { name = "ann"; age = 3 };
let q = { p with age = 4 };
print(debug_show (p, q, q.age));
let (a, b) = (1, "two");
print(debug_show (b, a));

// Closures, loops
func counter() : () -> Nat { var n = 0; func() { n += 1; n } };
let c1 = counter();
let c2 = counter();
ignore c1();
print(debug_show (c1(), c2()));
func fact(n : Nat) : Nat { if (n == 0) 1 else n * fact(n - 1) };
print(debug_show (fact 25));
var i = 0;
label outer loop {
  i += 1;
  if (i % 2 == 0) continue outer;
  if (i > 7) break outer;
  print(debug_show i);
};
let xs = [1, 2, 3];
var sum = 0;
for (x in xs.values()) { sum += x };
for (k in xs.keys()) { sum += k };
print(debug_show sum);
let ys = [var 1, 2, 3];
ys[1] := 20;
print(debug_show (ys, xs.size()));
func even(n : Nat) : Bool { if (n == 0) true else odd(n - 1) };
func odd(n : Nat) : Bool { if (n == 0) false else even(n - 1) };
print(debug_show (even 10));
func local(base : Nat) : Nat {
  func up(n : Nat) : Nat { if (n > 3) base else down(n + 1) };
  func down(n : Nat) : Nat { up(n) };
  up(0)
};
print(debug_show (local 42));
print(debug_show (do ? { let x = ?3; x! + 1 }));
print(debug_show ((null : ?Nat) ?? 9));
let ?found = (?5 : ?Nat) else Prim.trap("no");
print(debug_show found);

// Generics
func map<A, B>(f : A -> B, xs : [A]) : [B] { Prim.Array_tabulate<B>(xs.size(), func i = f(xs[i])) };
print(debug_show (map<Nat, Text>(func n = debug_show (n * 2), xs)));
func swap<A, B>((x, y) : (A, B)) : (B, A) { (y, x) };
print(debug_show (swap((1 : Nat8, 2.5))));
func account(start : Nat) : { deposit : Nat -> (); get : () -> Nat; var label_ : Text } {
  object { var balance = start; public func deposit(n : Nat) { balance += n }; public func get() : Nat { balance }; public var label_ = "x" }
};
let acc = account(10);
acc.deposit(5);
acc.label_ := "y";
print(debug_show (acc.get(), acc.label_));
switch ("b", 2) { case ("a", _) print("a"); case ("b", 1) print("b1"); case (_, n) print("other " # debug_show n) };
print(debug_show (switch 5 { case (1 or 2) "low"; case 5 "five"; case _ "high" }));
class Box<T>(init : T) { var value = init; public func get() : T { value }; public func set(v : T) { value := v } };
let box = Box<Text>("in");
box.set("out");
print(box.get());
assert sum == 9;
let zero = 0;
print(debug_show (1 / zero));
//> (3, 1, 1_024, -3, -1)
//> 1_267_650_600_228_229_401_496_703_205_376
//> 121_932_631_124_828_532_112_482_853_211_126_352_690
//> -2
//> (4, 10, 62)
//> (3.750000, 0.333333)
//> (255, 1_000_000)
//> hello, wörld
//> (12, true, true)
//> 'a'
//> 'é'
//> (12, 9, 0)
//> (?1, null, ?(?2), ?null)
//> ({age = 3; name = "ann"}, {age = 4; name = "ann"}, 4)
//> ("two", 1)
//> (2, 1)
//> 15_511_210_043_330_985_984_000_000
//> 1
//> 3
//> 5
//> 7
//> 9
//> ([var 1, 20, 3], 3)
//> true
//> 42
//> ?4
//> 9
//> 5
//> ["2", "4", "6"]
//> (2.500000, 1)
//> (15, "y")
//> other 2
//> "five"
//> out
//> trap: divide by zero
