// What a page with the agent from npm does, bundled as pages are: it calls through the gateway of its own host and
// verifies all answers by itself. The test sets what it needs and reads what comes back.
import { Actor, CanisterStatus, HttpAgent } from "@icp-sdk/core/agent";
import { IDL } from "@icp-sdk/core/candid";
import { DelegationChain, DelegationIdentity, ECDSAKeyIdentity } from "@icp-sdk/core/identity";
import { Principal } from "@icp-sdk/core/principal";

const service = () =>
  IDL.Service({
    addEntry: IDL.Func([IDL.Record({ name: IDL.Text, message: IDL.Text })], [IDL.Nat], []),
    count: IDL.Func([], [IDL.Nat], ["query"]),
    noSuch: IDL.Func([], [], ["query"]),
  });

async function problem(work) {
  try {
    await work;
    return "none";
  } catch (error) {
    return String(error);
  }
}

globalThis.tryAgent = async (host, id) => {
  const canisterId = Principal.fromText(id);
  // A key that cannot be taken out of the browser, and one for the session that it delegates to.
  const identity = await ECDSAKeyIdentity.generate({ extractable: false });
  const session = await ECDSAKeyIdentity.generate({ extractable: false });
  const soon = new Date(Date.now() + 10 * 60_000);
  const chain = await DelegationChain.create(identity, session.getPublicKey(), soon, { targets: [canisterId] });
  const delegated = DelegationIdentity.fromDelegation(session, chain);
  const options = { host, shouldFetchRootKey: true, verifyQuerySignatures: true };
  const agent = await HttpAgent.create({ ...options, identity: delegated });
  const app = Actor.createActor(service, { agent, canisterId });
  const before = await app.count();
  await app.addEntry({ name: "Ann", message: "from a page" });
  const after = await app.count();
  const status = await CanisterStatus.request({ agent, canisterId, paths: ["module_hash", "candid", "subnet"] });
  // Another replica's key: no reply of this one may be believed.
  const stranger = await HttpAgent.create({ ...options, shouldFetchRootKey: false, retryTimes: 0 });
  const elsewhere = Actor.createActor(service, { agent: stranger, canisterId });
  return {
    before: Number(before),
    after: Number(after),
    hash: status.get("module_hash"),
    candid: status.get("candid"),
    nodes: status.get("subnet").nodeKeys.size,
    absent: await problem(app.noSuch()),
    unbelieved: await problem(elsewhere.addEntry({ name: "Bob", message: "to whom?" })),
  };
};
