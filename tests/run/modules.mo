import Prim "mo:prim";
let x = 1;
module M { public func y() : Nat { x + 1 }; public module N { public func z() : Nat { y() + 1 } } };
Prim.debugPrint(debug_show(M.y(), M.N.z()));
module A { public func f(n : Nat) : Nat { if (n == 0) 0 else B.g(n - 1) + 1 } };
module B { public func g(n : Nat) : Nat { if (n == 0) 0 else A.f(n - 1) + 1 } };
Prim.debugPrint(debug_show(A.f 9));
func loc() : Nat { module L { public func q() : Nat { 4 }; public type T = Nat; public let c : T = 2 }; L.q() + L.c };
Prim.debugPrint(debug_show(loc()));
let mm = module { public func e() : Nat = 9 };
Prim.debugPrint(debug_show(mm.e()));
func usesObj() : Nat { object ob { public func p() : Nat { q }; let q = 3 }; ob.p() };
Prim.debugPrint(debug_show(usesObj()));
type Rec = { get : () -> Nat };
func mk(n : Nat) : Rec = object { public func get() : Nat = n };
Prim.debugPrint(debug_show(mk(4).get()));
let { a; b = bb } = { a = 1; b = (2, 3) };
let (c, d) = bb;
Prim.debugPrint(debug_show(a + c + d));
//> (2, 3)
//> 9
//> 6
//> 9
//> 3
//> 4
//> 6
