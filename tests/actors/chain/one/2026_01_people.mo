import Map "mo:core/Map";

module {
  public type Person = { name : Text; visits : Nat };

  public func migration(_ : {}) : { people : Map.Map<Nat, Person>; var nextId : Nat } {
    { people = Map.empty<Nat, Person>(); var nextId = 0 }
  };
};
