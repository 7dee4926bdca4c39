import type { JWK } from 'jose';
import type { Course, User } from './course.js';

/** What a new sandbox starts with; each part defaults to the seeded course. */
export interface SandboxSeed {
  readonly course?: Course;
  readonly users?: readonly User[];
  /** Private RSA JWK with a `kid`, to save the making of one. */
  readonly signingKey?: JWK;
}

/** The course of the demonstration. */
export const SEEDED_COURSE: Course = {
  id: '2',
  label: 'TANDEM',
  title: 'Tandem tutors',
  sourcedId: 'tandem-01',
  groups: [
    { id: '1', name: 'Tandem 1', setId: '1' },
    { id: '2', name: 'Tandem 2', setId: '1' },
  ],
};

/** Two tandems of a VET tutor and a company tutor, who trains them, and who runs the platform. */
export const SEEDED_USERS: readonly User[] = [
  {
    ...named('2', 'Pēteris', 'Vanags', 'admin'),
    locale: 'en',
    timezone: 'Europe/Riga',
    role: 'admin',
    enrolled: false,
    sourcedId: '',
    groupIds: [],
    note: 'runs the platform',
  },
  {
    ...named('3', 'Ilze', 'Ozoliņa', 'ilze'),
    locale: 'lv',
    timezone: 'Europe/Riga',
    role: 'student',
    enrolled: true,
    sourcedId: 'vet-lv-1',
    groupIds: ['1'],
    note: 'VET tutor, tandem 1',
  },
  {
    ...named('4', 'Jānis', 'Kalniņš', 'janis'),
    locale: 'lv',
    timezone: 'Europe/Riga',
    role: 'student',
    enrolled: true,
    sourcedId: 'company-lv-1',
    groupIds: ['1'],
    note: 'company tutor, tandem 1',
  },
  {
    ...named('5', 'Mart', 'Saar', 'mart'),
    locale: 'et',
    timezone: 'Europe/Tallinn',
    role: 'student',
    enrolled: true,
    sourcedId: 'vet-ee-1',
    groupIds: ['2'],
    note: 'VET tutor, tandem 2',
  },
  {
    id: '6',
    username: 'u6',
    locale: 'en',
    timezone: 'Europe/Tallinn',
    role: 'student',
    enrolled: true,
    sourcedId: 'p-6',
    groupIds: ['2'],
    note: 'company tutor, tandem 2; shares no name',
  },
  {
    ...named('7', 'Liis', 'Kask', 'liis'),
    locale: 'et',
    timezone: 'Europe/Tallinn',
    role: 'editingteacher',
    enrolled: true,
    sourcedId: 'trainer-1',
    groupIds: [],
    note: 'trainer',
  },
];

function named(
  id: string,
  givenName: string,
  familyName: string,
  username: string,
): Pick<User, 'id' | 'givenName' | 'familyName' | 'email' | 'username'> {
  return { id, givenName, familyName, username, email: `${username}@sandbox.invalid` };
}
