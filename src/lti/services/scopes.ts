/**
 * What a platform may let a tool do: with its gradebook (AGS 2.0, section 3.1), its people (NRPS
 * 2.0) and their groups (Course Groups Service 1.0).
 */
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

export const LINE_ITEM_SCOPE = `${AGS}lineitem`;
export const LINE_ITEM_READ_SCOPE = `${AGS}lineitem.readonly`;
export const RESULT_SCOPE = `${AGS}result.readonly`;
export const SCORE_SCOPE = `${AGS}score`;
export const MEMBERSHIP_SCOPE =
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
export const GROUP_SCOPE = 'https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly';
