persistent actor {
  var names = ["Ada"];
}
