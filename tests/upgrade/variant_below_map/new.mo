import Map "mo:core/Map";
persistent actor {
  let states = Map.empty<Text, { #open; #closed : Int; #paused }>();
}
