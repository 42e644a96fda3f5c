persistent actor {
  var one : Any = ();
}
