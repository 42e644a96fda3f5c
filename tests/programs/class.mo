import Prim "mo:prim";
actor class Counter(init : Nat) = this {
  var n = init;
  public func inc() : async Nat { n += 1; n };
  public shared ({caller}) func who() : async Principal { caller };
  public query func get() : async Nat { n };
};
let c = await Counter(5);
Prim.debugPrint(debug_show(await c.inc()));
Prim.debugPrint(debug_show(await c.get()));
//> 6
//> 6
