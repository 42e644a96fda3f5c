import Map "mo:core/Map";
persistent actor class Main(x : { a : Nat; b : ?Text }) {
  type Tree<T> = { #leaf; #node : { l : Tree<T>; v : T; r : Tree<T> } };
  type F = shared query (Nat) -> async Nat;
  let m = Map.empty<Nat, Text>();
  public type Rec = { var hidden : Nat };
  public func a(t : Tree<Nat>, u : Tree<Text>) : async Tree<Int> { #leaf };
  public query func b(f : F, p : Principal, bl : Blob, c : Char, n8 : [Nat8]) : async (Nat, Text) { (1, "") };
  public func oneway() : () { };
  public composite query func cq() : async { _123_ : Nat; type_ : Nat; blob_ : Any } { { _123_ = 1; type_ = 2; blob_ = 3 } };
  public shared func fl(x : Float, y : [(Nat, Text)], z : ??Nat, v : { #ok; #err : Text }) : async () {};
};
//> type F = func (nat) -> (nat) query;
//> type Main = service {
//>   a: (t: Tree, u: Tree_1) -> (Tree_2);
//>   b: (f: F, p: principal, bl: blob, c: nat32, n8: vec nat8) -> (nat, text) query;
//>   cq: () -> (record { 123: nat; "blob": reserved; "type": nat; }) composite_query;
//>   fl: (
//>     x: float64,
//>     y: vec record { nat; text; },
//>     z: opt opt nat,
//>     v: variant { err: text; ok; },
//>   ) -> ();
//>   "oneway": () -> () oneway;
//> };
//> type Tree = variant { leaf; node: record { l: Tree; r: Tree; v: nat; }; };
//> type Tree_1 = variant { leaf; node: record { l: Tree_1; r: Tree_1; v: text; }; };
//> type Tree_2 = variant { leaf; node: record { l: Tree_2; r: Tree_2; v: int; }; };
//> service : (x: record { a: nat; b: opt text; }) -> Main
