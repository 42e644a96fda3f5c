import List "mo:core/List";
import Map "mo:core/Map";
persistent actor {
  let rows = Map.empty<Nat, { notes : List.List<{ text : Text }> }>();
}
