// A real agent against a running gateway: node client.mjs URL MODULE.wasm EXPECTED_COUNT [CANISTER]
// Prints the canister's id. Every reply is verified by the agent itself: certificates of calls and of
// read_state against the root key, query replies against the node's key.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Actor, CanisterStatus, HttpAgent } from "@icp-sdk/core/agent";
import { IDL } from "@icp-sdk/core/candid";
import { DelegationChain, DelegationIdentity, ECDSAKeyIdentity, Ed25519KeyIdentity } from "@icp-sdk/core/identity";
import { Principal } from "@icp-sdk/core/principal";

const [host, modulePath, expected, known] = process.argv.slice(2);
const identity = Ed25519KeyIdentity.generate(new Uint8Array(32).fill(7));
const agent = await HttpAgent.create({ host, identity, shouldFetchRootKey: true, verifyQuerySignatures: true });

const record = IDL.Record({ canister_id: IDL.Principal });
const management = Actor.createActor(
  ({ IDL }) =>
    IDL.Service({
      provisional_create_canister_with_cycles: IDL.Func([IDL.Record({ amount: IDL.Opt(IDL.Nat) })], [record], []),
      install_code: IDL.Func(
        [
          IDL.Record({
            mode: IDL.Variant({ install: IDL.Null, reinstall: IDL.Null }),
            canister_id: IDL.Principal,
            wasm_module: IDL.Vec(IDL.Nat8),
            arg: IDL.Vec(IDL.Nat8),
          }),
        ],
        [],
        [],
      ),
      stop_canister: IDL.Func([record], [], []),
      start_canister: IDL.Func([record], [], []),
    }),
  {
    agent,
    canisterId: Principal.managementCanister(),
    callTransform: (_method, [arg]) => ({
      effectiveCanisterId: arg.canister_id ?? Principal.fromText("rwlgt-iiaaa-aaaaa-aaaaa-cai"),
    }),
  },
);

let canisterId = known && Principal.fromText(known);
if (!canisterId) {
  canisterId = (await management.provisional_create_canister_with_cycles({ amount: [] })).canister_id;
  const wasm_module = new Uint8Array(readFileSync(modulePath));
  await management.install_code({ mode: { install: null }, canister_id: canisterId, wasm_module, arg: new Uint8Array() });
}

const counter = Actor.createActor(
  ({ IDL }) =>
    IDL.Service({
      bump: IDL.Func([], [IDL.Nat32], []),
      bump_and_trap: IDL.Func([], [IDL.Nat32], []),
      read: IDL.Func([], [IDL.Nat32], ["query"]),
      no_such: IDL.Func([], [], ["query"]),
    }),
  { agent, canisterId },
);
const before = Number(expected);
assert.equal(await counter.read(), before);
assert.equal(await counter.bump(), before + 1);
assert.equal(await counter.read(), before + 1, "a query after a reply sees what the call wrote");
await assert.rejects(counter.bump_and_trap(), /no more/);
assert.equal(await counter.read(), before + 1, "a trap leaves nothing behind");
await assert.rejects(counter.no_such(), /has no method/);

const status = await CanisterStatus.request({ agent, canisterId, paths: ["time", "controllers", "module_hash", "candid", "subnet"] });
assert.equal(status.get("controllers")[0].toText(), identity.getPrincipal().toText());
assert.match(status.get("candid"), /bump/);
assert.equal(status.get("module_hash").length, 64);

// The asynchronous form: a call that is polled for.
const { requestId, response } = await agent.call(canisterId, { methodName: "bump", arg: IDL.encode([], []), callSync: false });
assert.equal(response.status, 202);
const { pollForResponse } = await import("@icp-sdk/core/agent");
const polled = await pollForResponse(agent, canisterId, requestId);
assert.deepEqual(IDL.decode([IDL.Nat32], polled.reply ?? polled), [before + 2]);

// A session key that the identity delegated to: for this canister, and for it only.
const session = await ECDSAKeyIdentity.generate();
const soon = new Date(Date.now() + 10 * 60_000);
const delegated = async (targets) => {
  const chain = await DelegationChain.create(identity, session.getPublicKey(), soon, { targets });
  return HttpAgent.create({
    host,
    identity: DelegationIdentity.fromDelegation(session, chain),
    shouldFetchRootKey: true,
    verifyQuerySignatures: true,
    retryTimes: 0,
  });
};
const readOnly = { methodName: "read", arg: IDL.encode([], []) };
const forThis = await delegated([canisterId]);
assert.equal((await forThis.getPrincipal()).toText(), identity.getPrincipal().toText());
assert.equal((await forThis.query(canisterId, readOnly)).status, "replied");
const stillControls = await CanisterStatus.request({ agent: forThis, canisterId, paths: ["controllers"] });
assert.equal(stillControls.get("controllers")[0].toText(), identity.getPrincipal().toText());
const forOther = await delegated([Principal.managementCanister()]);
await assert.rejects(forOther.query(canisterId, readOnly), /does not extend to canister/);

// The same envelope again runs nothing and gives the first outcome.
const seen = [];
const recorder = await HttpAgent.create({
  host,
  identity,
  shouldFetchRootKey: true,
  fetch: async (url, init) => {
    const answer = await fetch(url, init);
    if (String(url).includes("/call")) seen.push({ url, init, status: answer.status });
    return answer;
  },
});
await recorder.call(canisterId, { methodName: "bump", arg: IDL.encode([], []) });
assert.equal(seen.length, 1);
const replayed = await fetch(seen[0].url, seen[0].init);
assert.equal(replayed.status, seen[0].status);
assert.equal(await counter.read(), before + 3, "the replayed call has not run again");

await management.stop_canister({ canister_id: canisterId });
await assert.rejects(counter.read(), /is stopped/);
await management.start_canister({ canister_id: canisterId });
assert.equal(await counter.read(), before + 3);
console.log(canisterId.toText());
