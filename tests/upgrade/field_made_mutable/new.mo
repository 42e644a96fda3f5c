persistent actor {
  var one = { var count = 0 };
}
