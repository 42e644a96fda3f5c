// People sign in to apps: with libraries that others wrote, unchanged, and authenticators that Chromium plays.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Person, makeAccount, outcome, releaseApp, sayYes, told, usePasskey } from "./identity.mjs";
import { skip, startBrowser, startServer } from "./world.mjs";

const AXE = fileURLToPath(new URL("../../web/studio/node_modules/axe-core/axe.min.js", import.meta.url));
const DAY_NS = 86_400_000_000_000n;

describe("signing in", { skip, timeout: 600_000 }, () => {
  let browser, server, shop, club, ann;

  before(async () => {
    [browser, server] = await Promise.all([startBrowser(), startServer()]);
    shop = await releaseApp(server, "shop");
    club = await releaseApp(server, "club", [shop.origin]);
    ann = await person();
  });

  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function person(options) {
    const made = await Person.new(browser, options);
    made.provider = `http://id.localhost:${server.port}`;
    return made;
  }

  let annAtShop;

  test("a newcomer makes a passkey, says yes, and the app's canister sees who it is", async () => {
    const { window, popup } = await ann.ask(shop);
    await popup.getByRole("heading", { name: "Sign in to shop" }).waitFor();
    await makeAccount(popup, "Ann");
    await popup.getByText(shop.origin).waitFor();
    await sayYes(popup);
    const said = await outcome(window);
    assert.equal(said.error, undefined);
    assert.equal(said.seen, said.principal);
    assert.match(said.principal, /^(\w{5}-){10}\w{3}$/, "that of a key");
    annAtShop = said.principal;
  });

  test("the next time nothing is asked, and it is the same principal, also after a crash and with the other protocol", async () => {
    await server.crash();
    for (const page of ["newest", "window"]) {
      const { window, popup } = await ann.ask(shop, { page });
      await usePasskey(popup);
      assert.equal((await outcome(window)).seen, annAtShop, page);
    }
  });

  test("another app knows the same person as somebody else", async () => {
    const { window, popup } = await ann.ask(club, { page: "window" });
    await usePasskey(popup);
    await sayYes(popup);
    const said = await outcome(window);
    assert.equal(said.seen, said.principal);
    assert.notEqual(said.seen, annAtShop);
  });

  test("the addresses where tools and older pages look lead to the same account", async () => {
    const canister = `http://rdmx6-jaaaa-aaaaa-aaadq-cai.localhost:${server.port}`;
    for (const provider of [canister, `http://id.ai.localhost:${server.port}/authorize`]) {
      const { window, popup } = await ann.ask(shop, { provider });
      await usePasskey(popup);
      assert.equal((await outcome(window)).seen, annAtShop, provider);
    }
    const { window, popup: relay } = await ann.ask(shop, { page: "window", provider: canister });
    const [popup] = await Promise.all([ann.context.waitForEvent("page"), relay.getByRole("button", { name: "Go on" }).click()]);
    await ann.equip(popup);
    await popup.getByText(shop.origin).waitFor();
    await usePasskey(popup);
    assert.equal((await outcome(window)).seen, annAtShop);
  });

  test("an app stays the same under its canister's name", async () => {
    const { window, popup } = await ann.ask({ ...shop, origin: `http://${shop.canisterId}.localhost:${server.port}` });
    await usePasskey(popup);
    assert.equal((await outcome(window)).seen, annAtShop);
  });

  test("a session lasts as long as is asked, and thirty days at most", async () => {
    for (const page of ["newest", "window"]) {
      for (const [asked, lasts] of [[DAY_NS, DAY_NS], [400n * DAY_NS, 30n * DAY_NS]]) {
        const before = BigInt(Date.now()) * 1_000_000n;
        const { window, popup } = await ann.ask(shop, { page, maxTimeToLive: asked });
        await usePasskey(popup);
        const { until } = await outcome(window);
        const longest = BigInt(Date.now()) * 1_000_000n + lasts;
        assert.ok(BigInt(until) >= before + lasts - 60_000_000_000n && BigInt(until) <= longest, `${page}: ${until}`);
      }
    }
  });

  test("a page is answered as another origin only if that one says so", async () => {
    // The club lets the shop sign people in; the shop lets nobody.
    const { window, popup } = await ann.ask(shop, { derivationOrigin: club.origin });
    await popup.getByText(club.origin).waitFor();
    await usePasskey(popup);
    const asClub = await outcome(window);
    const { window: own, popup: ownPopup } = await ann.ask(club);
    await usePasskey(ownPopup);
    assert.equal(asClub.seen, (await outcome(own)).seen);
    for (const page of ["newest", "window"]) {
      for (const derivationOrigin of [shop.origin, `http://nothing.localhost:${server.port}`, `${shop.origin}/path`]) {
        const { window, popup } = await ann.ask(club, { page, derivationOrigin });
        await popup.getByText("which does not allow it").waitFor();
        await popup.getByRole("button", { name: "Go back" }).click();
        assert.match((await outcome(window)).error, /does not allow it/, derivationOrigin);
      }
    }
  });

  test("who says no, or stops, is not signed in, and the page hears it", async () => {
    for (const page of ["newest", "window"]) {
      const { window, popup } = await ann.ask(shop, { page });
      await popup.getByRole("button", { name: "Cancel" }).click();
      assert.match((await outcome(window)).error, /UserInterrupt/);
    }
    const bob = await person();
    const { window, popup } = await bob.ask(shop);
    await makeAccount(popup, "Bob");
    await popup.getByRole("button", { name: "No", exact: true }).click();
    assert.match((await outcome(window)).error, /UserInterrupt/);
    await bob.context.close();
  });

  test("another device joins by a code, once the first has seen its number", async () => {
    const first = await ann.open();
    await usePasskey(first);
    await first.getByRole("button", { name: "Add another device" }).click();
    const link = await first.locator("#link").textContent();
    const phone = await person({ viewport: { width: 390, height: 844 } });
    const second = await phone.open(link);
    await second.getByRole("button", { name: "Make a passkey" }).click();
    const number = await second.locator(".number").textContent();
    await first.getByText("wants to open your account").waitFor();
    assert.equal(await first.locator(".number").textContent(), number);
    await first.getByRole("button", { name: "Yes, add it" }).click();
    await second.getByRole("heading", { name: "Hello, Ann" }).waitFor();
    const { window, popup } = await phone.ask(shop);
    await usePasskey(popup);
    assert.equal((await outcome(window)).seen, annAtShop);

    // A code works once, and a wrong one not at all.
    const late = await person();
    const third = await late.open(link);
    await third.getByRole("button", { name: "Make a passkey" }).click();
    await third.getByText("This code is not right").waitFor();
    await late.context.close();

    // Taken off again, it opens nothing.
    await first.getByRole("button", { name: "Look again" }).click();
    await first.getByText("last used").waitFor();
    await first.getByRole("button", { name: /^Remove/ }).nth(1).click();
    await first.getByRole("button", { name: "Remove", exact: true }).click();
    await first.getByRole("heading", { name: "Hello, Ann" }).waitFor();
    const again = await phone.open();
    await usePasskey(again);
    await again.getByText("This passkey opens no account here").waitFor();
    await phone.context.close();
    await first.close();
  });

  test("a recovery phrase opens the account where there is no passkey, until there is a newer one", async () => {
    const home = await ann.open();
    await usePasskey(home);
    const phrases = [];
    for (const name of ["Make a recovery phrase", "Make a new recovery phrase"]) {
      await home.getByRole("button", { name }).click();
      await home.getByRole("button", { name: "Make a recovery phrase" }).click();
      await home.getByRole("heading", { name: "Write these words down" }).waitFor();
      phrases.push((await home.locator("ol.words li").allTextContents()).join(" "));
      await home.getByRole("button", { name: "I have written them down" }).click();
      await home.getByRole("heading", { name: "Hello, Ann" }).waitFor();
    }
    const stranger = await person();
    const { window, popup } = await stranger.ask(shop);
    await popup.getByRole("button", { name: "Use my recovery phrase" }).click();
    for (const [words, wrong] of [["one two three", "not the words"], [phrases[0], "No account opens with this phrase"], [`  ${phrases[1].toUpperCase()} `]]) {
      await popup.getByLabel("Your twelve words").fill(words);
      await popup.getByRole("button", { name: "Sign in" }).click();
      if (wrong) await popup.getByText(wrong).waitFor();
    }
    assert.equal((await outcome(window)).seen, annAtShop);
    await stranger.context.close();
    await home.close();
  });

  test("a browser without passkeys, and a page without an address, are told so", async () => {
    const old = await person();
    await old.context.addInitScript(() => delete globalThis.PublicKeyCredential);
    const page = await old.open();
    await page.getByText("This browser cannot use passkeys").waitFor();
    assert.equal(await page.getByRole("button", { name: "Use my passkey" }).count(), 0);
    await page.getByRole("button", { name: "Use my recovery phrase" }).waitFor();

    const window = await old.context.newPage();
    await window.goto(`${shop.origin}/newest.html`);
    const [popup] = await Promise.all([
      old.context.waitForEvent("page"),
      window.evaluate((provider) => {
        const frame = document.createElement("iframe");
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        const ask = `{ kind: "authorize-client", sessionPublicKey: new Uint8Array(44) }`;
        frame.srcdoc = `<script>const opened = open("${provider}/#authorize"); onmessage = () => opened.postMessage(${ask}, "*");</script>`;
        document.body.append(frame);
      }, old.provider),
    ]);
    await popup.getByText("has no address of its own").waitFor();
    await old.context.close();
  });

  test("the page is in no frame, and nothing from elsewhere is in it", async () => {
    const about = await ann.context.newPage();
    const answer = await about.goto(ann.provider);
    const headers = answer.headers();
    assert.match(headers["content-security-policy"], /default-src 'none'; script-src 'self';.*frame-ancestors 'none'.*require-trusted-types-for 'script'/);
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["access-control-allow-origin"], undefined);
    await about.goto(`${shop.origin}/newest.html`);
    await about.evaluate((provider) => {
      const frame = document.createElement("iframe");
      frame.src = provider;
      document.body.append(frame);
      return new Promise((resolve) => (frame.onload = resolve));
    }, ann.provider);
    const framed = about.frames().find((frame) => frame !== about.mainFrame());
    assert.equal(await framed.locator("main").count(), 0, "an error of the browser is shown there");
    const read = await about.evaluate((provider) => fetch(`${provider}/identity.json`).then(() => "read", () => "refused"), ann.provider);
    assert.equal(read, "refused");
    await about.close();
  });

  test("a page with the SDK: the browser's key at first, the person once they sign in, over a reload, until they leave", async () => {
    const window = await ann.context.newPage();
    await window.goto(`${shop.origin}/sdk.html`);
    const click = async (name) => {
      await window.getByRole("button", { name }).click();
      return told(window);
    };
    const before = await click("Tell");
    assert.equal(before.signedIn, false);
    assert.equal(before.seen, before.principal);
    assert.deepEqual(await click("Use the browser's key"), before);
    const [popup] = await Promise.all([ann.context.waitForEvent("page"), window.getByRole("button", { name: "Sign in" }).click()]);
    await ann.equip(popup);
    await usePasskey(popup);
    const signedIn = { signedIn: true, principal: annAtShop, seen: annAtShop };
    assert.deepEqual(await told(window), signedIn);
    await window.reload();
    assert.deepEqual(await click("Tell"), signedIn);
    assert.deepEqual(await click("Leave"), before);
    const [closed] = await Promise.all([ann.context.waitForEvent("page"), window.getByRole("button", { name: "Sign in" }).click()]);
    await closed.close();
    assert.equal((await told(window)).reason, "cancelled");
    await window.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`no barrier that axe knows, and nothing wider than a phone, ${colorScheme}`, async () => {
      // The policy of the page lets nothing in, not even axe.
      const carl = await person({ colorScheme, viewport: { width: 320, height: 640 }, bypassCSP: true });
      const look = async (page, view) => {
        await page.getByRole("heading", { level: 1, name: view }).waitFor();
        if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: AXE });
        const { violations } = await page.evaluate(() => window.axe.run());
        assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), [], view);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${view} is too wide`);
      };
      const { window, popup } = await carl.ask(shop);
      const click = (name, page = popup) => page.getByRole("button", { name, exact: true }).click();
      await look(popup, "Sign in to shop");
      await click("Use my recovery phrase");
      await look(popup, "Use your recovery phrase");
      await click("Back");
      await click("Add this device to my account");
      await look(popup, "Add this device to your account");
      await click("Back");
      await click("I am new here");
      await look(popup, "Make an account");
      await popup.getByLabel("Your name").fill("Carl");
      await click("Make a passkey");
      await look(popup, "If you lose your device");
      await click("Make a recovery phrase");
      await look(popup, "Write these words down");
      await click("I have written them down");
      await look(popup, "Let shop know you?");
      await click("No");
      await outcome(window);
      const page = await carl.open();
      await look(page, "Your sign-in");
      await usePasskey(page);
      await look(page, "Hello, Carl");
      await page.getByRole("button", { name: "Remove Recovery phrase" }).click();
      await look(page, "Remove Recovery phrase?");
      await click("Keep it", page);
      await click("Add another device", page);
      await look(page, "Add another device");
      await carl.context.close();
    });
  }
});
