import Map "mo:core/Map";
import Nat "mo:core/Nat";
module {
  type Old = { rows : Map.Map<Nat, { id : Nat; name : Text; message : Text }> };
  type New = { rows : Map.Map<Nat, { id : Nat; name : Text; comment : Text; city : ?Text }> };
  public func run(old : Old) : New {
    { rows = old.rows.map<Nat, { id : Nat; name : Text; message : Text }, { id : Nat; name : Text; comment : Text; city : ?Text }>(func(_, row) { { id = row.id; name = row.name; comment = row.message; city = null } }) }
  };
};
