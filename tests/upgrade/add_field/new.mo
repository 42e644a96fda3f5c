persistent actor {
  var count = 0;
  var total : Int = 0;
}
