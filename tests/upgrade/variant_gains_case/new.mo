persistent actor {
  var state : { #open; #done; #late : Nat } = #open;
}
