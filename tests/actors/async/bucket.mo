import Principal "mo:core/Principal";

shared ({ caller = maker }) persistent actor class Bucket(number : Nat, name : Text) = Self {
  var count = number;
  let first = name;
  public func add(n : Nat) : async Nat { count += n; count };
  public query func about() : async (Text, Text, Nat, Bool) { (name, first, count, Principal.fromActor(Self) == maker) };
};
