persistent actor {
  var one = { name = ""; age = 0 };
}
