persistent actor {
  var one = { name = "" };
}
