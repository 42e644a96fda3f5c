import Map "mo:core/Map";

/// Nicknames are filled in from names, and nothing closes any more.
module {
  type Person = { name : Text; nickname : Text };

  public func migration(old : { people : Map.Map<Nat, Person>; var open : Bool }) : { people : Map.Map<Nat, Person> } {
    { people = Map.map<Nat, Person, Person>(old.people, func (_, person) { { person with nickname = "the " # person.name } }) }
  };
};
