import Prim "mo:prim";
actor a { public func ping() : async Nat { Prim.debugPrint "ping"; 3 }; public query func q(n : Nat) : async Nat { n * 2 }; public func fail() : async () { throw Prim.error "bad" } };
func go() : async () {
  let r = await a.ping();
  Prim.debugPrint(debug_show r);
  Prim.debugPrint(debug_show (await a.q(4)));
  try { await a.fail() } catch e { Prim.debugPrint(Prim.errorMessage e); Prim.debugPrint(debug_show (Prim.errorCode e)) } finally { Prim.debugPrint "fin" };
};
await go();
let s = async { 5 };
Prim.debugPrint(debug_show (await s));
func st() : async* Nat { 6 };
Prim.debugPrint(debug_show (await* st()));
//> ping
//> 3
//> 8
//> bad
//> #canister_reject
//> fin
//> 5
//> 6
