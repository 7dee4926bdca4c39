import type { CourseRole } from './course.js';

const LIS = 'http://purl.imsglobal.org/vocab/lis/v2';

/** `roles` of a launch: full URIs, and Instructor for both kinds of teacher. */
export function launchRoles(role: CourseRole): readonly string[] {
  switch (role) {
    case 'student':
      return [`${LIS}/membership#Learner`];
    case 'teacher':
    case 'editingteacher':
      return [`${LIS}/membership#Instructor`];
    case 'admin':
      return [
        `${LIS}/institution/person#Administrator`,
        `${LIS}/membership#Instructor`,
        `${LIS}/system/person#Administrator`,
      ];
  }
}

/** `roles` of the membership service: short, and a teacher who may not edit is a Learner there. */
export function memberRole(role: CourseRole): 'Learner' | 'Instructor' {
  return role === 'editingteacher' || role === 'admin' ? 'Instructor' : 'Learner';
}

/** What `$Membership.role` becomes. */
export function membershipRole(role: CourseRole): string {
  switch (role) {
    case 'student':
      return 'Learner';
    case 'teacher':
    case 'editingteacher':
      return 'Instructor';
    case 'admin':
      return 'Instructor,urn:lti:sysrole:ims/lis/Administrator,urn:lti:instrole:ims/lis/Administrator';
  }
}
