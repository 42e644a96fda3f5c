persistent actor {
  public query func count() : async Nat { 0 };
  public query func size() : async Nat { 0 };
}
