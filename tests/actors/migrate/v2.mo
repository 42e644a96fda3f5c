import Map "mo:core/Map";
import Nat "mo:core/Nat";
import Migration "migration";
(with migration = Migration.run)
persistent actor {
  type Row = { id : Nat; name : Text; comment : Text; city : ?Text };
  let rows = Map.empty<Nat, Row>();
  var next = 100;
  var added = "new";
  public func add(row : { name : Text; comment : Text; city : ?Text }) : async Nat { let id = next; next += 1; rows.add(id, { row with id }); id };
  public query func list() : async [Row] { rows.values().toArray() };
  public query func info() : async (Nat, Text) { (next, added) };
};
