import Map "mo:core/Map";
persistent actor {
  let rows = Map.empty<Nat, { name : Text; age : ?Nat }>();
}
