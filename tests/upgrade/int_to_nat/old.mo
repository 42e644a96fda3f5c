persistent actor {
  var count : Int = 0;
}
