// Objects of several shapes behind one name: what was found out about one is not believed of the next.
import Prim "mo:prim";
type Point = { x : Nat; y : Nat };
type Counter = { var n : Nat };
let plain : Point = { x = 1; y = 2 };
let wide = { a = 100; b = 200; x = 3; y = 4; z = 5; zz = 6 };
func turns(points : [Point]) : [var Nat] {
  let seen = Prim.Array_init<Nat>(points.size() * 2, 0);
  var at : Point = plain;
  var i = 0;
  while (i < points.size()) {
    seen[2 * i] := at.x * 10 + at.y;
    at := points[i];
    seen[2 * i + 1] := at.x * 10 + at.y;
    i += 1;
  };
  seen;
};
Prim.debugPrint(debug_show (turns([wide, plain, wide, wide])));
func chain(points : [Point]) : Nat {
  var at : Point = plain;
  var sum = at.x;
  var i = 0;
  while (i < points.size()) {
    sum := sum * 100 + at.x * 10 + at.y;
    at := points[i];
    i += 1;
  };
  sum;
};
Prim.debugPrint(debug_show (chain([wide, plain, wide])));
func mixed(points : [Point]) : Nat {
  var sum = 0;
  var i = 0;
  while (i < points.size()) {
    let point = points[i];
    label early {
      if (i % 2 == 1) break early;
      sum += point.x;
    };
    sum := sum * 10 + point.y;
    i += 1;
  };
  sum;
};
Prim.debugPrint(debug_show (mixed([plain, wide, plain, wide])));
func sides(first : Point, second : Point, other : Bool) : (Nat, Nat, Nat) {
  var at = first;
  let x = at.x;
  if (other) { at := second };
  (x, at.x, at.y);
};
Prim.debugPrint(debug_show (sides(plain, wide, true), sides(plain, wide, false), sides(wide, plain, true)));
func late(point : Point, leave : Bool) : Nat {
  var sum = 0;
  label early {
    if (leave) break early;
    sum += point.x;
  };
  sum * 10 + point.x + point.y;
};
Prim.debugPrint(debug_show (late(plain, true), late(plain, false), late(wide, true), late(wide, false)));
func cases(point : Point, n : Nat) : Nat {
  switch n { case 0 point.x; case 1 { point.x + point.y }; case _ point.y } + 10 * point.x;
};
Prim.debugPrint(debug_show (cases(plain, 0), cases(wide, 0), cases(plain, 1), cases(wide, 1), cases(plain, 2), cases(wide, 2)));
let small = { var n = 0 };
let large = { a = 1; var n = 10; var m = 20; z = 3 };
func count(first : Counter, second : Counter, rounds : Nat) {
  var at = first;
  var other = second;
  var i = 0;
  while (i < rounds) {
    at.n += 1;
    let before = at;
    at := other;
    other := before;
    before.n += 100;
    at.n += 1_000;
    i += 1;
  };
};
count(small, large, 3);
Prim.debugPrint(debug_show (small.n, large.n, large.m));
func made(wider : Bool) : Nat {
  var at : Point = { x = 7; y = 8 };
  let bigger = { a = 1; b = 2; x = 70; y = 80; zz = 3 };
  if (wider) { at := bigger };
  at.x + at.y;
};
Prim.debugPrint(debug_show (made(false), made(true)));
//> [var 12, 34, 34, 12, 12, 34, 34, 34]
//> 1_123_412
//> 12_524
//> ((1, 3, 4), (1, 1, 2), (3, 1, 2))
//> (3, 13, 7, 37)
//> (11, 33, 13, 37, 12, 34)
//> (1_202, 2_111, 20)
//> (15, 150)
