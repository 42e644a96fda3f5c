// One value that this browser keeps for this origin, keys that cannot be read among it.

const NAME = "selfwright-session";

export const keep = (value: unknown) => perform("readwrite", (store) => store.put(value, NAME));
export const kept = () => perform("readonly", (store) => store.get(NAME));
export const forget = () => perform("readwrite", (store) => store.delete(NAME));

async function perform<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(NAME);
  const db = await settled(opening);
  try {
    return await settled(work(db.transaction(NAME, mode).objectStore(NAME)));
  } finally {
    db.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
}
