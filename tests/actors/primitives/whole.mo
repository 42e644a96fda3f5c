import Prim "mo:prim";
actor {
  func same<T>(x : T) : T { x };
  public func f() : async Nat8 { same(Prim).natToNat8(1) };
};
