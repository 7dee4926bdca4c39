import type { SandboxSeed } from '../../src/sandbox/seed.js';
import { SEEDED_USERS } from '../../src/sandbox/seed.js';

type User = NonNullable<SandboxSeed['users']>[number];

/** The trainer, one learner who is known by name elsewhere when `count` is 0, and so many others. */
export function manyPeople(count: number): readonly User[] {
  const known = SEEDED_USERS.filter(({ id }) => id === '7' || (count === 0 && id === '3'));
  return [...known, ...Array.from({ length: count }, (_, at) => aPerson(at))];
}

function aPerson(at: number): User {
  return {
    id: String(1000 + at),
    username: `person${at}`,
    givenName: `Given${at}`,
    familyName: `Family${at}`,
    email: `person${at}@sandbox.invalid`,
    locale: 'en',
    timezone: 'Europe/Riga',
    role: 'student',
    enrolled: true,
    sourcedId: `p-${at}`,
    groupIds: [],
    note: '',
  };
}
