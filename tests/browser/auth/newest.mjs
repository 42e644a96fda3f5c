// A page that signs in with @icp-sdk/auth as it comes from npm: the signer protocol.
import { AuthClient } from "@icp-sdk/auth/client";
import { Actor, HttpAgent } from "@icp-sdk/core/agent";

import { asked, idl, say } from "./page.mjs";

const { identityProvider, derivationOrigin, maxTimeToLive, canisterId, targets } = asked();
const client = new AuthClient({ identityProvider, derivationOrigin, idleOptions: { disableIdle: true } });

document.querySelector("button").addEventListener("click", async () => {
  try {
    const identity = await client.signIn({ maxTimeToLive, targets });
    const agent = await HttpAgent.create({ host: location.origin, identity, shouldFetchRootKey: true });
    const app = Actor.createActor(idl, { agent, canisterId });
    const [{ delegation }] = identity.getDelegation().delegations;
    say({ principal: identity.getPrincipal().toText(), seen: (await app.whoami()).toText(), until: String(delegation.expiration) });
  } catch (error) {
    say({ error: String(error?.message ?? error) });
  }
});
