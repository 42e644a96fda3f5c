persistent actor {
  var name : Null = null;
}
