// Passkeys: keys that an authenticator keeps. One signs for a key of this page, which then signs calls for half an hour, so that
// people are asked once.
import { Cbor, DER_COSE_OID, IC_REQUEST_AUTH_DELEGATION_DOMAIN_SEPARATOR, type Signature, requestIdOf, wrapDER } from "@icp-sdk/core/agent";
import { Delegation, DelegationChain, DelegationIdentity, ECDSAKeyIdentity } from "@icp-sdk/core/identity";
import { Principal } from "@icp-sdk/core/principal";

import { about, connect } from "./connection.ts";
import type { NewDevice } from "./interface.ts";
import { Trouble } from "./words.ts";

const MINUTES = 30;
/** ECDSA on P-256, and Ed25519: what the replica checks. */
const ES256 = -7;
const EDDSA = -8;

/** Whether this browser can do it at all. */
export const supported = () => typeof PublicKeyCredential === "function" && !!navigator.credentials && isSecureContext;

/** Has the authenticator make a passkey for this host, under a name that it shows. */
export async function create(name: string, known: Uint8Array[] = []): Promise<NewDevice> {
  if (!supported()) throw new Trouble("unsupported");
  const credential = (await navigator.credentials.create({
    publicKey: {
      challenge: random(32),
      rp: { name: "Selfwright" },
      user: { id: random(32), name, displayName: name },
      pubKeyCredParams: [ES256, EDDSA].map((alg) => ({ type: "public-key", alg })),
      // Found without a name being typed.
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "preferred" },
      excludeCredentials: known.map((id) => ({ type: "public-key", id: id as BufferSource })),
      attestation: "none",
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Trouble("cancelled");
  const response = credential.response as AuthenticatorAttestationResponse;
  const spki = response.getPublicKey();
  if (!spki) throw new Trouble("unsupported");
  const key = wrapDER(cose(new Uint8Array(spki), response.getPublicKeyAlgorithm()), DER_COSE_OID);
  return { key, credential: [new Uint8Array(credential.rawId)], name: browserName() };
}

/** Asks for a passkey of this host, or for one certain, and returns who it proves. */
export async function use(device?: NewDevice): Promise<DelegationIdentity> {
  if (!supported()) throw new Trouble("unsupported");
  const session = await ECDSAKeyIdentity.generate({ extractable: false });
  const { canisterId } = await about();
  const expiration = BigInt(Date.now() + MINUTES * 60_000) * 1_000_000n;
  const delegation = new Delegation(session.getPublicKey().toDer(), expiration, [Principal.fromText(canisterId)]);
  const [id] = device?.credential ?? [];
  const credential = (await navigator.credentials.get({
    publicKey: {
      challenge: challengeOf(delegation) as BufferSource,
      allowCredentials: id ? [{ type: "public-key", id: id as BufferSource }] : [],
      userVerification: "preferred",
    },
  })) as PublicKeyCredential | null;
  if (!credential) throw new Trouble("cancelled");
  const key = device?.key ?? (await keyOf(new Uint8Array(credential.rawId)));
  const signature = signatureOf(credential.response as AuthenticatorAssertionResponse);
  return DelegationIdentity.fromDelegation(session, DelegationChain.fromDelegations([{ delegation, signature }], key as never));
}

/** The authenticator tells the id of a passkey, the canister its key. */
async function keyOf(id: Uint8Array): Promise<Uint8Array> {
  const [key] = await (await connect()).lookUp(id);
  if (!key) throw new Trouble("unknownPasskey");
  return Uint8Array.from(key);
}

function challengeOf(delegation: Delegation): Uint8Array {
  const content = { pubkey: delegation.pubkey, expiration: delegation.expiration, targets: delegation.targets };
  return concat(IC_REQUEST_AUTH_DELEGATION_DOMAIN_SEPARATOR, requestIdOf(content as never));
}

function signatureOf(response: AuthenticatorAssertionResponse): Signature {
  return Cbor.encode({
    authenticator_data: new Uint8Array(response.authenticatorData),
    client_data_json: new TextDecoder().decode(response.clientDataJSON),
    signature: new Uint8Array(response.signature),
  }) as Signature;
}

/** A public key as COSE has it (RFC 9053), from the form that browsers give. */
function cose(spki: Uint8Array, algorithm: number): Uint8Array {
  if (algorithm === ES256) {
    const point = spki.slice(-64);
    const head = Uint8Array.of(0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32);
    return concat(head, point.slice(0, 32), Uint8Array.of(0x22, 0x58, 32), point.slice(32));
  }
  if (algorithm === EDDSA) return concat(Uint8Array.of(0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32), spki.slice(-32));
  throw new Trouble("unsupported");
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));

/** What people call the browser they sit at. */
function browserName(): string {
  const agent = navigator.userAgent;
  const of = (names: [string, RegExp][]) => names.find(([, sign]) => sign.test(agent))?.[0];
  const browser = of([["Edge", /Edg/], ["Opera", /OPR/], ["Firefox", /Firefox|FxiOS/], ["Chrome", /Chrome|CriOS/], ["Safari", /Safari/]]);
  const system = of([["iPhone", /iPhone/], ["iPad", /iPad/], ["Android", /Android/], ["Windows", /Windows/], ["Mac", /Mac OS/], ["Linux", /Linux|CrOS/]]);
  return `${browser ?? "A browser"} on ${system ?? "some device"}`;
}
