// A recovery phrase: twelve words, from which follows a key.
import { Ed25519KeyIdentity } from "@icp-sdk/core/identity";
import { generateMnemonic, mnemonicToSeed, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

import { Trouble } from "./words.ts";

const BITS = 128;
/** Keeps the key apart from those that wallets make of the same words. */
const PURPOSE = "selfwright identity recovery";

export const make = () => generateMnemonic(wordlist, BITS);

/** Returns the key that a phrase stands for. */
export async function identityOf(typed: string): Promise<Ed25519KeyIdentity> {
  const words = typed.normalize("NFKD").toLowerCase().replace(/[^a-z]+/g, " ").trim();
  if (words.split(" ").length !== (BITS / 32) * 3 || !validateMnemonic(words, wordlist)) throw new Trouble("noPhrase");
  const material = await crypto.subtle.importKey("raw", (await mnemonicToSeed(words)) as BufferSource, "HKDF", false, ["deriveBits"]);
  const rule = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: new TextEncoder().encode(PURPOSE) };
  return Ed25519KeyIdentity.generate(new Uint8Array(await crypto.subtle.deriveBits(rule, material, 256)));
}
