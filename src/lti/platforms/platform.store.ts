import type { Collection, Database, Stored } from '../../persistence/database.js';
import { Platform } from './platform.js';

export interface PlatformStore {
  get(id: string): Promise<Stored<Platform> | undefined>;
  /** Every registration of an issuer; several where one service hosts many schools. At most 1000. */
  byIssuer(issuer: string): Promise<readonly Platform[]>;
  byRegistration(issuer: string, clientId: string): Promise<Platform | undefined>;
  list(): Promise<readonly Platform[]>;
  /** @throws {DuplicateKey} when issuer and client id are registered already */
  insert(platform: Platform): Promise<Platform>;
  /** @throws {StaleRevision} */
  replace(platform: Stored<Platform>): Promise<Platform>;
  remove(id: string): Promise<boolean>;
}

export async function openPlatformStore(database: Database): Promise<PlatformStore> {
  const platforms: Collection<Platform> = await database.collection({
    name: 'platforms',
    schema: Platform,
    indexes: ['issuer', 'clientId'],
    uniqueKeys: [['issuer', 'clientId']],
  });
  return {
    get: (id) => platforms.get(id),
    async byIssuer(issuer) {
      return (await platforms.find({ issuer }, { limit: 1000 })).documents;
    },
    async byRegistration(issuer, clientId) {
      return (await platforms.find({ issuer, clientId }, { limit: 1 })).documents[0];
    },
    async list() {
      return (await platforms.find({}, { limit: 1000 })).documents;
    },
    insert: (platform) => platforms.insert(platform),
    replace: (platform) => platforms.replace(platform),
    remove: (id) => platforms.remove(id),
  };
}
