// People sign in to apps: with libraries that others wrote, unchanged, and authenticators that Chromium plays.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Person, makeAccount, outcome, releaseApp, sayYes, usePasskey } from "./identity.mjs";
import { skip, startBrowser, startServer } from "./world.mjs";

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
});
