persistent actor {
  let states : [var { #open }] = [var];
}
