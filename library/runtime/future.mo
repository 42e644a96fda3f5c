/// What has been started and is not there yet, and calls to other canisters.
///
/// A *future* is a TUPLE: 0 (nothing yet), 1 (a value) or 2 (an error); the value or error; those who wait, a list of TUPLEs (closure, rest)
/// or null; how the answer is read (below); for a block of this actor, the closure that makes its frame, else null. Who waits is a
/// closure `(outcome, failed)`: a frame, or what answers a message. `docs/design/async.md` has the whole picture.
///
/// Answers are read as: 0 the outcome lies in the future already; 1 likewise, as an error; 2 the bytes as they are; else the address of a TUPLE
/// node whose types the message has.
///
/// Calls on their way have a slot each in an array at 0x48. Free slots are chained from 0x54 (index plus one). Their number, with the
/// generation of the code at 0x50 in its upper half, is the environment of the callbacks: an answer to a call made before an upgrade finds nothing.
import M "mo:machine";
import Memory "memory";
import Collect "collect";
import Builder "builder";
import CandidRead "candid_read";
import CandidWrite "candid_write";
import Actor "actor";
import Text "text";

module {
  type Code = {
    #system_fatal; #system_transient; #destination_invalid; #canister_reject; #canister_error; #system_unknown;
    #future : Nat32; #call_error : { err_code : Nat32 }
  };

  /// Forgets what was on its way: it belonged to the code before.
  public func begin_version() : () {
    M.store64(0x48, 3);
    M.store32(0x54, 0);
    M.store64(0x58, 3);
    M.store32(0x50, (M.load32(0x50) +% 1) & 0xffff);
  };

  // Futures.

  func part(future : Nat64, n : Nat32) : Nat64 { M.load64(Memory.address(future) +% 8 +% (n << 3)) };

  func set_part(future : Nat64, n : Nat32, value : Nat64) : () {
    Memory.set_slot(Memory.address(future) +% 8 +% (n << 3), value);
  };

  func new_future(how : Nat32) : Nat64 {
    let at = Memory.new_tuple(5);
    M.store64(at +% 24, 3);
    M.store64(at +% 32, Memory.small(how));
    M.store64(at +% 40, 3);
    Memory.pointer(at)
  };

  func resume(closure : Nat64, outcome : Nat64, failed : Nat32) : () {
    let go_on = M.value<(Any, Nat32) -> Any>(closure);
    ignore go_on(M.value<Any>(outcome), failed);
  };

  /// Says how a future came out, to all who wait for it, the first first.
  func resolve(future : Nat64, outcome : Nat64, failed : Nat32) : () {
    set_part(future, 0, Memory.small(failed +% 1));
    set_part(future, 1, outcome);
    var waiting = part(future, 2);
    set_part(future, 2, 3);
    while (waiting != 3) {
      resume(part(waiting, 0), outcome, failed);
      waiting := part(waiting, 1);
    };
  };

  func wait(future : Nat64, closure : Nat64) : () {
    let last = Memory.new_tuple(2);
    M.store64(last +% 8, closure);
    M.store64(last +% 16, 3);
    if (part(future, 2) == 3) { set_part(future, 2, Memory.pointer(last)); return };
    var at = part(future, 2);
    while (part(at, 1) != 3) { at := part(at, 1) };
    set_part(at, 1, Memory.pointer(last));
  };

  /// Enters a frame as waiting for a future: 0. If `at_once` is 1 and the future is there, says so instead: 1 or 2. A future that is there
  /// is otherwise waited for with an empty message to this actor, so that the message here ends.
  public func future_await(future : Nat64, frame : Nat64, at_once : Nat32) : Nat32 {
    let state = Memory.small_value(part(future, 0));
    if (state == 0) { wait(future, frame); return 0 };
    if (at_once == 1) { return state };
    let turn = new_future(state -% 1);
    set_part(turn, 1, part(future, 1));
    wait(turn, frame);
    call_self(turn, 3);
    0
  };

  /// Ends a frame: keeps its outcome, tells who is to be told, and returns its status.
  public func frame_finish(frame : Nat64, outcome : Nat64, failed : Nat32) : Nat64 {
    set_part(frame, 2, outcome);
    let done = part(frame, 1);
    if (done != 3) { resume(done, outcome, failed) };
    Memory.small(failed +% 1)
  };

  // Errors.

  func new_error(code : Nat64, text : Nat64) : Nat64 {
    let at = Memory.new_tuple(2);
    M.store64(at +% 8, code);
    M.store64(at +% 16, text);
    Memory.pointer(at)
  };

  /// Makes an error of the actor's own.
  public func error_of_text(text : Nat64) : Nat64 { new_error(M.bits<Code>(#canister_reject), text) };

  func code_of(number : Nat32) : Nat64 {
    if (number == 1) { return M.bits<Code>(#system_fatal) };
    if (number == 2) { return M.bits<Code>(#system_transient) };
    if (number == 3) { return M.bits<Code>(#destination_invalid) };
    if (number == 4) { return M.bits<Code>(#canister_reject) };
    if (number == 5) { return M.bits<Code>(#canister_error) };
    if (number == 6) { return M.bits<Code>(#system_unknown) };
    M.bits<Code>(#future number)
  };

  func received_error() : Nat64 {
    let n = M.msg_reject_msg_size();
    let at = Memory.new_text(n);
    M.msg_reject_msg_copy(at +% 8, 0, n);
    new_error(code_of(M.msg_reject_code()), Memory.pointer(at))
  };

  /// Answers the message with an error.
  public func reject_with(error : Nat64) : () {
    let text = Memory.address(part(error, 1));
    M.msg_reject(text +% 8, Memory.aux_of(text));
  };

  // Calls on their way.

  func new_environment(future : Nat64) : Nat32 {
    if (M.load32(0x54) == 0) { more_slots() };
    let index = M.load32(0x54) -% 1;
    let slot = Memory.address(M.load64(0x48)) +% 8 +% (index << 3);
    M.store32(0x54, Memory.small_value(M.load64(slot)));
    Memory.set_slot(slot, future);
    (M.load32(0x50) << 16) | index
  };

  func more_slots() : () {
    let table = M.load64(0x48);
    var have : Nat32 = 0;
    if (Memory.is_pointer(table)) { have := Memory.aux_of(Memory.address(table)) };
    if (have >= 0xffff) { M.trapText("more than 65535 calls are waiting for an answer") };
    var room = if (have == 0) { 16 : Nat32 } else { have << 1 };
    if (room > 0xffff) { room := 0xffff };
    let at = Memory.new_array(room);
    if (have > 0) { M.memoryCopy(at +% 8, Memory.address(table) +% 8, have << 3) };
    var index = have;
    while (index < room) {
      let next = if (index +% 1 < room) { index +% 2 } else { 0 : Nat32 };
      M.store64(at +% 8 +% (index << 3), Memory.small(next));
      index +%= 1;
    };
    M.store64(0x48, Memory.pointer(at));
    M.store32(0x54, have +% 1);
  };

  /// Returns the future that an environment stands for.
  func of_environment(environment : Nat32) : Nat64 {
    let table = M.load64(0x48);
    let index = environment & 0xffff;
    if (Memory.is_pointer(table) and environment >> 16 == M.load32(0x50)) {
      if (index < Memory.aux_of(Memory.address(table))) {
        let future = M.load64(Memory.address(table) +% 8 +% (index << 3));
        if (Memory.is_pointer(future)) { return future };
      };
    };
    M.trapText("the answer is to a call that was made before the app was changed")
  };

  /// Returns the future and frees its slot.
  func take(environment : Nat32) : Nat64 {
    let future = of_environment(environment);
    let index = environment & 0xffff;
    let slot = Memory.address(M.load64(0x48)) +% 8 +% (index << 3);
    M.store64(slot, Memory.small(M.load32(0x54)));
    M.store32(0x54, index +% 1);
    future
  };

  /// Cycles that came back lie at 0x1c0 while the answer is being looked at.
  func with_refund() : () {
    // A composite query moves no cycles.
    if (M.in_replicated_execution() != 0) { M.msg_cycles_refunded128(0x1c0) };
  };

  func message_end() : () {
    M.store64(0x1c0, 0);
    M.store64(0x1c8, 0);
    Collect.message_end();
  };

  /// An answer has come.
  public func on_reply(environment : Nat32) : () {
    if (environment == 0xffff_ffff) { return };
    let future = take(environment);
    with_refund();
    let how = Memory.small_value(part(future, 3));
    if (how < 2) { resolve(future, part(future, 1), how) } else if (how == 2) { resolve(future, received(), 0) } else {
      resolve(future, one_value(CandidRead.candid_decode(how), M.load32(how +% 4)), 0);
    };
    message_end();
  };

  /// Returns the bytes of the message as a BLOB.
  public func received() : Nat64 {
    let n = M.msg_arg_data_size();
    let at = Memory.new_blob(n);
    M.msg_arg_data_copy(at +% 8, 0, n);
    Memory.pointer(at)
  };

  /// One result is not a tuple.
  func one_value(tuple : Nat64, count : Nat32) : Nat64 { if (count == 1) { part(tuple, 0) } else { tuple } };

  /// The call was refused, or has failed.
  public func on_reject(environment : Nat32) : () {
    if (environment == 0xffff_ffff) { return };
    let future = take(environment);
    with_refund();
    resolve(future, received_error(), 1);
    message_end();
  };

  /// Looking at the answer has trapped: what was done with it is undone, only `finally` is left.
  public func on_cleanup(environment : Nat32) : () {
    if (environment == 0xffff_ffff) { return };
    resolve(take(environment), 0, 2);
    message_end();
  };

  func begin_call(principal : Nat64, name : Nat64, environment : Nat32) : () {
    let callee = Memory.address(principal);
    let method = Memory.address(name);
    M.call_new(
      callee +% 8, Memory.aux_of(callee), method +% 8, Memory.aux_of(method),
      M.replyCallback(), environment, M.rejectCallback(), environment
    );
    if (environment != 0xffff_ffff) { M.call_on_cleanup(M.cleanupCallback(), environment) };
  };

  /// Notes cycles (a Nat, or null for none) for the next message that says nothing of cycles itself: the one that starts the block of a function
  /// which is about to be called.
  public func attach_cycles(cycles : Nat64) : () { M.store64(0x220, cycles) };

  /// Attaches what stands in the parentheses before a call: a Nat of cycles and a number of seconds, or null.
  func attributes(given : Nat64, timeout : Nat64) : () {
    var cycles = given;
    if (cycles == 3) { cycles := M.load64(0x220) };
    M.store64(0x220, 3);
    if (cycles != 3 and cycles != 0) {
      if (Memory.is_pointer(cycles)) {
        let at = Memory.address(cycles);
        let n = Memory.aux_of(at);
        if (n > 4) { M.trapText("more cycles than there are") };
        let high = if (n > 2) { M.extend(M.load32(at +% 16)) } else { 0 : Nat64 };
        let higher = if (n > 3) { M.extend(M.load32(at +% 20)) << 32 } else { 0 : Nat64 };
        M.call_cycles_add128(high | higher, M.load64(at +% 8));
      } else {
        M.call_cycles_add128(0, cycles >> 1);
      };
    };
    if (timeout != 3) { M.call_with_best_effort_response(Memory.small_value(timeout)) };
  };

  func perform(future : Nat64, environment : Nat32) : () {
    let code = M.call_perform();
    if (code == 0) { return };
    ignore take(environment);
    let error = new_error(M.bits<Code>(#call_error { err_code = code }), M.bits<Text>("could not perform call"));
    resolve(future, error, 1);
  };

  /// Calls a shared function (TUPLE of principal and name) with a TUPLE of arguments; returns the future.
  public func shared_call(callee : Nat64, types : Nat32, arguments : Nat64, how : Nat32, cycles : Nat64, timeout : Nat64) : Nat64 {
    let message = CandidWrite.candid_encode(types, arguments);
    raw_call(part(callee, 0), part(callee, 1), message, how, cycles, timeout)
  };

  /// Calls a method with a BLOB as it is; returns the future.
  public func raw_call(principal : Nat64, name : Nat64, message : Nat64, how : Nat32, cycles : Nat64, timeout : Nat64) : Nat64 {
    let future = new_future(how);
    let environment = new_environment(future);
    begin_call(principal, name, environment);
    let at = Memory.address(message);
    M.call_data_append(at +% 8, Memory.aux_of(at));
    attributes(cycles, timeout);
    perform(future, environment);
    future
  };

  /// Calls a shared function that does not answer.
  public func oneway_call(callee : Nat64, types : Nat32, arguments : Nat64, cycles : Nat64, timeout : Nat64) : () {
    let message = Memory.address(CandidWrite.candid_encode(types, arguments));
    begin_call(part(callee, 0), part(callee, 1), 0xffff_ffff);
    M.call_data_append(message +% 8, Memory.aux_of(message));
    attributes(cycles, timeout);
    if (M.call_perform() != 0) { M.trapText("could not perform oneway") };
  };

  // Blocks that run in a message of their own.

  /// Starts a block: its code runs in a message to this actor. Returns the future.
  public func future_start(block : Nat64, cycles : Nat64) : Nat64 {
    let future = new_future(0);
    set_part(future, 4, block);
    call_self(future, cycles);
    future
  };

  func call_self(future : Nat64, cycles : Nat64) : () {
    let environment = new_environment(future);
    begin_call(Actor.self_principal(), M.bits<Text>("<async>"), environment);
    M.store32(0x1c0, environment);
    M.call_data_append(0x1c0, 4);
    M.store32(0x1c0, 0);
    attributes(cycles, 3);
    perform(future, environment);
  };

  /// The message that a block runs in.
  public func async_message() : () {
    if (Text.blob_cmp(Actor.caller(), Actor.self_principal()) != 0 or M.msg_arg_data_size() != 4) {
      M.trapText("only the app itself starts its blocks");
    };
    M.msg_arg_data_copy(0x1c0, 0, 4);
    let future = of_environment(M.load32(0x1c0));
    M.store32(0x1c0, 0);
    let block = part(future, 4);
    if (block == 3) { M.msg_reply() } else {
      set_part(future, 4, 3);
      run_block(future, block);
    };
    Collect.message_end();
  };

  func run_block(future : Nat64, block : Nat64) : () {
    let start = M.value<() -> Any>(block);
    let frame = M.bits<Any>(start());
    let go_on = M.value<(Any, Nat32) -> Nat32>(frame);
    let status = go_on(M.value<Any>(0), 0);
    if (status == 0) { set_part(frame, 1, finisher(future)) } else { finish_block(future, part(frame, 2), status -% 1) };
  };

  func finisher(future : Nat64) : Nat64 {
    let kept = M.value<Any>(future);
    M.bits<(Any, Nat32) -> Nat32>(
      func(outcome : Any, failed : Nat32) : Nat32 {
        finish_block(M.bits<Any>(kept), M.bits<Any>(outcome), failed);
        0
      }
    )
  };

  /// A block has finished: its value stays here, only the news travels.
  func finish_block(future : Nat64, outcome : Nat64, failed : Nat32) : () {
    if (failed == 0) {
      set_part(future, 1, outcome);
      M.msg_reply();
    } else if (failed == 1) {
      reject_with(outcome);
    };
  };
}
