// A page that signs in with @dfinity/auth-client as it comes from npm: the window protocol.
import { Actor, HttpAgent } from "@dfinity/agent";
import { AuthClient } from "@dfinity/auth-client";

import { asked, idl, say } from "./page.mjs";

const { identityProvider, derivationOrigin, maxTimeToLive, canisterId } = asked();
const client = await AuthClient.create({ idleOptions: { disableIdle: true } });

document.querySelector("button").addEventListener("click", () =>
  client.login({
    identityProvider,
    derivationOrigin,
    maxTimeToLive,
    onError: (error) => say({ error: String(error) }),
    onSuccess: async (message) => {
      const identity = client.getIdentity();
      const agent = await HttpAgent.create({ host: location.origin, identity, shouldFetchRootKey: true });
      const app = Actor.createActor(idl, { agent, canisterId });
      const until = String(message.delegations[0].delegation.expiration);
      say({ principal: identity.getPrincipal().toText(), seen: (await app.whoami()).toText(), until });
    },
  }),
);
document.querySelector("button").disabled = false;
