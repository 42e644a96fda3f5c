import List "mo:core/List";
import Map "mo:core/Map";
persistent actor {
  let rows = Map.empty<Int, { notes : List.List<{ text : Text; author : ?Text }> }>();
}
