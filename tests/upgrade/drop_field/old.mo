persistent actor {
  var count = 0;
  var names = ["Ada"];
}
