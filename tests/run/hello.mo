import Prim "mo:prim";
Prim.debugPrint("hello");
let x = 1 + 2;
Prim.debugPrint(debug_show x);
//> hello
//> 3
