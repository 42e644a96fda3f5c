persistent actor {
  var people = ["Ada"];
}
