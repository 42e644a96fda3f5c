import Debug "mo:core/Debug";

persistent actor {
  var beats = 0;
  public func open(n : Nat) : async Nat { n };
  public func closed() : async () {};
  public query func count() : async Nat { beats };
  func beat() : async () { beats += 1 };
  system func heartbeat() : async () { if (beats < 5) { await beat() } };
  system func inspect({ caller : Principal; msg : { #open : () -> Nat; #closed : () -> (); #count : () -> () } }) : Bool {
    ignore caller;
    switch msg { case (#open n) { n() < 10 }; case (#closed _) false; case _ true }
  };
};
