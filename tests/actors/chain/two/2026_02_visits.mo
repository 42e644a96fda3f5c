import Map "mo:core/Map";

/// Visits get their own map, and people a nickname.
module {
  type Before = { name : Text; visits : Nat };
  type After = { name : Text; nickname : Text };

  public func migration(old : { people : Map.Map<Nat, Before> }) : {
    people : Map.Map<Nat, After>;
    visits : Map.Map<Nat, Nat>;
    var open : Bool;
  } {
    let people = Map.map<Nat, Before, After>(old.people, func (_, person) { { name = person.name; nickname = "" } });
    let visits = Map.map<Nat, Before, Nat>(old.people, func (_, person) { person.visits });
    { people; visits; var open = true }
  };
};
