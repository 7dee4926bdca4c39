import type { Plugin } from 'ltijs';

type Fields = Readonly<Record<string, unknown>>;

/** Collections that grow with launches, with the fields by which ltijs asks for them. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  idtoken: ['iss', 'clientId', 'deploymentId', 'user'],
  contexttoken: ['contextId', 'user'],
  nonce: ['nonce'],
  state: ['state'],
};

interface Row extends Fields {
  readonly createdAt: number;
}

/**
 * The cheapest store ltijs can have: objects in memory, found by key where there may be many. So
 * its figures are those of the library, and no database of its own can be held against it.
 */
export function createMemoryPlugin(): Plugin {
  const collections = new Map<string, Map<string, Row>>();

  function rowsOf(collection: string): Map<string, Row> {
    const rows = collections.get(collection) ?? new Map<string, Row>();
    collections.set(collection, rows);
    return rows;
  }

  function matching(collection: string, query: Fields): [string, Row][] {
    const rows = rowsOf(collection);
    const key = keyOf(collection, query);
    if (key !== undefined) {
      const row = rows.get(key);
      return row ? [[key, row]] : [];
    }
    return [...rows].filter(([, row]) =>
      Object.entries(query).every(([name, value]) => row[name] === value),
    );
  }

  function put(collection: string, fields: Fields): void {
    const rows = rowsOf(collection);
    const row = { ...fields, createdAt: Date.now() };
    rows.set(keyOf(collection, fields) ?? String(rows.size), row);
  }

  return {
    Get(_key, collection, query = {}) {
      const found = matching(collection, query).map(([, row]) => ({ ...row }));
      return Promise.resolve(found.length > 0 && found);
    },
    Insert(_key, collection, item, index) {
      put(collection, { ...index, ...item });
      return Promise.resolve(true);
    },
    Replace(_key, collection, query, ...[item, index]) {
      for (const [key] of matching(collection, query)) rowsOf(collection).delete(key);
      put(collection, { ...index, ...item });
      return Promise.resolve(true);
    },
    Modify(_key, collection, query, modification) {
      const [first] = matching(collection, query);
      if (first) rowsOf(collection).set(first[0], { ...first[1], ...modification });
      return Promise.resolve(true);
    },
    Delete(collection, query) {
      for (const [key] of matching(collection, query)) rowsOf(collection).delete(key);
      return Promise.resolve(true);
    },
  };
}

/** Undefined when the fields do not hold the whole key; such collections are small and searched. */
function keyOf(collection: string, fields: Fields): string | undefined {
  const names = KEYS[collection];
  if (!names?.every((name) => name in fields)) return undefined;
  return JSON.stringify(names.map((name) => fields[name]));
}
