// Helpers of the identity provider's tests: authenticators that Chromium plays, apps whose pages sign in, and the steps people take.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const APP = `import Principal "mo:core/Principal";
actor { public shared ({ caller }) func whoami() : async Principal { caller } }
`;
/** A page that uses the SDK of its own origin. */
const SDK_PAGE = `import { app, signIn, signOut } from "/_/app.js";
const say = (outcome) => (document.querySelector("output").textContent = JSON.stringify(outcome));
const tell = async () => say({ signedIn: await app.isSignedIn(), principal: await app.me(), seen: await app.whoami() });
const offer = (name, work) => {
  const button = document.querySelector("body").appendChild(document.createElement("button"));
  button.textContent = name;
  button.onclick = () => work().then(tell, (error) => say({ reason: error.reason, message: error.message }));
};
document.querySelector("button").onclick = () => signIn().then(tell, (error) => say({ reason: error.reason, message: error.message }));
offer("Tell", async () => {});
offer("Use the browser's key", () => signIn({ with: "browser" }));
offer("Leave", signOut);
`;
const HTML = (script) => `<!doctype html><title>app</title><button>Sign in</button><output></output><script type="module" src="${script}"></script>`;

/** Releases an app whose pages sign in with libraries from npm. Returns its origin and canister. */
export async function releaseApp(server, name, alternatives) {
  const folder = mkdtempSync(join(tmpdir(), "selfwright-identity-"));
  mkdirSync(join(folder, "backend"));
  mkdirSync(join(folder, "frontend/.well-known"), { recursive: true });
  writeFileSync(join(folder, "backend/main.mo"), APP);
  for (const page of ["newest", "window"]) {
    writeFileSync(join(folder, `frontend/${page}.html`), HTML(`${page}.js`));
    writeFileSync(join(folder, `frontend/${page}.js`), bundle(page));
  }
  writeFileSync(join(folder, "frontend/sdk.html"), HTML("sdk.js"));
  writeFileSync(join(folder, "frontend/sdk.js"), SDK_PAGE);
  if (alternatives) {
    const list = JSON.stringify({ alternativeOrigins: alternatives });
    writeFileSync(join(folder, "frontend/.well-known/ii-alternative-origins"), list);
  }
  const made = server.run("release", folder, "--app", name);
  rmSync(folder, { recursive: true, force: true });
  if (made.status !== 0) throw new Error(made.text);
  const { origin: studio, hash } = new URL(server.studio);
  const headers = { Authorization: `Bearer ${hash.replace("#token=", "")}` };
  const { canisterId } = await (await fetch(`${studio}/_/api/apps/${name}`, { headers })).json();
  return { name, origin: `http://${name}.localhost:${server.port}`, canisterId };
}

const bundles = new Map();

function bundle(page) {
  const { buildSync } = createRequire(import.meta.url)("esbuild");
  const entry = fileURLToPath(new URL(`auth/${page}.mjs`, import.meta.url));
  if (!bundles.has(page)) {
    const options = { entryPoints: [entry], bundle: true, format: "esm", write: false, target: "es2022", logLevel: "warning" };
    bundles.set(page, buildSync(options).outputFiles[0].text);
  }
  return bundles.get(page);
}

/** A person at one browser: a context, and what its authenticator keeps over windows. */
export class Person {
  credentials = [];

  constructor(browser, context) {
    this.browser = browser;
    this.context = context;
  }

  static async new(browser, options = {}) {
    return new Person(browser, await browser.newContext(options));
  }

  /** Gives a window an authenticator with this person's passkeys. */
  async equip(page) {
    const session = await this.context.newCDPSession(page);
    await session.send("WebAuthn.enable");
    const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
    const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", { options });
    for (const credential of this.credentials) await session.send("WebAuthn.addCredential", { authenticatorId, credential });
    session.on("WebAuthn.credentialAdded", ({ credential }) => this.credentials.push(credential));
    return page;
  }

  /** Opens a page of an app and its identity provider; returns both windows. */
  async ask(app, { page = "newest", provider, ...rest } = {}) {
    const parameters = new URLSearchParams({ identityProvider: provider ?? this.provider, canisterId: app.canisterId, ...rest });
    const window = await this.context.newPage();
    await window.goto(`${app.origin}/${page}.html?${parameters}`);
    const [popup] = await Promise.all([this.context.waitForEvent("page"), window.getByRole("button", { name: "Sign in" }).click()]);
    await this.equip(popup);
    return { window, popup };
  }

  /** Opens the identity provider by itself. */
  async open(path = "/") {
    const page = await this.context.newPage();
    await this.equip(page);
    await page.goto(new URL(path, this.provider).href);
    return page;
  }
}

/** What a page of an app said in the end. */
export async function outcome(window) {
  const said = await told(window);
  await window.close();
  return said;
}

/** What a page of an app says, which goes on. */
export async function told(window) {
  const output = window.locator("output");
  await output.filter({ hasText: "{" }).waitFor();
  const said = JSON.parse(await output.textContent());
  await output.evaluate((element) => (element.textContent = ""));
  return said;
}

/** Makes an account in a window of the identity provider. */
export async function makeAccount(popup, name) {
  await popup.getByRole("button", { name: "I am new here" }).click();
  await popup.getByLabel("Your name").fill(name);
  await popup.getByRole("button", { name: "Make a passkey" }).click();
  await popup.getByRole("button", { name: "Not now" }).click();
}

/** Signs in where the person has been before. */
export const usePasskey = (popup) => popup.getByRole("button", { name: "Use my passkey" }).click();

export const sayYes = (popup) => popup.getByRole("button", { name: "Yes, sign me in" }).click();
