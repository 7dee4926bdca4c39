/** What a platform lets a tool do with its gradebook (AGS 2.0, section 3.1). */
const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

export const LINE_ITEM_SCOPE = `${AGS}lineitem`;
export const LINE_ITEM_READ_SCOPE = `${AGS}lineitem.readonly`;
export const RESULT_SCOPE = `${AGS}result.readonly`;
export const SCORE_SCOPE = `${AGS}score`;
