persistent actor {
  var state : { #open } = #open;
}
