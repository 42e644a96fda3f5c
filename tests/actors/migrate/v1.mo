import Map "mo:core/Map";
import Nat "mo:core/Nat";
persistent actor {
  type Row = { id : Nat; name : Text; message : Text };
  let rows = Map.empty<Nat, Row>();
  var next = 0;
  public func add(name : Text, message : Text) : async Nat { let id = next; next += 1; rows.add(id, { id; name; message }); id };
  public query func list() : async [Row] { rows.values().toArray() };
};
