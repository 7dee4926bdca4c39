const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope';

export const LINE_ITEM = `${AGS}/lineitem`;
export const LINE_ITEM_READONLY = `${AGS}/lineitem.readonly`;
export const RESULT_READONLY = `${AGS}/result.readonly`;
export const SCORE = `${AGS}/score`;
export const MEMBERSHIP_READONLY =
  'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly';
export const GROUPS_READONLY = 'https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly';

/** What a tool may have a token for. */
export const SERVICE_SCOPES: readonly string[] = [
  LINE_ITEM_READONLY,
  RESULT_READONLY,
  SCORE,
  LINE_ITEM,
  MEMBERSHIP_READONLY,
  GROUPS_READONLY,
];
