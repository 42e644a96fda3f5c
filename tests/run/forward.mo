import Prim "mo:prim";
func f() : Nat { func g() : Nat { x }; let x = 5; g() };
Prim.debugPrint(debug_show(f()));
class C() { public func get() : Nat { n += 1; n + k }; var n = 0; let k = 10 };
Prim.debugPrint(debug_show(C().get()));
func h() : Nat { let g = func () : Nat { y }; let y = 7; g() };
Prim.debugPrint(debug_show(h()));
func mut() : Nat { let even : Nat -> Bool = func n { if (n == 0) true else odd(n - 1) }; let odd : Nat -> Bool = func n { if (n == 0) false else even(n - 1) }; if (even 10) 1 else 0 };
Prim.debugPrint(debug_show(mut()));
let o = object { public let a = func () : Nat { b }; public let b = 3 };
Prim.debugPrint(debug_show(o.a()));
func late() : Nat { let o = { get = func () : Nat { z } }; var z = 1; z += 1; o.get() };
Prim.debugPrint(debug_show(late()));
func cls() : Nat { class D() { public func v() : Nat { w } }; let w = 8; D().v() };
Prim.debugPrint(debug_show(cls()));
//> 5
//> 11
//> 7
//> 1
//> 3
//> 2
//> 8
