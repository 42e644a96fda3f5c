actor Foo {
  type A = Nat; type B = [A]; type C = B; type D = { d : C }; type E = D; type P = (Nat, Text); type U = (); type O = ?Nat; type G<T> = { g : T; n : ?G<T> };
  public type Self = actor { me : () -> async Self };
  public func m1(a : A, b : B, c : C, d : D, e : E) : async E { e };
  public func m2((x, y) : P, u : U, o : O) : async P { (x, y) };
  public func m3(p : P) : async () {};
  public func m4({ d } : D, _ : Nat) : async [var_] { [] };
  public func m5(g : G<Nat>, h : G<G<Nat>>) : async G<Text> { loop {} };
  type var_ = { #x; #y : (); #z : (Nat, Nat); #w : { a : Nat } };
  public func m6(f : shared Nat -> (), s : Self) : async (a : Nat, b : Text) { (1, "") };
  public query func record_(vec_ : Nat) : async Any { 1 };
  public func m7(self : Nat, n : None, e : {}, v : {#}) : async () {};
  public func m8(x : { nat : Nat; service_ : Int; foo_bar : Nat; _5_ : Nat; principal : Principal }) : async Float32 { loop {} };
};
//> type B = vec nat;
//> type C = B;
//> type D = record { d: C; };
//> type E = D;
//> type G = record { g: nat; n: opt G; };
//> type G_1 = record { g: G; n: opt G_1; };
//> type G_2 = record { g: text; n: opt G_2; };
//> type O = opt nat;
//> type P = record { nat; text; };
//> type Self = service {
//>   me: () -> (Self);
//> };
//> type U = null;
//> type var_ = variant { w: record { a: nat; }; x; y; z: record { nat; nat; }; };
//> service : {
//>   m1: (a: nat, b: B, c: C, d: D, e: E) -> (E);
//>   m2: (P, u: U, o: O) -> (P);
//>   m3: (p: P) -> ();
//>   m4: (D, nat) -> (vec var_);
//>   m5: (g: G, h: G_1) -> (G_2);
//>   m6: (f: func (nat) -> () oneway, s: Self) -> (nat, text);
//>   m7: (self: nat, n: empty, e: record {}, v: variant {}) -> ();
//>   m8: (
//>     x: record { 5: nat; foo_bar: nat; "nat": nat; "principal": principal; "service": int; },
//>   ) -> (float32);
//>   "record": ("vec": nat) -> (reserved) query;
//> }
