import { describe, expect, it } from '@jest/globals';
import { roleOf } from '../../../src/lti/launch/roles.js';

const CONTEXT = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
const INSTITUTION = 'http://purl.imsglobal.org/vocab/lis/v2/institution/person';
const SYSTEM = 'http://purl.imsglobal.org/vocab/lis/v2/system/person';

describe('role of a launch', () => {
  it.each([
    ['learner', [`${CONTEXT}#Learner`]],
    ['learner', ['Learner']],
    ['learner', [`${CONTEXT}/Learner#Instructor`]],
    ['instructor', [`${CONTEXT}#Instructor`]],
    ['instructor', [`${CONTEXT}/Instructor#TeachingAssistant`]],
    ['instructor', [`${CONTEXT}#Learner`, `${CONTEXT}/Instructor#TeachingAssistant`]],
    ['instructor', [`${CONTEXT}#ContentDeveloper`]],
    ['administrator', [`${CONTEXT}#Administrator`, `${CONTEXT}#Instructor`]],
    ['viewer', [`${INSTITUTION}#Instructor`]],
    ['viewer', [`${SYSTEM}#Administrator`]],
    ['viewer', [`${CONTEXT}#Mentor`]],
    ['viewer', []],
    ['viewer', ['']],
    [
      'viewer',
      [`${CONTEXT}#Learner`, 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'],
    ],
    ['viewer', [`https://elsewhere.example/membership#Instructor`]],
  ] as const)('is %s for %p', (role, roles) => {
    expect(roleOf(roles)).toBe(role);
  });
});
