persistent actor {
  var count : Int = 0;
  let all : [?Int] = [];
}
