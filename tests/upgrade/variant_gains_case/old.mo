persistent actor {
  var state : { #open; #done } = #open;
}
