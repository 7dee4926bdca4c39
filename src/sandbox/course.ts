import { z } from 'zod';

/** Roles as Moodle names them; `teacher` may not edit. */
export const CourseRole = z.enum(['student', 'teacher', 'editingteacher', 'admin']);
export type CourseRole = z.infer<typeof CourseRole>;

/** People of the course who do something together. */
const Group = z.object({
  id: z.string(),
  name: z.string(),
  /** Groups of one set share it. */
  setId: z.string().optional(),
});
export type Group = Readonly<z.infer<typeof Group>>;

/** The one course. */
export const Course = z.object({
  id: z.string(),
  label: z.string(),
  title: z.string(),
  sourcedId: z.string(),
  groups: z.array(Group).optional(),
});
export type Course = Readonly<z.infer<typeof Course>>;

/** Somebody who can be chosen on the front page. */
export const User = z.object({
  /** Digits, as Moodle's. */
  id: z.string().regex(/^\d+$/),
  username: z.string(),
  /** Name and mail are all there, or all absent: then the platform shares none of them. */
  givenName: z.string().optional(),
  familyName: z.string().optional(),
  email: z.string().optional(),
  /** Moodle's code: `lv`, `pt_br`. */
  locale: z.string(),
  timezone: z.string(),
  sourcedId: z.string(),
  role: CourseRole,
  /** The administrator acts in the course without being enrolled in it. */
  enrolled: z.boolean(),
  groupIds: z.array(z.string()),
  /** What the person is in the training, for the list on the front page. */
  note: z.string(),
});
export type User = Readonly<z.infer<typeof User>>;

/** A tool the platform knows, called a "type" by Moodle. */
export const Tool = z.object({
  clientId: z.string(),
  /** Digits. Also the `type_id` of service URLs. */
  deploymentId: z.string(),
  name: z.string(),
  description: z.string(),
  loginUrl: z.string(),
  /** Target of links that name none. */
  launchUrl: z.string(),
  deepLinkUrl: z.string().optional(),
  jwksUrl: z.string(),
  redirectUris: z.array(z.string()),
  custom: z.record(z.string(), z.string()),
  /** Pending until the administrator has activated it. */
  status: z.enum(['pending', 'active']),
});
export type Tool = Readonly<z.infer<typeof Tool>>;

/** An activity in the course that opens a tool. */
export const Link = z.object({
  /** `resource_link.id`. */
  id: z.string(),
  clientId: z.string(),
  title: z.string(),
  text: z.string(),
  targetLinkUri: z.string(),
  custom: z.record(z.string(), z.string()),
});
export type Link = Readonly<z.infer<typeof Link>>;

/** Where a tool shows a submission to its teacher; by default where the link leads. */
export const SubmissionReview = z.object({
  url: z.string().optional(),
  label: z.string().optional(),
  custom: z.record(z.string(), z.string()).optional(),
});

/** A column of the gradebook. */
export const LineItem = z.object({
  id: z.string(),
  clientId: z.string(),
  linkId: z.string().optional(),
  /** `activity` came with its link, `manual` was made through the line item service. They erase differently. */
  origin: z.enum(['activity', 'manual']),
  label: z.string(),
  scoreMaximum: z.number(),
  resourceId: z.string(),
  tag: z.string(),
  submissionReview: SubmissionReview.optional(),
});
export type LineItem = Readonly<z.infer<typeof LineItem>>;

/** One cell of the gradebook. */
export const Grade = z.object({
  lineItemId: z.string(),
  userId: z.string(),
  /** Points on the line item's scale, 5 decimals; may lie outside it. Undefined: erased. */
  rawGrade: z.number().optional(),
  /** `rawGrade` within 0 to the line item's maximum. */
  finalGrade: z.number().optional(),
  comment: z.string(),
  /** Seconds since 1970, of the score's own timestamp. Undefined after an erased activity grade. */
  timeModified: z.number().optional(),
});
export type Grade = Readonly<z.infer<typeof Grade>>;

/** Everything that survives a restart. The log of received scores does not. */
export const Snapshot = z.object({
  course: Course,
  users: z.array(User),
  tools: z.array(Tool),
  links: z.array(Link),
  lineItems: z.array(LineItem),
  grades: z.array(Grade),
  /** Undefined: as Moodle, no. */
  offersGroups: z.boolean().optional(),
  /** Highest number given so far, per kind. */
  lastIds: z.object({ tool: z.number(), link: z.number(), lineItem: z.number() }),
  /** Private JWKs, the current one first. */
  keys: z.array(z.looseObject({ kty: z.literal('RSA'), kid: z.string() })),
});
export type Snapshot = z.infer<typeof Snapshot>;
