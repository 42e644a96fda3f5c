// What both pages share: what the test wants of them, and where it reads what came of it.

export const idl = ({ IDL }) => IDL.Service({ whoami: IDL.Func([], [IDL.Principal], []) });

/** What the address asks for. */
export function asked() {
  const parameters = new URLSearchParams(location.search);
  const lifetime = parameters.get("maxTimeToLive");
  return {
    identityProvider: parameters.get("identityProvider"),
    derivationOrigin: parameters.get("derivationOrigin") ?? undefined,
    maxTimeToLive: lifetime ? BigInt(lifetime) : undefined,
    canisterId: parameters.get("canisterId"),
  };
}

export function say(outcome) {
  document.querySelector("output").textContent = JSON.stringify(outcome);
}
