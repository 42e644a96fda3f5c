persistent actor {
  let states : [var { #open; #done }] = [var];
}
