persistent actor {
  var one = { count = 0 };
}
