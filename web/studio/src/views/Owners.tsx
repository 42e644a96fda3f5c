// The browsers that are owners on the app's page, and the way to make another one an owner.

import { useState } from "react";
import { api, failureOf } from "../api/client.ts";
import type { AppDetail, ClaimLink, Failure } from "../api/types.ts";
import { Trouble, useLoad, webAddress } from "../ui/parts.tsx";
import { moment } from "../words/format.ts";

export function Owners({ app, fresh }: { app: AppDetail; fresh: number }) {
  const owners = useLoad(() => api.owners(app.name), `${app.name} ${fresh}`);
  const [link, setLink] = useState<ClaimLink | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const attempt = (work: Promise<void>) => {
    setFailure(null);
    work.catch((error: unknown) => setFailure(failureOf(error)));
  };
  const makeLink = async () => setLink(await api.claimLink(app.name));
  const takeOff = async (principal: string) => {
    await api.takeOffOwner(app.name, principal);
    owners.reload();
  };
  return (
    <section className="owners" aria-label="Owners on the page">
      <header className="owners-head">
        <h3>Owners on the page</h3>
        <button type="button" className="button small" onClick={() => attempt(makeLink())}>Make a link for an owner</button>
      </header>
      {link && webAddress(link.url) && (
        <p className="owners-link" role="status">
          <a href={link.url} target="_blank" rel="noreferrer">{link.url}</a>
          <span className="quiet">Whoever opens it becomes an owner. It works once, until {moment(link.expiresMs)}.</span>
        </p>
      )}
      {failure && <Trouble failure={failure} />}
      {owners.failure && <Trouble failure={owners.failure} retry={owners.reload} />}
      {owners.value?.length === 0 && <p className="quiet">None yet: on its page everybody is a visitor, you too. A link makes the browser that opens it an owner there.</p>}
      {owners.value && owners.value.length > 0 && (
        <ul className="owners-list">
          {owners.value.map((owner) => (
            <li key={owner.principal}>
              <code title={owner.principal}>{owner.principal.slice(0, 11)}…</code>
              <span className="quiet">since {moment(owner.addedMs)}</span>
              <button type="button" className="button small" onClick={() => attempt(takeOff(owner.principal))}>Take off<span className="visually-hidden"> {owner.principal}</span></button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
