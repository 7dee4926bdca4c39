/** The part of ltijs 5.9.9 that a plain installation of it needs; @types/ltijs describes version 4. */
declare module 'ltijs' {
  import type { RequestListener } from 'node:http';
  import type { Response } from 'express';

  type Fields = Readonly<Record<string, unknown>>;

  /** What ltijs keeps its data in. */
  export interface Plugin {
    /** @returns false when nothing is there */
    Get(key: string | false, collection: string, query?: Fields): Promise<object[] | false>;
    Insert(key: string | false, collection: string, item: Fields, index?: Fields): Promise<true>;
    Replace(
      key: string | false,
      collection: string,
      query: Fields,
      ...change: readonly [item: Fields, index?: Fields]
    ): Promise<true>;
    Modify(
      key: string | false,
      collection: string,
      query: Fields,
      modification: Fields,
    ): Promise<true>;
    Delete(collection: string, query: Fields): Promise<true>;
  }

  export const Provider: {
    readonly app: RequestListener;
    setup(key: string, database: { readonly plugin: Plugin }, options: Fields): unknown;
    onConnect(answer: (token: Fields, req: unknown, res: Response) => unknown): void;
    registerPlatform(platform: Fields): Promise<unknown>;
  };
}
