import Cycles "mo:core/Cycles";
import Principal "mo:core/Principal";
import Error "mo:core/Error";

persistent actor Bank {
  var total = 0;
  public func pay() : async Nat {
    let offered = Cycles.available();
    let taken = Cycles.accept<system>(offered / 2);
    total += taken;
    taken
  };
  public shared ({ caller }) func who() : async (Principal, Bool) { (caller, caller == Principal.fromActor(Bank)) };
  public func add(a : Nat, b : Nat) : async Nat { a + b };
  public func pair(p : { x : Nat; y : ?Text }) : async { #ok : (Nat, Text); #none } {
    switch (p.y) { case (?y) #ok(p.x, y); case null #none }
  };
  public func call_back(f : shared Nat -> async Nat, n : Nat) : async Nat { (await f(n)) + 1 };
  public query func look() : async Nat { total };
  public composite query func look_twice() : async Nat { (await look()) * 2 };
  public query func refuse() : async Nat { throw Error.reject("not today") };
  public func tell(n : Nat) : () { total += n };
};
