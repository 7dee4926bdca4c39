import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPlatforms, originsOf, OtherOrigins, type Platforms } from '../../../src/lti/index.js';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import type { AuditEntry } from '../../../src/shared/audit.js';
import { newId } from '../../../src/shared/ids.js';
import { aPlatform } from '../../support/lti.js';

const BY = { kind: 'operator' } as const;

describe('origins that may frame the tool', () => {
  it.each([
    ['issuer and sign-in alike', {}, ['https://lms.school.example']],
    [
      'sign-in elsewhere',
      { issuer: 'https://canvas.instructure.com', authUrl: 'https://sso.canvaslms.com/auth' },
      ['https://sso.canvaslms.com', 'https://canvas.instructure.com'],
    ],
    ['an issuer that is no address', { issuer: 'urn:school' }, ['https://lms.school.example']],
    [
      'an issuer whose host would end the header',
      { issuer: "https://x;script-src'unsafe-inline'.example" },
      ['https://lms.school.example'],
    ],
    [
      'others beside them, one of them known',
      { otherOrigins: ['https://a.example', 'https://lms.school.example'] },
      ['https://lms.school.example', 'https://a.example'],
    ],
  ])('of %s are each named once', (_name, over, origins) => {
    expect(originsOf(aPlatform(over))).toEqual(origins);
  });

  it('are cut out of whatever address is given', () => {
    expect(
      OtherOrigins.parse(['https://A.example:443/courses/2?x=1', 'http://b.example:8080']),
    ).toEqual(['https://a.example', 'http://b.example:8080']);
  });

  it.each([
    ['no address', ['school']],
    ['a script', ['javascript:alert(1)']],
    ['a wildcard of another kind', ['*']],
    ['a host that would end the header', ['https://x;script-src.example']],
    ['too many', Array.from({ length: 21 }, (_, at) => `https://s${at}.example`)],
  ])('are refused when they are %s', (_name, origins) => {
    expect(OtherOrigins.safeParse(origins).success).toBe(false);
  });
});

describe('platforms', () => {
  let database: Database;
  let entries: AuditEntry[];
  let platforms: Platforms;

  beforeEach(async () => {
    entries = [];
    database = openSqlite({ file: ':memory:', clock: Date.now });
    const audit = (entry: AuditEntry): Promise<void> => {
      entries.push(entry);
      return Promise.resolve();
    };
    platforms = await openPlatforms({ database, audit, clock: Date.now, newId });
  });

  afterEach(() => database.close());

  const registration = () => {
    const { issuer, clientId, authUrl, tokenUrl, jwksUrl } = aPlatform();
    return { issuer, clientId, authUrl, tokenUrl, jwksUrl, deployments: ['1'] };
  };

  it('keep further origins over a registration that is renewed, and note who set them', async () => {
    const { id } = await platforms.add(registration(), BY);

    await platforms.setOtherOrigins(id, ['https://a.example', 'https://a.example'], BY);
    await platforms.update(id, { ...registration(), deployments: ['2'] }, BY);

    expect((await platforms.show(id)).otherOrigins).toEqual(['https://a.example']);
    expect(entries[1]).toEqual({
      ...{ action: 'platform.updated', by: BY, subject: id },
      detail: { origins: 'https://a.example' },
    });
    await platforms.setOtherOrigins(id, [], BY);
    expect((await platforms.show(id)).otherOrigins).toEqual([]);
  });

  it('say so when there is none to set them for', async () => {
    await expect(platforms.setOtherOrigins('x', [], BY)).rejects.toMatchObject({
      code: 'http.not-found',
    });
  });
});
