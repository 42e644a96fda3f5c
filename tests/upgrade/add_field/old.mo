persistent actor {
  var count = 0;
}
