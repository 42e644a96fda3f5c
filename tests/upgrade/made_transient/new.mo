persistent actor {
  transient var names = ["Ada"];
}
